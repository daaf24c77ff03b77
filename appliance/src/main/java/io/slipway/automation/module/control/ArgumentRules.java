package io.slipway.automation.module.control;

import io.slipway.common.template.Python;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules between the options of one mapping: {@code required_together}, {@code required_one_of}, {@code required_if}, {@code required_by}. */
final class ArgumentRules {

    private final Map<String, @Nullable Object> values;
    private final String where;
    private final List<String> mistakes;

    ArgumentRules(Map<String, @Nullable Object> values, String where, List<String> mistakes) {
        this.values = values;
        this.where = where;
        this.mistakes = mistakes;
    }

    /** Of each rule, the first case that does not hold. */
    void check(Map<?, ?> rules) {
        groups(rules.get("required_together")).stream()
                .filter(group -> group.stream().anyMatch(values::containsKey)
                        && !group.stream().allMatch(values::containsKey))
                .findFirst()
                .ifPresent(group -> add("parameters are required together: " + String.join(", ", group)));
        groups(rules.get("required_one_of")).stream()
                .filter(group -> group.stream().noneMatch(values::containsKey))
                .findFirst()
                .ifPresent(group -> add("one of the following is required: " + String.join(", ", group)));
        if (rules.get("required_if") instanceof List<?> all) {
            for (Object rule : all) {
                if (rule instanceof List<?> parts && parts.size() > 2 && breaksRequiredIf(parts)) {
                    break;
                }
            }
        }
        if (rules.get("required_by") instanceof Map<?, ?> all) {
            all.forEach(this::requiredBy);
        }
    }

    private boolean breaksRequiredIf(List<?> rule) {
        String name = Python.str(rule.get(0));
        List<String> wanted = names(rule.get(2));
        boolean oneIsEnough = rule.size() > 3 && Python.truthy(rule.get(3));
        List<String> missing =
                wanted.stream().filter(other -> !values.containsKey(other)).toList();
        boolean broken = values.containsKey(name)
                && Python.equal(values.get(name), rule.get(1))
                && !missing.isEmpty()
                && (!oneIsEnough || missing.size() == wanted.size());
        if (broken) {
            add(name + " is " + Python.str(rule.get(1)) + " but " + (oneIsEnough ? "any" : "all")
                    + " of the following are missing: " + String.join(", ", missing));
        }
        return broken;
    }

    private void requiredBy(@Nullable Object name, @Nullable Object needs) {
        if (values.get(Python.str(name)) == null) {
            return;
        }
        String missing =
                names(needs).stream().filter(other -> values.get(other) == null).collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            add("missing parameter(s) required by '" + Python.str(name) + "': " + missing);
        }
    }

    private void add(String mistake) {
        mistakes.add(mistake + where);
    }

    /** One group of names, or a list of them. */
    static List<List<String>> groups(@Nullable Object value) {
        if (!(value instanceof List<?> list) || list.isEmpty()) {
            return List.of();
        }
        return list.stream().allMatch(String.class::isInstance)
                ? List.of(names(list))
                : list.stream().map(ArgumentRules::names).toList();
    }

    private static List<String> names(@Nullable Object value) {
        return value instanceof List<?> list ? list.stream().map(Python::str).toList() : List.of(Python.str(value));
    }
}
