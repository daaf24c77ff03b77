package io.slipway.common.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The filters of the collection ansible.utils that go through nested data by its keys. */
final class KeyFilters {

    private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");

    private KeyFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        engine.filter(
                        "ansible.utils.keep_keys",
                        "target matching_parameter?",
                        (v, a, c) -> keep(data(v, "keep_keys"), matches(a.any("target"), how(a)), 0))
                .filter(
                        "ansible.utils.remove_keys",
                        "target matching_parameter?",
                        (v, a, c) -> remove(data(v, "remove_keys"), matches(a.any("target"), how(a)), 0))
                .filter(
                        "ansible.utils.replace_keys",
                        "target matching_parameter?",
                        (v, a, c) -> replace(data(v, "replace_keys"), replacements(a.any("target")), how(a), 0))
                .filter("ansible.utils.to_paths", "prepend? wantlist?", (v, a, c) -> {
                    Map<@Nullable Object, @Nullable Object> paths = new LinkedHashMap<>();
                    flatten(v, a.text("prepend", ""), paths, 0);
                    return a.flag("wantlist", false) ? new ArrayList<@Nullable Object>(List.of(paths)) : paths;
                });
    }

    @FunctionalInterface
    interface Match {
        boolean of(@Nullable Object key);
    }

    private static @Nullable Object data(@Nullable Object value, String filter) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
            return value;
        }
        throw TemplateException.of("Error when using plugin '" + filter + "': Input is not valid");
    }

    static Match matches(@Nullable Object targets, String how) {
        List<Match> all = new ArrayList<>();
        for (Object target : targets instanceof List<?> list ? list : List.of(Python.str(targets))) {
            all.add(match(how, Python.str(target)));
        }
        return key -> all.stream().anyMatch(one -> one.of(key));
    }

    private static String how(Arguments args) {
        return args.text("matching_parameter", "equality");
    }

    static Match match(String how, String target) {
        return switch (how) {
            case "equality" -> key -> target.equals(key);
            case "starts_with" -> key -> Python.str(key).startsWith(target);
            case "ends_with" -> key -> Python.str(key).endsWith(target);
            case "regex" -> {
                BoundedRegex regex = BoundedRegex.compile(target, false, false);
                yield key -> regex.on(Python.str(key)).atStart();
            }
            default ->
                throw TemplateException.of(
                        "value of matching_parameter must be one of: equality, starts_with, ends_with,"
                                + " regex, got: " + how);
        };
    }

    private static int deeper(int depth) {
        if (depth > Bounds.MAX_DATA_DEPTH) {
            throw TemplateException.of("this value is nested too deeply");
        }
        return depth + 1;
    }

    private static boolean isEmpty(@Nullable Object value) {
        return (value instanceof List<?> list && list.isEmpty()) || (value instanceof Map<?, ?> map && map.isEmpty());
    }

    private static @Nullable Object keep(@Nullable Object value, Match match, int depth) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> kept = new ArrayList<>();
            list.forEach(item -> kept.add(keep(item, match, deeper(depth))));
            return kept;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<@Nullable Object, @Nullable Object> kept = new LinkedHashMap<>();
        for (Object key : map.keySet()) {
            Object item = map.get(key);
            if (!(item instanceof List<?>) && !(item instanceof Map<?, ?>)) {
                if (match.of(key)) {
                    kept.put(key, item);
                }
                continue;
            }
            Object inner = keep(item, match, deeper(depth));
            if (inner instanceof List<?> list) {
                List<?> full = list.stream().filter(part -> !isEmpty(part)).toList();
                inner = full.stream().allMatch(String.class::isInstance) ? List.of() : full;
            }
            if (!isEmpty(inner)) {
                kept.put(key, inner);
            }
        }
        return kept;
    }

    private static @Nullable Object remove(@Nullable Object value, Match match, int depth) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> kept = new ArrayList<>();
            for (Object item : list) {
                Object rest = remove(item, match, deeper(depth));
                if (Python.truthy(item) && (Python.truthy(rest) || !(item instanceof Map<?, ?>))) {
                    kept.add(rest);
                }
            }
            return kept;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<@Nullable Object, @Nullable Object> kept = new LinkedHashMap<>();
        for (Object key : map.keySet()) {
            if (!match.of(key)) {
                kept.put(key, remove(map.get(key), match, deeper(depth)));
            }
        }
        return kept;
    }

    /** @param after what a key is called from now on */
    record Replacement(String before, @Nullable Object after) {}

    static List<Replacement> replacements(@Nullable Object targets) {
        List<Replacement> all = new ArrayList<>();
        for (Object target : Python.iterate(targets)) {
            if (!(target instanceof Map<?, ?> pair) || !pair.containsKey("before") || !pair.containsKey("after")) {
                throw TemplateException.of("each target of replace_keys has 'before' and 'after'");
            }
            all.add(new Replacement(Python.str(pair.get("before")), pair.get("after")));
        }
        return all;
    }

    private static @Nullable Object replace(
            @Nullable Object value, List<Replacement> replacements, String how, int depth) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> all = new ArrayList<>();
            list.forEach(item -> all.add(replace(item, replacements, how, deeper(depth))));
            return all;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        Map<@Nullable Object, @Nullable Object> renamed = new LinkedHashMap<>(map);
        for (Replacement replacement : replacements) {
            Match match = match(how, replacement.before);
            for (Object key : new ArrayList<@Nullable Object>(renamed.keySet())) {
                if (match.of(key)) {
                    Object item = renamed.remove(key);
                    renamed.put(replacement.after, item);
                }
            }
        }
        renamed.replaceAll((key, item) -> replace(item, replacements, how, deeper(depth)));
        return renamed;
    }

    private static void flatten(
            @Nullable Object value, String name, Map<@Nullable Object, @Nullable Object> into, int depth) {
        Bounds.items(into.size());
        if (value instanceof Map<?, ?> map && !map.isEmpty()) {
            for (Object key : map.keySet()) {
                String text = Python.str(key);
                String path = name.isEmpty()
                        ? text
                        : NAME.matcher(text).matches() ? name + "." + text : name + "['" + text + "']";
                flatten(map.get(key), path, into, deeper(depth));
            }
        } else if (value instanceof List<?> list && !list.isEmpty()) {
            for (int i = 0; i < list.size(); i++) {
                flatten(list.get(i), name + "[" + i + "]", into, deeper(depth));
            }
        } else if (!name.isEmpty()) {
            into.put(name, value);
        }
    }
}
