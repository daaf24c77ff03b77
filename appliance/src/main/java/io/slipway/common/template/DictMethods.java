package io.slipway.common.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Python's methods of {@code dict}. Views are lists, as they are after Ansible unrolls them. */
final class DictMethods {

    private DictMethods() {}

    static Map<String, Methods.Method<Map<@Nullable Object, @Nullable Object>>> table() {
        return new Methods.Table<Map<@Nullable Object, @Nullable Object>>("dict")
                .add(
                        "get",
                        "key default?",
                        (map, a) -> Dicts.has(map, a.any("key")) ? Dicts.get(map, a.any("key")) : a.any("default"))
                .add("items", "", (map, a) -> items(map))
                .add("keys", "", (map, a) -> new ArrayList<>(map.keySet()))
                .add("values", "", (map, a) -> new ArrayList<>(map.values()))
                .add("copy", "", (map, a) -> new LinkedHashMap<>(map))
                .add("update", "other? **", (map, a) -> update(map, a))
                .add("setdefault", "key default?", (map, a) -> setDefault(map, a))
                .add("pop", "key default?", (map, a) -> pop(map, a))
                .add("popitem", "", (map, a) -> popItem(map))
                .add("clear", "", (map, a) -> {
                    map.clear();
                    return null;
                })
                .add("__getitem__", "key", (map, a) -> required(map, a.any("key")))
                .add("__setitem__", "key value", (map, a) -> {
                    Dicts.put(map, a.any("key"), a.any("value"));
                    return null;
                })
                .add("__delitem__", "key", (map, a) -> {
                    required(map, a.any("key"));
                    Dicts.remove(map, a.any("key"));
                    return null;
                })
                .add("__contains__", "key", (map, a) -> Dicts.has(map, a.any("key")))
                .add("__len__", "", (map, a) -> (long) map.size())
                .build();
    }

    static List<@Nullable Object> items(Map<?, ?> map) {
        List<@Nullable Object> items = new ArrayList<>(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            items.add(PyTuple.of(entry.getKey(), entry.getValue()));
        }
        return items;
    }

    private static @Nullable Object required(Map<?, ?> map, @Nullable Object key) {
        if (!Dicts.has(map, key)) {
            throw TemplateException.of("there is no key " + Python.repr(key));
        }
        return Dicts.get(map, key);
    }

    private static @Nullable Object update(Map<@Nullable Object, @Nullable Object> map, Arguments args) {
        if (args.any("other") instanceof Map<?, ?> other) {
            for (Object key : other.keySet()) {
                Dicts.put(map, key, other.get(key));
            }
        } else if (args.has("other")) {
            fromPairs(Python.iterate(args.any("other"))).forEach((key, value) -> Dicts.put(map, key, value));
        }
        args.restNamed().forEach((key, value) -> Dicts.put(map, key, value));
        return null;
    }

    /** What {@code dict()} makes of a list of pairs. */
    static Map<@Nullable Object, @Nullable Object> fromPairs(List<@Nullable Object> pairs) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (Object pair : pairs) {
            List<@Nullable Object> parts = Python.iterate(pair);
            if (parts.size() != 2) {
                throw TemplateException.of("a mapping is made of pairs, not of " + parts.size() + " values");
            }
            Dicts.put(map, parts.get(0), parts.get(1));
        }
        return map;
    }

    private static @Nullable Object setDefault(Map<@Nullable Object, @Nullable Object> map, Arguments args) {
        if (!Dicts.has(map, args.any("key"))) {
            Dicts.put(map, args.any("key"), args.any("default"));
        }
        return Dicts.get(map, args.any("key"));
    }

    private static @Nullable Object pop(Map<@Nullable Object, @Nullable Object> map, Arguments args) {
        if (!Dicts.has(map, args.any("key")) && args.has("default")) {
            return args.any("default");
        }
        required(map, args.any("key"));
        return Dicts.remove(map, args.any("key"));
    }

    private static PyTuple popItem(Map<@Nullable Object, @Nullable Object> map) {
        if (map.isEmpty()) {
            throw TemplateException.of("popitem(): dictionary is empty");
        }
        Object last = new ArrayList<>(map.keySet()).getLast();
        return PyTuple.of(last, map.remove(last));
    }
}
