package io.slipway.common.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Mappings with Python's idea of a key: {@code 1}, {@code 1.0} and {@code True} are the same one. The mapping itself is plain Java,
 * possibly lazy, so only its {@code containsKey}, {@code get} and {@code keySet} are used for looking up.
 */
final class Dicts {

    private Dicts() {}

    static boolean has(Map<?, ?> map, @Nullable Object key) {
        return find(map, key) != null;
    }

    /** The value, or {@code null} when there is none: ask {@link #has} first where that matters. */
    static @Nullable Object get(Map<?, ?> map, @Nullable Object key) {
        Found found = find(map, key);
        return found == null ? null : map.get(found.key);
    }

    @SuppressWarnings("unchecked")
    static void put(Map<?, ?> map, @Nullable Object key, @Nullable Object value) {
        Found found = find(map, key);
        ((Map<@Nullable Object, @Nullable Object>) map).put(found == null ? key : found.key, value);
    }

    static @Nullable Object remove(Map<?, ?> map, @Nullable Object key) {
        Found found = find(map, key);
        return found == null ? null : map.remove(found.key);
    }

    /** What stands for a value in a Java hash table, so that equal in Python is equal there; none when Python can't hash it. */
    static @Nullable Object hashable(@Nullable Object value) {
        return switch (value) {
            case null -> Hashed.NONE;
            case String s -> s;
            case Double d -> d == Math.rint(d) && !Double.isInfinite(d) ? new BigDecimal(d).toBigInteger() : (Object) d;
            case Boolean b -> Numbers.big(b);
            case Number n -> Numbers.big(n);
            case PyTuple tuple -> {
                List<Object> parts = new ArrayList<>();
                for (Object item : tuple) {
                    Object part = hashable(item);
                    if (part == null) {
                        yield null;
                    }
                    parts.add(part);
                }
                yield parts;
            }
            case List<?> list -> null;
            case Map<?, ?> map -> null;
            case Undefined undefined -> throw undefined.failure();
            default -> value;
        };
    }

    private enum Hashed {
        NONE
    }

    private record Found(@Nullable Object key) {}

    private static @Nullable Found find(Map<?, ?> map, @Nullable Object key) {
        return switch (key) {
            case null -> {
                boolean found = false;
                for (Object candidate : map.keySet()) {
                    found |= candidate == null;
                }
                yield found ? new Found(null) : null;
            }
            case String s -> map.containsKey(s) ? new Found(s) : null;
            case PyTuple tuple -> map.containsKey(tuple) ? new Found(tuple) : null;
            case List<?> list -> throw TemplateException.of("unhashable type: 'list'");
            case Map<?, ?> other -> throw TemplateException.of("unhashable type: 'dict'");
            case Undefined undefined -> throw undefined.failure();
            default -> {
                if (map.containsKey(key)) {
                    yield new Found(key);
                }
                yield Numbers.isNumeric(key) ? findNumber(map, key) : null;
            }
        };
    }

    private static @Nullable Found findNumber(Map<?, ?> map, Object key) {
        if (key instanceof Double d && d != Math.rint(d)) {
            return null;
        }
        for (Object candidate : alike(key)) {
            if (map.containsKey(candidate)) {
                return new Found(candidate);
            }
        }
        return null;
    }

    private static List<Object> alike(Object key) {
        BigInteger value = key instanceof Double d
                ? Double.isInfinite(d) ? BigInteger.ONE.shiftLeft(2000) : new BigDecimal(d).toBigInteger()
                : Numbers.big(key);
        if (value.bitLength() >= 64) {
            return List.of(value, value.doubleValue());
        }
        long number = value.longValue();
        if (number == 0 || number == 1) {
            return List.of(number, (int) number, number == 1, (double) number);
        }
        return number == (int) number
                ? List.of(number, (int) number, (double) number)
                : List.of(number, (double) number);
    }
}
