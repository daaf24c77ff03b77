package io.slipway.automation.module;

import io.slipway.common.NearMiss;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The arguments of one call: checked against the {@link ModuleSpec}, converted, aliases resolved, defaults filled in. */
public final class Arguments {

    /** What Ansible writes instead of a secret. */
    private static final String HIDDEN = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER";

    private final ModuleSpec spec;
    private final Map<String, @Nullable Object> values;
    private final Set<String> given;

    private Arguments(ModuleSpec spec, Map<String, @Nullable Object> values, Set<String> given) {
        this.spec = spec;
        this.values = values;
        this.given = Set.copyOf(given);
    }

    static Arguments check(ModuleSpec spec, Map<String, ?> raw) {
        List<Problem> problems = new ArrayList<>();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        raw.forEach((name, value) -> take(spec, name, value, values, problems));
        checkExclusive(spec, values, problems);
        for (Option option : spec.options()) {
            if (option.fallback() != null) {
                values.putIfAbsent(option.name(), Objects.requireNonNull(option.fallback()));
            }
        }
        checkPresence(spec, values, problems);
        if (!problems.isEmpty()) {
            throw new ModuleFailure(problems);
        }
        return new Arguments(spec, values, raw.keySet());
    }

    private static void take(
            ModuleSpec spec,
            String name,
            @Nullable Object value,
            Map<String, @Nullable Object> values,
            List<Problem> problems) {
        Optional<Option> found = spec.option(name);
        if (found.isEmpty()) {
            if (spec.anyArguments() || (spec.freeForm() && name.equals(ModuleSpec.RAW))) {
                values.put(name, value);
            } else {
                problems.add(Problem.of("Unsupported parameter for (" + spec.name() + ") module: " + name)
                        .hint(hint(spec, name)));
            }
            return;
        }
        if (value == null) {
            return;
        }
        Option option = found.get();
        try {
            Object converted = Coercion.convert(option, value);
            if (!option.choices().isEmpty()) {
                checkChoice(option, converted, problems);
            }
            values.put(option.name(), converted);
        } catch (IllegalArgumentException e) {
            problems.add(Problem.of("argument '" + name + "' of " + spec.name() + ": " + e.getMessage()));
        }
    }

    private static void checkChoice(Option option, Object value, List<Problem> problems) {
        List<?> given = value instanceof List<?> list ? list : List.of(value);
        for (Object one : given) {
            if (!option.choices().contains(String.valueOf(one))) {
                problems.add(Problem.of("value of " + option.name() + " must be one of: "
                                + String.join(", ", option.choices()) + ", got: " + one)
                        .hint(NearMiss.hint(String.valueOf(one), option.choices())));
            }
        }
    }

    private static String hint(ModuleSpec spec, String name) {
        String near = NearMiss.hint(name, spec.argumentNames());
        return near.isEmpty() ? "supported parameters: " + String.join(", ", spec.argumentNames()) : near;
    }

    /** Of what was written: a default excludes nothing. */
    private static void checkExclusive(ModuleSpec spec, Map<String, @Nullable Object> values, List<Problem> problems) {
        for (List<String> group : spec.exclusive()) {
            if (group.stream().filter(values::containsKey).count() > 1) {
                problems.add(Problem.of("parameters are mutually exclusive: " + String.join("|", group)));
            }
        }
    }

    /** Of what holds, be it written or a default. */
    private static void checkPresence(ModuleSpec spec, Map<String, @Nullable Object> values, List<Problem> problems) {
        List<String> missing = spec.options().stream()
                .filter(o -> o.required() && !values.containsKey(o.name()))
                .map(Option::name)
                .toList();
        if (!missing.isEmpty()) {
            problems.add(Problem.of("missing required arguments: " + String.join(", ", missing)));
        }
        for (List<String> group : spec.oneNeeded()) {
            if (group.stream().noneMatch(values::containsKey)) {
                problems.add(Problem.of("one of the following is required: " + String.join(", ", group)));
            }
        }
        for (List<String> group : spec.together()) {
            long given = group.stream().filter(values::containsKey).count();
            if (given > 0 && given < group.size()) {
                problems.add(Problem.of("parameters are required together: " + String.join(", ", group)));
            }
        }
        for (ModuleSpec.NeededIf rule : spec.neededIf()) {
            if (rule.value().equals(values.get(rule.option()))) {
                List<String> absent = rule.needs().stream()
                        .filter(n -> !values.containsKey(n))
                        .toList();
                if (!absent.isEmpty()) {
                    problems.add(Problem.of(rule.option() + " is " + rule.value()
                            + " but all of the following are missing: " + String.join(", ", absent)));
                }
            }
        }
    }

    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** Whether it was written at all, be it without a value. */
    public boolean given(String name) {
        return given.contains(name);
    }

    /** Every value, by canonical name, in the order in which they were given. */
    public Map<String, @Nullable Object> all() {
        return Collections.unmodifiableMap(values);
    }

    /** Every argument that there could be, as it may be shown: secrets are hidden, and what is not given has no value. */
    public Map<String, @Nullable Object> shown() {
        Map<String, @Nullable Object> shown = new TreeMap<>(values);
        for (Option option : spec.options()) {
            Object value = values.get(option.name());
            shown.put(option.name(), value != null && option.noLog() ? HIDDEN : value);
        }
        return shown;
    }

    /** What the options of the type PATH were given, by their names; those with no value are left out. */
    public Map<String, String> paths() {
        Map<String, String> paths = new LinkedHashMap<>();
        for (Option option : spec.options()) {
            if (option.type() == Option.Type.PATH) {
                text(option.name()).ifPresent(path -> paths.put(option.name(), path));
            }
        }
        return paths;
    }

    /** A copy in which options have other values. */
    public Arguments withAll(Map<String, ?> others) {
        Map<String, @Nullable Object> all = new LinkedHashMap<>(values);
        all.putAll(others);
        return new Arguments(spec, all, given);
    }

    /** A mandatory or defaulted string. */
    public String string(String name) {
        return String.valueOf(require(name));
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(String::valueOf);
    }

    /** Text with something in it: for the options whose empty text means the same as none. */
    public Optional<String> filled(String name) {
        return text(name).filter(text -> !text.isEmpty());
    }

    /** A truth value; false when it is not given and has no default. */
    public boolean flag(String name) {
        return values.get(name) instanceof Boolean b && b;
    }

    public Optional<Boolean> choice(String name) {
        return values.get(name) instanceof Boolean b ? Optional.of(b) : Optional.empty();
    }

    public long number(String name) {
        return require(name) instanceof Number n ? n.longValue() : 0;
    }

    public Optional<Long> integer(String name) {
        return values.get(name) instanceof Number n ? Optional.of(n.longValue()) : Optional.empty();
    }

    public double real(String name) {
        return require(name) instanceof Number n ? n.doubleValue() : 0;
    }

    /** A list of strings; empty when not given. */
    public List<String> strings(String name) {
        return values.get(name) instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    /** A list of anything; empty when not given. */
    @SuppressWarnings("unchecked")
    public List<@Nullable Object> elements(String name) {
        return values.get(name) instanceof List<?> list ? (List<@Nullable Object>) list : List.of();
    }

    /** A mapping with string keys; empty when not given. */
    @SuppressWarnings("unchecked")
    public Map<String, @Nullable Object> map(String name) {
        return values.get(name) instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }

    public Optional<Object> raw(String name) {
        return Optional.ofNullable(values.get(name));
    }

    private Object require(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new ModuleFailure("missing required arguments: " + name + " (module " + spec.name() + ")");
        }
        return value;
    }
}
