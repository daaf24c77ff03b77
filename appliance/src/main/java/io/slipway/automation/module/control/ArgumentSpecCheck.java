package io.slipway.automation.module.control;

import io.slipway.common.template.Python;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds values against an argument specification, in the order and with the words of Ansible's {@code ArgumentSpecValidator}: what is
 * required, types, choices, then the rules between options; and the same again for the options of each mapping within.
 */
final class ArgumentSpecCheck {

    private static final Set<Object> TRUE = Set.of("y", "yes", "on", "1", "true", "t", 1L, true);
    private static final Set<Object> FALSE = Set.of("n", "no", "off", "0", "false", "f", 0L, false);

    private final List<String> mistakes = new ArrayList<>();
    private final TreeMap<String, String> unsupported = new TreeMap<>();

    private ArgumentSpecCheck() {}

    /** @return what is wrong; empty when nothing is */
    static List<String> mistakes(Map<?, ?> spec, Map<?, ?> given) {
        ArgumentSpecCheck check = new ArgumentSpecCheck();
        Map<String, @Nullable Object> values = named(given);
        check.level(spec, Map.of(), values, List.of());
        if (!check.unsupported.isEmpty()) {
            check.mistakes.add(String.join(", ", check.unsupported.keySet()) + ". Supported parameters include: "
                    + check.unsupported.lastEntry().getValue() + ".");
        }
        return check.mistakes;
    }

    private static Map<String, @Nullable Object> named(Map<?, ?> map) {
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        map.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
    }

