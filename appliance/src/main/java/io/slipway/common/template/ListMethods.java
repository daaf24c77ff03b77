package io.slipway.common.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Python's methods of {@code list}, some of which {@code tuple} has too. */
final class ListMethods {

    static final Set<String> OF_TUPLES = Set.of("index", "count", "__getitem__", "__contains__", "__len__");

    private ListMethods() {}

    static Map<String, Methods.Method<List<@Nullable Object>>> table() {
        return new Methods.Table<List<@Nullable Object>>("list")
                .add("append", "object", (list, a) -> insert(list, list.size(), a.any("object")))
                .add("extend", "iterable", (list, a) -> extend(list, Python.iterate(a.any("iterable"))))
                .add(
                        "insert",
                        "index object",
                        (list, a) -> insert(list, place(list, a.integer("index")), a.any("object")))
                .add("pop", "index?", (list, a) -> list.remove(existing(list, a.integer("index", -1))))
                .add("remove", "value", (list, a) -> remove(list, a.any("value")))
                .add("clear", "", (list, a) -> nothing(list::clear))
                .add("reverse", "", (list, a) -> nothing(() -> Collections.reverse(list)))
                .add("sort", "reverse?", (list, a) -> nothing(() -> list.sort(order(a.flag("reverse", false)))))
                .add("copy", "", (list, a) -> new ArrayList<>(list))
                .add("index", "value start? end?", (list, a) -> index(list, a))
                .add("count", "value", (list, a) -> count(list, a.any("value")))
                .add("__getitem__", "index", (list, a) -> Subscript.item(list, a.any("index")))
                .add("__setitem__", "index value", (list, a) -> set(list, a.integer("index"), a.any("value")))
                .add(
                        "__delitem__",
                        "index",
                        (list, a) -> nothing(() -> list.remove(existing(list, a.integer("index")))))
                .add("__contains__", "value", (list, a) -> Python.contains(list, a.any("value")))
                .add("__len__", "", (list, a) -> (long) list.size())
                .build();
    }

    private static Comparator<@Nullable Object> order(boolean reverse) {
        Comparator<@Nullable Object> ascending = (x, y) -> Python.compare(x, y, "<");
        return reverse ? ascending.reversed() : ascending;
    }

    private static @Nullable Object nothing(Runnable action) {
        action.run();
        return null;
    }

    private static @Nullable Object insert(List<@Nullable Object> list, int index, @Nullable Object value) {
        Bounds.items(list.size() + 1L);
        list.add(index, value);
        return null;
    }

    private static @Nullable Object extend(List<@Nullable Object> list, List<@Nullable Object> more) {
        Bounds.items((long) list.size() + more.size());
        list.addAll(new ArrayList<>(more));
        return null;
    }

    private static @Nullable Object set(List<@Nullable Object> list, long index, @Nullable Object value) {
        list.set(existing(list, index), value);
        return null;
    }

    private static int place(List<?> list, long index) {
        long place = index < 0 ? index + list.size() : index;
        return Math.clamp(place, 0, list.size());
    }

    private static int existing(List<?> list, long index) {
        long place = index < 0 ? index + list.size() : index;
        if (place < 0 || place >= list.size()) {
            throw TemplateException.of(list.isEmpty() ? "the list is empty" : "list index out of range: " + index);
        }
        return (int) place;
    }

    private static int position(List<?> list, @Nullable Object value, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Comparison.same(list.get(i), value, 0)) {
                return i;
            }
        }
        return -1;
    }

    private static long index(List<?> list, Arguments args) {
        int from = place(list, args.integer("start", 0));
        int to = place(list, args.integer("end", list.size()));
        int at = position(list, args.any("value"), from, to);
        if (at < 0) {
            throw TemplateException.of(Python.repr(args.any("value")) + " is not in list");
        }
        return at;
    }

    private static @Nullable Object remove(List<@Nullable Object> list, @Nullable Object value) {
        int at = position(list, value, 0, list.size());
        if (at < 0) {
            throw TemplateException.of("list.remove(x): x not in list");
        }
        list.remove(at);
        return null;
    }

    private static long count(List<?> list, @Nullable Object value) {
        long count = 0;
        for (Object item : list) {
            count += Comparison.same(item, value, 0) ? 1 : 0;
        }
        return count;
    }
}
