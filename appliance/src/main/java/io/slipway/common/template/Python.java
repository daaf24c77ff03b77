package io.slipway.common.template;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What Python does with values, in one place: truth, text, equality, order, iteration, type names. */
public final class Python {

    private Python() {}

    /** Python's {@code bool(value)}. */
    public static boolean truthy(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean b -> b;
            case String s -> !s.isEmpty();
            case Double d -> d != 0;
            case Number n -> !Numbers.isZero(n);
            case List<?> list -> !list.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case Undefined undefined -> used(undefined, false);
            default -> true;
        };
    }

    /** What an undefined value gives where it may be used at all. */
    static <T> T used(Undefined undefined, T value) {
        if (undefined.isLenient()) {
            return value;
        }
        throw undefined.failure();
    }

    /** Python's {@code str(value)}. */
    public static String str(@Nullable Object value) {
        return switch (value) {
            case String s -> s;
            case Undefined undefined -> used(undefined, "");
            case null, default -> Repr.of(value);
        };
    }

    /** Python's {@code repr(value)}. */
    public static String repr(@Nullable Object value) {
        return Repr.of(value);
    }

    /** Python's {@code a == b}. */
    public static boolean equal(@Nullable Object a, @Nullable Object b) {
        return Comparison.equal(a, b, 0);
    }

    /** Less than, equal to or greater than zero; an error for what Python can't order. */
    public static int compare(@Nullable Object a, @Nullable Object b, String operator) {
        return Comparison.compare(a, b, operator, 0);
    }

    /** Python's {@code needle in haystack}. */
    public static boolean contains(@Nullable Object haystack, @Nullable Object needle) {
        return switch (haystack) {
            case String s -> containsText(s, needle);
            case Map<?, ?> map -> Dicts.has(map, needle);
            case List<?> list -> {
                boolean found = false;
                for (int i = 0; i < list.size() && !found; i++) {
                    found = Comparison.same(list.get(i), needle, 0);
                }
                yield found;
            }
            case Undefined undefined -> used(undefined, false);
            case null, default ->
                throw TemplateException.of("argument of type '" + typeName(haystack) + "' is not iterable");
        };
    }

    private static boolean containsText(String text, @Nullable Object needle) {
        return switch (needle) {
            case String part -> text.contains(part);
            case Undefined undefined -> throw undefined.failure();
            case null, default ->
                throw TemplateException.of("'in <string>' needs a string on its left, not " + typeName(needle));
        };
    }

    /** Every element: the items of a list, the keys of a mapping, the characters of a string. The list may be the value itself. */
    @SuppressWarnings("unchecked")
    public static List<@Nullable Object> iterate(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> (List<@Nullable Object>) list;
            case Map<?, ?> map -> new ArrayList<>(map.keySet());
            case String s -> Text.characters(s);
            case Undefined undefined -> used(undefined, new ArrayList<>());
            case null, default -> throw TemplateException.of("'" + typeName(value) + "' object is not iterable");
        };
    }

    public static boolean isIterable(@Nullable Object value) {
        return value instanceof List<?> || value instanceof Map<?, ?> || value instanceof String;
    }

    /** Python's {@code len(value)}. */
    public static long length(@Nullable Object value) {
        return switch (value) {
            case String s -> Text.length(s);
            case List<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            case Undefined undefined -> used(undefined, 0L);
            case null, default -> throw TemplateException.of("object of type '" + typeName(value) + "' has no len()");
        };
    }

    public static boolean isInteger(@Nullable Object value) {
        return value instanceof Long
                || value instanceof Integer
                || value instanceof BigInteger
                || value instanceof Short
                || value instanceof Byte;
    }

    /** A list or tuple. */
    public static boolean isSequence(@Nullable Object value) {
        return value instanceof List<?>;
    }

    /** Python's {@code type(value).__name__}. */
    public static String typeName(@Nullable Object value) {
        return switch (value) {
            case null -> "NoneType";
            case String s -> "str";
            case Boolean b -> "bool";
            case Double d -> "float";
            case Float f -> "float";
            case Number n -> "int";
            case PyTuple tuple -> "tuple";
            case List<?> list -> "list";
            case Map<?, ?> map -> "dict";
            case Undefined undefined -> "AnsibleUndefined";
            case PyObject object -> object.typeName();
            case Callable callable -> "function";
            default -> value.getClass().getSimpleName();
        };
    }

    /** A moment as a {@code datetime} that does not know its zone. */
    public static Object datetime(Instant moment, ZoneId zone) {
        return new PyDateTime(LocalDateTime.ofInstant(moment, zone), null);
    }

    /** Raises the error of an undefined value anywhere inside, as printing does. */
    static void requireDefined(@Nullable Object value) {
        requireDefined(value, 0);
    }

    private static void requireDefined(@Nullable Object value, int depth) {
        if (value instanceof Undefined undefined && !undefined.isLenient()) {
            throw undefined.failure();
        }
        if (depth > Bounds.MAX_DATA_DEPTH) {
            return;
        }
        if (value instanceof List<?> list && !(list instanceof PyRange)) {
            for (Object item : list) {
                requireDefined(item, depth + 1);
            }
        } else if (value instanceof Map<?, ?> map) {
            for (Object item : map.values()) {
                requireDefined(item, depth + 1);
            }
        }
    }
}