    /** @param rules of the option whose options these are */
    private void level(Map<?, ?> spec, Map<?, ?> rules, Map<String, @Nullable Object> values, List<String> path) {
        Map<String, Map<?, ?>> options = new LinkedHashMap<>();
        spec.forEach((name, option) ->
                options.put(String.valueOf(name), option instanceof Map<?, ?> attributes ? attributes : Map.of()));
        takeAliases(options, values, path);
        exclusive(rules.get("mutually_exclusive"), values, path);
        options.forEach((name, option) -> {
            if (option.get("default") != null) {
                values.putIfAbsent(name, option.get("default"));
            }
        });
        String missing = options.entrySet().stream()
                .filter(option -> Python.truthy(option.getValue().get("required")))
                .map(Map.Entry::getKey)
                .filter(name -> !values.containsKey(name))
                .sorted()
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            mistakes.add("missing required arguments: " + missing + foundIn(path));
        }
        options.forEach((name, option) -> type(name, option, values, path));
        options.forEach((name, option) -> choice(name, option, values, path));
        new ArgumentRules(values, foundIn(path), mistakes).check(rules);
        options.forEach((name, option) -> within(name, option, values, path));
    }

    private void takeAliases(Map<String, Map<?, ?>> options, Map<String, @Nullable Object> values, List<String> path) {
        Map<String, String> aliases = new TreeMap<>();
        options.forEach(
                (name, option) -> items(option.get("aliases")).forEach(alias -> aliases.put(Python.str(alias), name)));
        aliases.forEach((alias, name) -> {
            if (values.containsKey(alias)) {
                values.put(name, values.get(alias));
            }
        });
        String supported = String.join(", ", new TreeSet<>(options.keySet()))
                + (aliases.isEmpty() ? "" : " (" + String.join(", ", aliases.keySet()) + ")");
        for (String name : values.keySet()) {
            if (!options.containsKey(name) && !aliases.containsKey(name)) {
                unsupported.put(path.isEmpty() ? name : String.join(".", path) + "." + name, supported);
            }
        }
    }

    private void exclusive(@Nullable Object groups, Map<String, @Nullable Object> values, List<String> path) {
        String broken = ArgumentRules.groups(groups).stream()
                .filter(group -> group.stream().filter(values::containsKey).count() > 1)
                .map(group -> String.join("|", group))
                .collect(Collectors.joining(", "));
        if (!broken.isEmpty()) {
            mistakes.add("parameters are mutually exclusive: " + broken + foundIn(path));
        }
    }

    private void type(String name, Map<?, ?> option, Map<String, @Nullable Object> values, List<String> path) {
        Object value = values.get(name);
        if (value == null) {
            return;
        }
        String wanted = Objects.toString(option.get("type"), "str");
        try {
            Object converted = ArgumentType.convert(wanted, value);
            values.put(name, converted);
            if (option.get("elements") instanceof String elements && converted instanceof List<?> list) {
                values.put(name, elements(name, elements, list, path));
            }
        } catch (IllegalArgumentException e) {
            mistakes.add("argument '" + name + "' is of type " + ArgumentType.shown(value)
                    + (path.isEmpty() ? "" : foundIn(path).replaceFirst("in (.*)", "in '$1'."))
                    + " and we were unable to convert to "
                    + wanted + ": " + e.getMessage());
        }
    }

    private List<@Nullable Object> elements(String name, String wanted, List<?> items, List<String> path) {
        List<@Nullable Object> converted = new ArrayList<>();
        for (Object item : items) {
            try {
                converted.add(ArgumentType.convert(wanted, item));
            } catch (IllegalArgumentException e) {
                mistakes.add("Elements value for option '" + name + "'"
                        + (path.isEmpty() ? "" : " found in '" + String.join(" -> ", path) + "'") + " is of type "
                        + ArgumentType.shown(item) + " and we were unable to convert to " + wanted + ": "
                        + e.getMessage());
            }
        }
        return converted;
    }

    private void choice(String name, Map<?, ?> option, Map<String, @Nullable Object> values, List<String> path) {
        if (!(option.get("choices") instanceof List<?> choices) || !values.containsKey(name)) {
            return;
        }
        String all = choices.stream().map(Python::str).collect(Collectors.joining(", "));
        Object value = values.get(name);
        Predicate<Object> foreign = one -> choices.stream().noneMatch(choice -> Python.equal(choice, one));
        if (value instanceof List<?> list) {
            String others = list.stream().filter(foreign).map(Python::str).collect(Collectors.joining(", "));
            if (!others.isEmpty()) {
                mistakes.add("value of " + name + " must be one or more of: " + all + ". Got no match for: " + others
                        + foundIn(path));
            }
        } else if (foreign.test(value) && !meansOneOf(choices, value)) {
            mistakes.add(
                    "value of " + name + " must be one of: " + all + ", got: " + Python.str(value) + foundIn(path));
        }
    }

    /** YAML makes a truth value of {@code yes}: whoever offers one such word means it. */
    private static boolean meansOneOf(List<?> choices, @Nullable Object value) {
        Set<Object> words = "True".equals(value) ? TRUE : "False".equals(value) ? FALSE : Set.of();
        return choices.stream()
                        .filter(words::contains)
                        .collect(Collectors.toCollection(HashSet::new))
                        .size()
                == 1;
    }

    private void within(String name, Map<?, ?> option, Map<String, @Nullable Object> values, List<String> path) {
        Object type = option.get("type");
        boolean holdsMappings = "dict".equals(type) || ("list".equals(type) && "dict".equals(option.get("elements")));
        if (!holdsMappings || !(option.get("options") instanceof Map<?, ?> spec)) {
            return;
        }
        if (values.get(name) == null && Python.truthy(option.get("apply_defaults"))) {
            values.put(name, Map.of());
        }
        Object value = values.get(name);
        if (value == null) {
            return;
        }
        List<String> inside = new ArrayList<>(path);
        inside.add(name);
        for (Object element : items(value)) {
            if (element instanceof Map<?, ?> map) {
                level(spec, option, named(map), inside);
            } else {
                mistakes.add("value of '" + name + "' must be of type dict or list of dicts");
            }
        }
    }

    private static List<?> items(@Nullable Object value) {
        return value instanceof List<?> list ? list : value == null ? List.of() : List.of(value);
    }

    private static String foundIn(List<String> path) {
        return path.isEmpty() ? "" : " found in " + String.join(" -> ", path);
    }
}
