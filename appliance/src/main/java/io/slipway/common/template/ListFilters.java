package io.slipway.common.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Jinja2's filters on lists and mappings. */
final class ListFilters {

    private ListFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        engine.filter("first", "", (v, a, c) -> first(Python.iterate(v), "first"))
                .filter("last", "", (v, a, c) -> first(reversed(Python.iterate(v)), "last"))
                .filter("list", "", (v, a, c) -> new ArrayList<>(Python.iterate(v)))
                .filter("length", "", (v, a, c) -> Python.length(v))
                .filter("count", "", (v, a, c) -> Python.length(v))
                .filter("reverse", "", (v, a, c) -> reverse(v))
                .filter("sort", "reverse? case_sensitive? attribute?", ListFilters::sort)
                .filter("unique", "case_sensitive? attribute?", ListFilters::unique)
                .filter("min", "case_sensitive? attribute?", (v, a, c) -> extreme(v, a, true))
                .filter("max", "case_sensitive? attribute?", (v, a, c) -> extreme(v, a, false))
                .filter("sum", "attribute? start?", ListFilters::sum)
                .filter("batch", "linecount fill_with?", ListFilters::batch)
                .filter("slice", "slices fill_with?", ListFilters::slice)
                .filter("groupby", "attribute default? case_sensitive?", ListFilters::groupBy)
                .filter("dictsort", "case_sensitive? by? reverse?", ListFilters::dictSort)
                .filter("items", "", (v, a, c) -> items(v))
                .filter("attr", "name", (v, a, c) -> attribute(v, a.string("name")));
    }

    private static @Nullable Object first(List<@Nullable Object> items, String which) {
        return items.isEmpty()
                ? Undefined.because(which, "No " + which + " item, sequence was empty.")
                : items.getFirst();
    }

    private static List<@Nullable Object> reversed(List<@Nullable Object> items) {
        List<@Nullable Object> copy = new ArrayList<>(items);
        Collections.reverse(copy);
        return copy;
    }

    private static Object reverse(@Nullable Object value) {
        return value instanceof String s ? new StringBuilder(s).reverse().toString() : reversed(Python.iterate(value));
    }

    private static List<@Nullable Object> sort(@Nullable Object value, Arguments args, RenderContext context) {
        List<AttributePath> paths = AttributePath.several(args.any("attribute"));
        boolean caseSensitive = args.flag("case_sensitive", false);
        return sorted(Python.iterate(value), args.flag("reverse", false), context, item -> {
            List<@Nullable Object> keys = new ArrayList<>(paths.size());
            paths.forEach(path -> keys.add(AttributePath.folded(path.of(item), caseSensitive)));
            return keys;
        });
    }

    @FunctionalInterface
    private interface KeyOf {
        @Nullable
        Object apply(@Nullable Object item);
    }

    private record Keyed(@Nullable Object key, @Nullable Object item) {}

    private static List<@Nullable Object> sorted(
            List<@Nullable Object> items, boolean reverse, RenderContext context, KeyOf keyOf) {
        List<Keyed> keyed = new ArrayList<>(items.size());
        for (Object item : items) {
            context.step();
            keyed.add(new Keyed(keyOf.apply(item), item));
        }
        Comparator<Keyed> ascending = (x, y) -> Python.compare(x.key, y.key, "<");
        keyed.sort(reverse ? ascending.reversed() : ascending);
        List<@Nullable Object> sorted = new ArrayList<>(keyed.size());
        keyed.forEach(one -> sorted.add(one.item));
        return sorted;
    }

    private static List<@Nullable Object> unique(@Nullable Object value, Arguments args, RenderContext context) {
        AttributePath path = AttributePath.of(args.any("attribute"), null);
        boolean caseSensitive = args.flag("case_sensitive", false);
        Bag seen = new Bag();
        List<@Nullable Object> kept = new ArrayList<>();
        for (Object item : Python.iterate(value)) {
            context.step();
            if (seen.add(AttributePath.folded(path.of(item), caseSensitive))) {
                kept.add(item);
            }
        }
        return kept;
    }

    private static @Nullable Object extreme(@Nullable Object value, Arguments args, boolean smallest) {
        List<@Nullable Object> items = Python.iterate(value);
        if (items.isEmpty()) {
            return Undefined.because("item", "No aggregated item, sequence was empty.");
        }
        AttributePath path = AttributePath.of(args.any("attribute"), null);
        boolean caseSensitive = args.flag("case_sensitive", false);
        Object best = items.getFirst();
        Object bestKey = AttributePath.folded(path.of(best), caseSensitive);
        for (Object item : items.subList(1, items.size())) {
            Object key = AttributePath.folded(path.of(item), caseSensitive);
            int order = Python.compare(key, bestKey, smallest ? "<" : ">");
            if (smallest ? order < 0 : order > 0) {
                best = item;
                bestKey = key;
            }
        }
        return best;
    }

    private static @Nullable Object sum(@Nullable Object value, Arguments args, RenderContext context) {
        AttributePath path = AttributePath.of(args.any("attribute"), null);
        Object total = args.any("start", 0L);
        for (Object item : Python.iterate(value)) {
            context.step();
            total = Operators.apply(Node.BinaryOperator.ADD, total, path.of(item));
        }
        return total;
    }

    private static List<@Nullable Object> batch(@Nullable Object value, Arguments args, RenderContext context) {
        long size = args.integer("linecount");
        List<@Nullable Object> batches = new ArrayList<>();
        List<@Nullable Object> batch = new ArrayList<>();
        for (Object item : Python.iterate(value)) {
            if (batch.size() == size) {
                batches.add(batch);
                batch = new ArrayList<>();
            }
            batch.add(item);
        }
        if (!batch.isEmpty()) {
            Object fill = args.any("fill_with");
            Bounds.items(fill == null ? 0 : size);
            while (fill != null && batch.size() < size) {
                batch.add(fill);
            }
            batches.add(batch);
        }
        return batches;
    }

    private static List<@Nullable Object> slice(@Nullable Object value, Arguments args, RenderContext context) {
        List<@Nullable Object> items = Python.iterate(value);
        long slices = args.integer("slices");
        if (slices == 0) {
            throw TemplateException.of("can't cut a list into no slices");
        }
        Bounds.items(slices);
        Object fill = args.any("fill_with");
        List<@Nullable Object> all = new ArrayList<>();
        int at = 0;
        for (long i = 0; i < slices; i++) {
            boolean longer = i < items.size() % slices;
            int end = at + (int) (items.size() / slices) + (longer ? 1 : 0);
            List<@Nullable Object> part = new ArrayList<>(items.subList(at, end));
            if (fill != null && !longer) {
                part.add(fill);
            }
            all.add(part);
            at = end;
        }
        return all;
    }

    private static List<@Nullable Object> groupBy(@Nullable Object value, Arguments args, RenderContext context) {
        AttributePath path = AttributePath.of(args.any("attribute"), args.any("default"));
        boolean caseSensitive = args.flag("case_sensitive", false);
        KeyOf key = item -> AttributePath.folded(path.of(item), caseSensitive);
        List<@Nullable Object> groups = new ArrayList<>();
        List<@Nullable Object> group = new ArrayList<>();
        Object current = null;
        for (Object item : sorted(Python.iterate(value), false, context, key)) {
            Object own = key.apply(item);
            if (group.isEmpty() || !Python.equal(own, current)) {
                group = new ArrayList<>();
                groups.add(PyTuple.named(List.of("grouper", "list"), path.of(item), group));
                current = own;
            }
            group.add(item);
        }
        return groups;
    }

    private static List<@Nullable Object> dictSort(@Nullable Object value, Arguments args, RenderContext context) {
        String by = args.text("by", "key");
        if (!by.equals("key") && !by.equals("value")) {
            throw TemplateException.of("dictsort sorts by 'key' or 'value', not by '" + by + "'");
        }
        boolean caseSensitive = args.flag("case_sensitive", false);
        return sorted(items(mapping(value)), args.flag("reverse", false), context, item -> {
            Object key = Python.iterate(item).get(by.equals("key") ? 0 : 1);
            return AttributePath.folded(key, caseSensitive);
        });
    }

    private static Map<?, ?> mapping(@Nullable Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw TemplateException.of("this filter needs a mapping, not " + Python.typeName(value));
    }

    private static List<@Nullable Object> items(@Nullable Object value) {
        return value instanceof Undefined ? new ArrayList<>() : DictMethods.items(mapping(value));
    }

    /** Only the attribute, never the item. */
    private static @Nullable Object attribute(@Nullable Object value, String name) {
        Callable method = Methods.find(value, name);
        if (method != null) {
            return method;
        }
        return value instanceof PyObject || value instanceof PyTuple || value instanceof Undefined
                ? Subscript.attribute(value, name)
                : Undefined.attribute(value, name, () -> Methods.names(value));
    }
}
