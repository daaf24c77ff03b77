package io.slipway.common.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Filters that run a filter or test over a list, and {@code default}. */
final class SelectFilters {

    private SelectFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        engine.filter("map", SelectFilters::map)
                .filter("select", (v, a, c) -> pick(v, a, c, false, true))
                .filter("reject", (v, a, c) -> pick(v, a, c, false, false))
                .filter("selectattr", (v, a, c) -> pick(v, a, c, true, true))
                .filter("rejectattr", (v, a, c) -> pick(v, a, c, true, false));
        for (String name : List.of("default", "d")) {
            engine.filter(name, "default_value? boolean?", (v, a, c) -> {
                boolean missing = v instanceof Undefined || (a.flag("boolean", false) && !Python.truthy(v));
                return missing ? a.any("default_value", "") : v;
            });
        }
    }

    private static @Nullable Object map(@Nullable Object value, Arguments args, RenderContext context) {
        List<@Nullable Object> mapped = new ArrayList<>();
        if (!Python.truthy(value)) {
            return mapped;
        }
        List<@Nullable Object> rest = args.rest();
        Map<String, @Nullable Object> named = args.restNamed();
        if (rest.isEmpty() && named.containsKey("attribute")) {
            for (String name : named.keySet()) {
                if (!name.equals("attribute") && !name.equals("default")) {
                    throw TemplateException.of("unexpected keyword argument '" + name + "' of map");
                }
            }
            AttributePath path = AttributePath.of(named.get("attribute"), named.get("default"));
            for (Object item : Python.iterate(value)) {
                context.step();
                mapped.add(path.of(item));
            }
            return mapped;
        }
        if (rest.isEmpty()) {
            throw TemplateException.of("map needs the name of a filter, or attribute=");
        }
        String filter = Python.str(rest.getFirst());
        List<@Nullable Object> more = rest.subList(1, rest.size());
        for (Object item : Python.iterate(value)) {
            context.step();
            mapped.add(context.filter(filter, item, more, named));
        }
        return mapped;
    }

    private static @Nullable Object pick(
            @Nullable Object value, Arguments args, RenderContext context, boolean byAttribute, boolean wanted) {
        List<@Nullable Object> picked = new ArrayList<>();
        if (!Python.truthy(value)) {
            return picked;
        }
        List<@Nullable Object> rest = args.rest();
        if (byAttribute && rest.isEmpty()) {
            throw TemplateException.of("this filter needs the name of an attribute");
        }
        AttributePath path = AttributePath.of(byAttribute ? rest.getFirst() : null, null);
        Predicate<@Nullable Object> test = test(rest.subList(byAttribute ? 1 : 0, rest.size()), args, context);
        for (Object item : Python.iterate(value)) {
            context.step();
            if (test.test(path.of(item)) == wanted) {
                picked.add(item);
            }
        }
        return picked;
    }

    private static Predicate<@Nullable Object> test(
            List<@Nullable Object> rest, Arguments args, RenderContext context) {
        if (rest.isEmpty()) {
            return Python::truthy;
        }
        String name = Python.str(rest.getFirst());
        List<@Nullable Object> more = rest.subList(1, rest.size());
        return value -> context.test(name, value, more, args.restNamed());
    }
}
