package io.slipway.common.template;

import io.slipway.common.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The filters of the collection ansible.utils that find and compare parts of data. */
final class UtilsFilters {

    private UtilsFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        engine.filter("ansible.utils.get_path", "path wantlist?", UtilsFilters::path)
                .filter("ansible.utils.index_of", "test value? key? fail_on_missing? wantlist?", UtilsFilters::index)
                .filter("ansible.utils.param_list_compare", "target", (v, a, c) -> compared(v, a.any("target")))
                .filter(
                        "ansible.utils.consolidate",
                        "fail_missing_match_key? fail_missing_match_value? fail_duplicate?",
                        (v, a, c) -> consolidated(Python.iterate(v), a));
    }

    private static @Nullable Object path(@Nullable Object value, Arguments args, RenderContext context) {
        if (!(value instanceof Map<?, ?> map)) {
            throw TemplateException.of("get_path needs a mapping, not " + Python.typeName(value));
        }
        Map<String, @Nullable Object> names = new LinkedHashMap<>();
        map.forEach((name, part) -> names.put(Python.str(name), part));
        context.enterCall("filter 'get_path'");
        try {
            Object found = context.engine()
                    .parseExpression(args.string("path"), Position.in("<path>"))
                    .evaluate(Scope.of(names), context);
            List<@Nullable Object> list = new ArrayList<>();
            list.add(found);
            return args.flag("wantlist", false) ? list : found;
        } finally {
            context.leaveCall();
        }
    }

    private static @Nullable Object index(@Nullable Object value, Arguments args, RenderContext context) {
        Object key = args.any("key");
        List<@Nullable Object> found = new ArrayList<>();
        long at = 0;
        for (Object item : Python.iterate(value)) {
            context.step();
            if (key == null) {
                addIf(holds(item, args, context), at, found);
            } else if (!(item instanceof Map<?, ?> map)) {
                throw TemplateException.of("Error when using plugin 'index_of': When a key name is provided,"
                        + " all list entries are required to be dictionaries, got " + Python.typeName(item));
            } else if (map.containsKey(key)) {
                addIf(holds(map.get(key), args, context), at, found);
            } else if (args.flag("fail_on_missing", false)) {
                throw TemplateException.of("Error when using plugin 'index_of': '" + Python.str(key)
                        + "' was not found in '" + Python.str(map) + "' at [" + at + "]");
            }
            at++;
        }
        return found.size() == 1 && !args.flag("wantlist", false) ? found.getFirst() : found;
    }

    private static void addIf(boolean holds, long index, List<@Nullable Object> found) {
        if (holds) {
            found.add(index);
        }
    }

    private static boolean holds(@Nullable Object item, Arguments args, RenderContext context) {
        String asked = args.string("test");
        boolean inverted = asked.startsWith("!") || asked.startsWith("not ");
        String name = inverted ? asked.substring(asked.startsWith("!") ? 1 : 4) : asked;
        name = name.equals("=") ? "==" : name;
        Object right = args.any("value");
        if (name.equals("in") && !(right instanceof List<?>)) {
            List<@Nullable Object> only = new ArrayList<>();
            only.add(right);
            right = only;
        }
        List<@Nullable Object> rest = new ArrayList<>();
        if (right != null) {
            rest.add(right);
        }
        return context.test(name, item, rest, Map.of()) != inverted;
    }

    /** What is wanted of a list of names: {@code all} of them, some by name, and with {@code !} not. */
    private static Map<String, @Nullable Object> compared(@Nullable Object base, @Nullable Object target) {
        List<String> known = texts(base);
        List<String> wanted = texts(target);
        Set<String> chosen = new LinkedHashSet<>(wanted.contains("all") ? known : List.of());
        wanted.stream().filter(one -> one.startsWith("!")).forEach(one -> chosen.remove(one.substring(1)));
        List<@Nullable Object> unsupported = new ArrayList<>();
        for (String one : wanted) {
            if (!one.equals("all") && !one.startsWith("!")) {
                if (known.contains(one)) {
                    chosen.add(one);
                } else {
                    unsupported.add(one);
                }
            }
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put(
                "actionable",
                new ArrayList<@Nullable Object>(chosen.stream().sorted().toList()));
        result.put("unsupported", unsupported);
        return result;
    }

    private static List<String> texts(@Nullable Object list) {
        return Python.iterate(list).stream().map(Python::str).toList();
    }

    /** Records of several sources that agree in a key, side by side by that key's value. */
    private static Map<@Nullable Object, @Nullable Object> consolidated(List<?> sources, Arguments args) {
        List<Source> all = new ArrayList<>();
        for (Object source : sources) {
            all.add(Source.of(source, all.size() + 1, args));
        }
        List<@Nullable Object> values = new ArrayList<>();
        all.forEach(source -> source.records.keySet().stream()
                .filter(value -> !values.contains(value))
                .forEach(values::add));
        values.sort((one, other) -> Python.compare(one, other, "<"));
        Map<@Nullable Object, @Nullable Object> result = new LinkedHashMap<>();
        for (Object value : values) {
            Map<String, @Nullable Object> parts = new LinkedHashMap<>();
            for (Source source : all) {
                if (!source.records.containsKey(value) && args.flag("fail_missing_match_value", true)) {
                    throw refused("fail_missing_match_value", "missing match value " + Python.str(value), source.place);
                }
                parts.put(source.name, source.records.getOrDefault(value, Map.of()));
            }
            result.put(value, parts);
        }
        return result;
    }

    private static TemplateException refused(String rule, String what, int place) {
        return TemplateException.of(
                "Error when using plugin 'consolidate': '" + rule + "' reported " + what + " in data source " + place);
    }

    private record Source(String name, int place, Map<@Nullable Object, Object> records) {
        static Source of(@Nullable Object given, int place, Arguments args) {
            if (!(given instanceof Map<?, ?> source)) {
                throw TemplateException.of("a data source of consolidate is a mapping, not " + Python.typeName(given));
            }
            String key = Python.str(source.get("match_key"));
            Map<@Nullable Object, Object> records = new LinkedHashMap<>();
            for (Object item : Python.iterate(source.get("data"))) {
                if (!(item instanceof Map<?, ?> found) || !found.containsKey(key)) {
                    if (args.flag("fail_missing_match_key", true)) {
                        throw refused("fail_missing_match_key", "missing match key '" + key + "'", place);
                    }
                } else if (records.put(found.get(key), found) != null && args.flag("fail_duplicate", true)) {
                    throw refused("fail_duplicate", "duplicate values", place);
                }
            }
            return new Source(Python.str(source.get("name")), place, records);
        }
    }
}
