package io.slipway.common.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ansible's filters and tests that treat lists as sets. */
final class SetFilters {

    private SetFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        engine.filter("union", "b", (v, a, c) -> union(onlyList(v), onlyList(a.any("b"))))
                .filter("intersect", "b", (v, a, c) -> distinct(within(list(v), list(a.any("b")))))
                .filter("difference", "b", (v, a, c) -> distinct(without(list(v), list(a.any("b")))))
                .filter("symmetric_difference", "b", (v, a, c) -> symmetricDifference(list(v), list(a.any("b"))));
        for (String name : List.of("subset", "issubset")) {
            engine.test(
                    name, "b", (v, a, c) -> without(list(v), list(a.any("b"))).isEmpty());
        }
        for (String name : List.of("superset", "issuperset")) {
            engine.test(
                    name, "b", (v, a, c) -> without(list(a.any("b")), list(v)).isEmpty());
        }
        engine.test("contains", "value", (v, a, c) -> Python.contains(v, a.any("value")))
                .test("any", "", (v, a, c) -> list(v).stream().anyMatch(Python::truthy))
                .test("all", "", (v, a, c) -> list(v).stream().allMatch(Python::truthy));
    }

    private static List<@Nullable Object> list(@Nullable Object value) {
        return Python.iterate(value);
    }

    private static List<@Nullable Object> onlyList(@Nullable Object value) {
        if (value instanceof List<?> || value instanceof Undefined) {
            return Python.iterate(value);
        }
        throw TemplateException.of("union needs lists, not " + Python.typeName(value));
    }

    static List<@Nullable Object> distinct(List<@Nullable Object> items) {
        Bag seen = new Bag();
        List<@Nullable Object> kept = new ArrayList<>();
        for (Object item : items) {
            if (seen.add(item)) {
                kept.add(item);
            }
        }
        return kept;
    }

    static List<@Nullable Object> without(List<@Nullable Object> items, List<@Nullable Object> others) {
        Bag gone = Bag.of(others);
        List<@Nullable Object> kept = new ArrayList<>();
        for (Object item : items) {
            if (!gone.has(item)) {
                kept.add(item);
            }
        }
        return kept;
    }

    private static List<@Nullable Object> within(List<@Nullable Object> items, List<@Nullable Object> others) {
        Bag wanted = Bag.of(others);
        List<@Nullable Object> kept = new ArrayList<>();
        for (Object item : items) {
            if (wanted.has(item)) {
                kept.add(item);
            }
        }
        return kept;
    }

    private static List<@Nullable Object> union(List<@Nullable Object> a, List<@Nullable Object> b) {
        Bounds.items((long) a.size() + b.size());
        List<@Nullable Object> all = new ArrayList<>(a);
        all.addAll(b);
        return distinct(all);
    }

    private static List<@Nullable Object> symmetricDifference(List<@Nullable Object> a, List<@Nullable Object> b) {
        return without(union(a, b), within(a, b));
    }
}
