package io.slipway.automation.engine.lookup;

import io.slipway.common.Problem;
import io.slipway.common.template.PyTuple;
import io.slipway.common.template.TemplateException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lookups that only rearrange what they are given. */
final class ListLookups {

    private ListLookups() {}

    static List<@Nullable Object> same(List<@Nullable Object> terms) {
        return terms;
    }

    /** One level of lists is opened. */
    static List<@Nullable Object> items(List<@Nullable Object> terms) {
        List<@Nullable Object> items = new ArrayList<>();
        for (Object term : terms) {
            if (isList(term)) {
                items.addAll((List<?>) term);
            } else {
                items.add(term);
            }
        }
        return items;
    }

    static List<@Nullable Object> flattened(List<@Nullable Object> terms) {
        List<@Nullable Object> items = new ArrayList<>();
        for (Object term : terms) {
            if (term instanceof List<?> list) {
                items.addAll(flattened(new ArrayList<>(list)));
            } else if (term != null && !term.equals("None") && !term.equals("null")) {
                items.add(term);
            }
        }
        return items;
    }

    static List<@Nullable Object> together(List<@Nullable Object> terms) {
        List<List<?>> lists = terms.stream().<List<?>>map(ListLookups::asList).toList();
        int longest = lists.stream().mapToInt(List::size).max().orElse(0);
        List<@Nullable Object> rows = new ArrayList<>();
        for (int i = 0; i < longest; i++) {
            List<@Nullable Object> row = new ArrayList<>();
            for (List<?> list : lists) {
                row.add(i < list.size() ? list.get(i) : null);
            }
            rows.add(row);
        }
        return rows;
    }

    static List<@Nullable Object> nested(List<@Nullable Object> terms) {
        if (terms.isEmpty()) {
            throw TemplateException.of("with_nested requires at least one element in the nested list");
        }
        List<List<@Nullable Object>> rows = List.of(List.of());
        for (Object term : terms) {
            List<List<@Nullable Object>> longer = new ArrayList<>();
            for (List<@Nullable Object> row : rows) {
                for (Object item : asList(term)) {
                    List<@Nullable Object> more = new ArrayList<>(row);
                    if (isList(item)) {
                        more.addAll((List<?>) item);
                    } else {
                        more.add(item);
                    }
                    longer.add(more);
                }
            }
            rows = longer;
        }
        return new ArrayList<>(rows);
    }

    static List<@Nullable Object> dict(List<@Nullable Object> terms) {
        List<@Nullable Object> entries = new ArrayList<>();
        for (Object term : terms) {
            if (!(term instanceof Map<?, ?> map)) {
                throw TemplateException.of("with_dict expects a dict");
            }
            map.forEach((key, value) -> {
                Map<String, @Nullable Object> entry = new LinkedHashMap<>();
                entry.put("key", key);
                entry.put("value", value);
                entries.add(entry);
            });
        }
        return entries;
    }

    static List<@Nullable Object> indexed(List<@Nullable Object> terms) {
        List<@Nullable Object> pairs = new ArrayList<>();
        long index = 0;
        for (Object item : items(terms)) {
            pairs.add(PyTuple.of(index++, item));
        }
        return pairs;
    }

    /** {@code [list of mappings, "path.to.list", {skip_missing: true}]}: each mapping with each element of its list. */
    static List<@Nullable Object> subelements(List<@Nullable Object> terms) {
        if (terms.size() < 2 || terms.size() > 3 || !(terms.get(1) instanceof String path)) {
            throw new TemplateException(
                    Problem.of("subelements takes a list or mapping, the name of a key, and maybe options"));
        }
        boolean skipMissing = terms.size() == 3
                && terms.get(2) instanceof Map<?, ?> flags
                && Boolean.TRUE.equals(flags.get("skip_missing"));
        List<@Nullable Object> pairs = new ArrayList<>();
        Iterable<?> elements = terms.getFirst() instanceof Map<?, ?> map ? map.values() : asList(terms.getFirst());
        for (Object element : elements) {
            if (!(element instanceof Map<?, ?> map)) {
                throw TemplateException.of("subelements lookup expects a dictionary, got '" + element + "'");
            }
            if (Boolean.TRUE.equals(map.get("skipped"))) {
                continue;
            }
            for (Object inner : inside(map, path, skipMissing)) {
                Map<Object, @Nullable Object> rest = new LinkedHashMap<>(map);
                rest.remove(path);
                pairs.add(PyTuple.of(rest, inner));
            }
        }
        return pairs;
    }

    private static List<?> inside(Map<?, ?> element, String path, boolean skipMissing) {
        Object at = element;
        for (String key : path.split("\\.")) {
            if (!(at instanceof Map<?, ?> map) || !map.containsKey(key)) {
                if (skipMissing) {
                    return List.of();
                }
                throw TemplateException.of("could not find '" + key + "' key in iterated item");
            }
            at = map.get(key);
        }
        if (!isList(at)) {
            throw TemplateException.of("the key " + path + " should point to a list");
        }
        return (List<?>) at;
    }

    private static List<?> asList(@Nullable Object value) {
        return value instanceof List<?> list ? list : Collections.singletonList(value);
    }

    private static boolean isList(@Nullable Object value) {
        return value instanceof List<?>;
    }
}
