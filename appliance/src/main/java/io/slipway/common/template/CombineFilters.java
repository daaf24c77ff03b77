package io.slipway.common.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ansible's filters that merge mappings and turn them into lists and back. */
final class CombineFilters {

    private static final Set<String> LIST_MERGES =
            Set.of("replace", "keep", "append", "prepend", "append_rp", "prepend_rp");

    private CombineFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        engine.filter("combine", "* **", CombineFilters::combine)
                .filter("dict2items", "key_name? value_name?", CombineFilters::dictToItems)
                .filter("items2dict", "key_name? value_name?", CombineFilters::itemsToDict)
                .filter("rekey_on_member", "key duplicates?", CombineFilters::rekey)
                .filter("subelements", "subelements skip_missing?", CombineFilters::subelements);
    }

    private static @Nullable Object combine(@Nullable Object value, Arguments args, RenderContext context) {
        Map<String, @Nullable Object> named = args.restNamed();
        for (String name : named.keySet()) {
            if (!name.equals("recursive") && !name.equals("list_merge")) {
                throw TemplateException.of("combine has no parameter '" + name + "', only recursive, list_merge");
            }
        }
        boolean recursive = Python.truthy(named.get("recursive"));
        String listMerge = named.containsKey("list_merge") ? Python.str(named.get("list_merge")) : "replace";
        if (!LIST_MERGES.contains(listMerge)) {
            throw TemplateException.of(
                    "list_merge is one of replace, keep, append, prepend, append_rp, prepend_rp, not '" + listMerge
                            + "'");
        }
        List<@Nullable Object> terms = new ArrayList<>();
        addTerms(value, terms);
        args.rest().forEach(term -> addTerms(term, terms));
        terms.forEach(Python::requireDefined);
        if (terms.isEmpty()) {
            return new LinkedHashMap<>();
        }
        Object result = terms.getLast();
        for (int i = terms.size() - 2; i >= 0; i--) {
            result = merge(mapping(terms.get(i)), mapping(result), recursive, listMerge, context);
        }
        return result;
    }

    private static void addTerms(@Nullable Object value, List<@Nullable Object> terms) {
        if (value instanceof List<?> list) {
            for (Object item : list) {
                if (item != null) {
                    terms.add(item);
                }
            }
        } else if (value != null) {
            terms.add(value);
        }
    }

    private static Map<?, ?> mapping(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        throw TemplateException.of(
                "failed to combine variables, expected dicts but got a '" + Python.typeName(value) + "'");
    }

    static Map<@Nullable Object, @Nullable Object> merge(
            Map<?, ?> low, Map<?, ?> high, boolean recursive, String listMerge, RenderContext context) {
        context.enter();
        Map<@Nullable Object, @Nullable Object> merged = new LinkedHashMap<>(low);
        for (Object key : high.keySet()) {
            context.step();
            Object next = high.get(key);
            if (Dicts.has(merged, key)) {
                next = mergeValues(Dicts.get(merged, key), next, recursive, listMerge, context);
            }
            Dicts.put(merged, key, next);
        }
        context.leave();
        return merged;
    }

    private static @Nullable Object mergeValues(
            @Nullable Object low, @Nullable Object high, boolean recursive, String listMerge, RenderContext context) {
        if (low instanceof Map<?, ?> a && high instanceof Map<?, ?> b) {
            return recursive ? merge(a, b, true, listMerge, context) : high;
        }
        if (!(low instanceof List<?>) || !(high instanceof List<?>)) {
            return high;
        }
        List<@Nullable Object> older = Python.iterate(low);
        List<@Nullable Object> newer = Python.iterate(high);
        return switch (listMerge) {
            case "keep" -> low;
            case "append" -> joined(older, newer);
            case "prepend" -> joined(newer, older);
            case "append_rp" -> joined(SetFilters.without(older, newer), newer);
            case "prepend_rp" -> joined(newer, SetFilters.without(older, newer));
            default -> high;
        };
    }

    private static List<@Nullable Object> joined(List<@Nullable Object> a, List<@Nullable Object> b) {
        Bounds.items((long) a.size() + b.size());
        List<@Nullable Object> all = new ArrayList<>(a);
        all.addAll(b);
        return all;
    }

    private static Object dictToItems(@Nullable Object value, Arguments args, RenderContext context) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw TemplateException.of("dict2items requires a dictionary, got " + Python.typeName(value) + " instead");
        }
        List<@Nullable Object> items = new ArrayList<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Map<@Nullable Object, @Nullable Object> item = new LinkedHashMap<>();
            item.put(args.any("key_name", "key"), entry.getKey());
            item.put(args.any("value_name", "value"), entry.getValue());
            items.add(item);
        }
        return items;
    }

    private static Object itemsToDict(@Nullable Object value, Arguments args, RenderContext context) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (!(value instanceof List<?> list)) {
            throw TemplateException.of("items2dict requires a list, got " + Python.typeName(value) + " instead");
        }
        Object keyName = args.any("key_name", "key");
        Object valueName = args.any("value_name", "value");
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (Object item : list) {
            if (!(item instanceof Map<?, ?> entry) || !Dicts.has(entry, keyName) || !Dicts.has(entry, valueName)) {
                throw TemplateException.of("items2dict requires each dictionary in the list to contain the keys '"
                        + Python.str(keyName) + "' and '" + Python.str(valueName) + "'");
            }
            Dicts.put(map, Dicts.get(entry, keyName), Dicts.get(entry, valueName));
        }
        return map;
    }

    private static Object rekey(@Nullable Object value, Arguments args, RenderContext context) {
        String duplicates = args.text("duplicates", "error");
        if (!duplicates.equals("error") && !duplicates.equals("overwrite")) {
            throw TemplateException.of(
                    "duplicates of rekey_on_member is 'error' or 'overwrite', not '" + duplicates + "'");
        }
        List<@Nullable Object> items =
                value instanceof Map<?, ?> map ? new ArrayList<>(map.values()) : Python.iterate(value);
        Map<@Nullable Object, @Nullable Object> rekeyed = new LinkedHashMap<>();
        for (Object item : items) {
            if (!(item instanceof Map<?, ?> entry)) {
                throw TemplateException.of("rekey_on_member needs a list or mapping of mappings");
            }
            if (!Dicts.has(entry, args.any("key"))) {
                throw TemplateException.of("Key " + Python.str(args.any("key")) + " was not found");
            }
            Object key = Dicts.get(entry, args.any("key"));
            if (Dicts.has(rekeyed, key) && duplicates.equals("error")) {
                throw TemplateException.of(
                        "Key " + Python.str(key) + " is not unique, cannot correctly turn into dict");
            }
            Dicts.put(rekeyed, key, entry);
        }
        return rekeyed;
    }

    private static Object subelements(@Nullable Object value, Arguments args, RenderContext context) {
        List<@Nullable Object> elements;
        if (value instanceof Map<?, ?> map) {
            elements = new ArrayList<>(map.values());
        } else if (value instanceof List<?> && !(value instanceof PyTuple)) {
            elements = Python.iterate(value);
        } else if (value instanceof Undefined undefined) {
            throw undefined.failure();
        } else {
            throw TemplateException.of("subelements needs a list of dicts or a nested dict");
        }
        Object path = args.any("subelements");
        List<@Nullable Object> keys =
                path instanceof String text ? Splitting.split(text, ".", -1) : Python.iterate(path);
        List<@Nullable Object> results = new ArrayList<>();
        for (Object element : elements) {
            for (Object sub : Python.iterate(subelement(element, keys, args.flag("skip_missing", false)))) {
                results.add(PyTuple.of(element, sub));
            }
        }
        return results;
    }

    private static List<?> subelement(@Nullable Object element, List<@Nullable Object> keys, boolean skipMissing) {
        Object found = element;
        for (Object key : keys) {
            if (!(found instanceof Map<?, ?> map)) {
                throw TemplateException.of("the key " + Python.str(key) + " should point to a dictionary, got '"
                        + Python.str(found) + "'");
            }
            if (!Dicts.has(map, key)) {
                if (skipMissing) {
                    return List.of();
                }
                throw TemplateException.of(
                        "could not find " + Python.repr(key) + " key in iterated item " + Python.repr(map));
            }
            found = Dicts.get(map, key);
        }
        if (found instanceof List<?> list && !(found instanceof PyTuple)) {
            return list;
        }
        throw TemplateException.of(
                "the key " + Python.repr(keys.getLast()) + " should point to a list, got " + Python.repr(found));
    }
}
