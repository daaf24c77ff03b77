package io.slipway.common.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/** The filters {@code random} and {@code shuffle}; with a seed they choose what Python would choose. */
final class RandomFilters {

    private RandomFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        engine.filter("random", "start? step? seed?", RandomFilters::random)
                .filter("shuffle", "seed?", RandomFilters::shuffle);
    }

    /** Gives a number from 0 to below its argument. */
    private static LongUnaryOperator numbers(@Nullable Object seed, RenderContext context) {
        return seed == null ? context.random()::nextLong : new PythonRandom(seed)::below;
    }

    private static @Nullable Object random(@Nullable Object value, Arguments args, RenderContext context) {
        LongUnaryOperator below = numbers(args.any("seed"), context);
        if (value instanceof Boolean || Python.isInteger(value)) {
            long end = Numbers.index(value, "random");
            long start = args.integer("start", 0);
            long step = args.any("step") == null || !Python.truthy(args.any("step")) ? 1 : args.integer("step");
            long width = end - start;
            long count = step > 0 ? (width + step - 1) / step : (width + step + 1) / step;
            if (count <= 0) {
                throw TemplateException.of("empty range for random: from " + start + " to below " + end);
            }
            return start + step * below.applyAsLong(count);
        }
        if (Python.truthy(args.any("start")) || Python.truthy(args.any("step"))) {
            throw TemplateException.of("start and step can only be used with integer values");
        }
        List<@Nullable Object> items = Python.iterate(value);
        if (value instanceof Map<?, ?>) {
            throw TemplateException.of("random can't choose from a mapping");
        }
        if (items.isEmpty()) {
            throw TemplateException.of("cannot choose from an empty sequence");
        }
        return items.get((int) below.applyAsLong(items.size()));
    }

    private static Object shuffle(@Nullable Object value, Arguments args, RenderContext context) {
        List<@Nullable Object> items = new ArrayList<>(Python.iterate(value));
        Object seed = args.any("seed");
        LongUnaryOperator below = numbers(seed != null && Python.truthy(seed) ? seed : null, context);
        for (int i = items.size() - 1; i > 0; i--) {
            int j = (int) below.applyAsLong(i + 1L);
            Object swapped = items.get(i);
            items.set(i, items.get(j));
            items.set(j, swapped);
        }
        return items;
    }
}
