package io.slipway.common.template;

import io.slipway.common.Problem;
import io.slipway.common.jmespath.JmesPath;
import io.slipway.common.jmespath.QueryException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Ansible's filters that choose, convert and combine values of any kind. */
final class DataFilters {

    private static final Set<String> TRUE = Set.of("yes", "on", "1", "true");

    private DataFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        engine.filter("bool", "", (v, a, c) -> toBool(v))
                .filter("ternary", "true_val false_val none_val?", DataFilters::ternary)
                .filter("mandatory", "msg?", DataFilters::mandatory)
                .filter("type_debug", "", (v, a, c) -> Python.typeName(v))
                .filter("extract", "container morekeys?", DataFilters::extract)
                .filter("flatten", "levels? skip_nulls?", DataFilters::flatten)
                .filter(
                        "split",
                        "sep? maxsplit?",
                        (v, a, c) -> Splitting.split(
                                TextFilters.needString(v, "split"), a.text("sep"), a.integer("maxsplit", -1)))
                .filter("zip", "*", (v, a, c) -> zip(sequences(v, a), false, null))
                .filter(
                        "zip_longest",
                        "* **",
                        (v, a, c) -> zip(sequences(v, a), true, a.restNamed().get("fillvalue")))
                .filter("product", "* **", DataFilters::product)
                .filter("permutations", "r?", (v, a, c) -> picks(v, a, true))
                .filter("combinations", "r", (v, a, c) -> picks(v, a, false))
                .test("truthy", "convert_bool?", (v, a, c) -> isTruthy(v, a))
                .test("falsy", "convert_bool?", (v, a, c) -> !isTruthy(v, a))
                .test("nan", "", (v, a, c) -> isNaN(v))
                .test("isnan", "", (v, a, c) -> isNaN(v));
    }

    static @Nullable Object query(@Nullable Object value, String query) {
        try {
            return JmesPath.search(query, value);
        } catch (QueryException e) {
            throw new TemplateException(e.problem(), e);
        }
    }

    private static boolean isNaN(@Nullable Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        return value instanceof Double d && d.isNaN();
    }

    private static @Nullable Object toBool(@Nullable Object value) {
        if (value == null || value instanceof Boolean) {
            return value;
        }
        return value instanceof String s ? TRUE.contains(s.toLowerCase(Locale.ROOT)) : Python.equal(value, 1L);
    }

    private static boolean isTruthy(@Nullable Object value, Arguments args) {
        if (args.flag("convert_bool", false) && (value instanceof String || Numbers.isNumeric(value))) {
            String word = Python.str(value).toLowerCase(Locale.ROOT).strip();
            if (Set.of("y", "yes", "on", "1", "true", "t", "1.0").contains(word)) {
                return true;
            }
            if (Set.of("n", "no", "off", "0", "false", "f", "0.0").contains(word)) {
                return false;
            }
        }
        return Python.truthy(value);
    }

    private static @Nullable Object ternary(@Nullable Object value, Arguments args, RenderContext context) {
        if (value == null && args.any("none_val") != null) {
            return args.any("none_val");
        }
        return args.any(Python.truthy(value) ? "true_val" : "false_val");
    }

    private static @Nullable Object mandatory(@Nullable Object value, Arguments args, RenderContext context) {
        if (value instanceof Undefined undefined) {
            String message = args.text("msg", "Mandatory variable '" + undefined.name() + "' not defined.");
            throw new TemplateException(
                    Problem.of(message).hint(undefined.problem().hint()));
        }
        return value;
    }

    private static @Nullable Object extract(@Nullable Object value, Arguments args, RenderContext context) {
        Object found = Subscript.item(args.any("container"), value);
        Object more = args.any("morekeys");
        if (more != null) {
            List<@Nullable Object> keys =
                    more instanceof List<?> && !(more instanceof PyTuple) ? Python.iterate(more) : PyTuple.of(more);
            for (Object key : keys) {
                found = Subscript.item(found, key);
            }
        }
        return found;
    }

    private static Object flatten(@Nullable Object value, Arguments args, RenderContext context) {
        List<@Nullable Object> flat = new ArrayList<>();
        long levels = args.integer("levels", Long.MAX_VALUE);
        flatten(Python.iterate(value), levels, args.flag("skip_nulls", true), flat, context);
        return flat;
    }

    private static void flatten(
            List<@Nullable Object> items,
            long levels,
            boolean skipNulls,
            List<@Nullable Object> flat,
            RenderContext context) {
        context.enter();
        for (Object item : items) {
            context.step();
            boolean nothing = item == null || item.equals("None") || item.equals("null");
            if (skipNulls && nothing) {
                continue;
            }
            if (item instanceof List<?> && levels >= 1) {
                flatten(Python.iterate(item), levels - 1, skipNulls, flat, context);
            } else {
                flat.add(item);
                Bounds.items(flat.size());
            }
        }
        context.leave();
    }

    private static List<List<@Nullable Object>> sequences(@Nullable Object value, Arguments args) {
        List<List<@Nullable Object>> sequences = new ArrayList<>();
        sequences.add(Python.iterate(value));
        args.rest().forEach(more -> sequences.add(Python.iterate(more)));
        return sequences;
    }

    private static List<@Nullable Object> zip(
            List<List<@Nullable Object>> sequences, boolean longest, @Nullable Object fill) {
        int length = longest ? 0 : Integer.MAX_VALUE;
        for (List<@Nullable Object> sequence : sequences) {
            length = longest ? Math.max(length, sequence.size()) : Math.min(length, sequence.size());
        }
        List<@Nullable Object> rows = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            List<@Nullable Object> row = new ArrayList<>();
            for (List<@Nullable Object> sequence : sequences) {
                row.add(i < sequence.size() ? sequence.get(i) : fill);
            }
            rows.add(PyTuple.copyOf(row));
        }
        return rows;
    }

    private static Object product(@Nullable Object value, Arguments args, RenderContext context) {
        List<List<@Nullable Object>> sequences = sequences(value, args);
        Object repeat = args.restNamed().get("repeat");
        long times = repeat == null ? 1 : Math.clamp(Numbers.index(repeat, "repeat"), 0, 1000);
        List<PyTuple> rows = new ArrayList<>(List.of(PyTuple.of()));
        for (long i = 0; i < times; i++) {
            for (List<@Nullable Object> sequence : sequences) {
                Bounds.items((long) rows.size() * sequence.size());
                List<PyTuple> longer = new ArrayList<>();
                for (PyTuple row : rows) {
                    for (Object item : sequence) {
                        context.step();
                        List<@Nullable Object> next = new ArrayList<>(row);
                        next.add(item);
                        longer.add(PyTuple.copyOf(next));
                    }
                }
                rows = longer;
            }
        }
        return rows;
    }

    private static Object picks(@Nullable Object value, Arguments args, boolean ordered) {
        List<@Nullable Object> items = Python.iterate(value);
        long size = args.integer("r", items.size());
        if (size < 0) {
            throw TemplateException.of("r must be non-negative");
        }
        List<@Nullable Object> picks = new ArrayList<>();
        if (size <= items.size()) {
            pick(items, (int) size, ordered, 0, new ArrayList<>(), new boolean[items.size()], picks);
        }
        return picks;
    }

    private static void pick(
            List<@Nullable Object> items,
            int size,
            boolean ordered,
            int from,
            List<@Nullable Object> chosen,
            boolean[] used,
            List<@Nullable Object> picks) {
        if (chosen.size() == size) {
            picks.add(PyTuple.copyOf(chosen));
            Bounds.items((long) picks.size() * Math.max(1, size));
            return;
        }
        for (int i = ordered ? 0 : from; i < items.size(); i++) {
            if (!used[i]) {
                used[i] = true;
                chosen.add(items.get(i));
                pick(items, size, ordered, i + 1, chosen, used, picks);
                chosen.removeLast();
                used[i] = false;
            }
        }
    }
}
