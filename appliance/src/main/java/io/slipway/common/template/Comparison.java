package io.slipway.common.template;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Python's {@code ==} and {@code <}. */
final class Comparison {

    private Comparison() {}

    static boolean equal(@Nullable Object a, @Nullable Object b, int depth) {
        if (a instanceof Undefined undefined) {
            return Python.used(undefined, b instanceof Undefined other && other.isLenient());
        }
        if (b instanceof Undefined undefined) {
            return Python.used(undefined, false);
        }
        if (a != null && b != null && Numbers.isNumeric(a) && Numbers.isNumeric(b)) {
            return Numbers.equal(a, b);
        }
        if (a instanceof List<?> left && b instanceof List<?> right) {
            return left instanceof PyTuple == right instanceof PyTuple && sameItems(left, right, depth);
        }
        if (a instanceof Map<?, ?> left && b instanceof Map<?, ?> right) {
            return sameEntries(left, right, depth);
        }
        return Objects.equals(a, b);
    }

    /** Python's {@code a is b or a == b}, by which lists are searched. */
    @SuppressWarnings("ReferenceEquality")
    static boolean same(@Nullable Object a, @Nullable Object b, int depth) {
        return a == b || equal(a, b, depth);
    }

    private static boolean sameItems(List<?> left, List<?> right, int depth) {
        if (left.size() != right.size()) {
            return false;
        }
        Iterator<?> others = right.iterator();
        for (Object item : left) {
            Object other = others.next();
            if (!same(item, other, deeper(depth))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameEntries(Map<?, ?> left, Map<?, ?> right, int depth) {
        if (left.size() != right.size()) {
            return false;
        }
        for (Object key : left.keySet()) {
            if (!Dicts.has(right, key)) {
                return false;
            }
            Object value = left.get(key);
            Object other = Dicts.get(right, key);
            if (!same(value, other, deeper(depth))) {
                return false;
            }
        }
        return true;
    }

    /** False for NaN, which is neither less nor greater than anything. */
    static boolean ordered(@Nullable Object a, @Nullable Object b) {
        return !(a instanceof Double x && x.isNaN() && Numbers.isNumeric(b))
                && !(b instanceof Double y && y.isNaN() && Numbers.isNumeric(a));
    }

    static int compare(@Nullable Object a, @Nullable Object b, String operator, int depth) {
        if (a instanceof String left && b instanceof String right) {
            return Text.compare(left, right);
        }
        if (a != null && b != null && Numbers.isNumeric(a) && Numbers.isNumeric(b)) {
            return Numbers.compare(a, b);
        }
        if (a instanceof List<?> left
                && b instanceof List<?> right
                && left instanceof PyTuple == right instanceof PyTuple) {
            return compareItems(left, right, operator, depth);
        }
        if (a instanceof PyDateTime left && b instanceof PyDateTime right) {
            return left.since(right).duration().compareTo(Duration.ZERO);
        }
        if (a instanceof PyTimeDelta(Duration left) && b instanceof PyTimeDelta(Duration right)) {
            return left.compareTo(right);
        }
        if (a instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (b instanceof Undefined undefined) {
            throw undefined.failure();
        }
        throw TemplateException.of("'" + operator + "' not supported between instances of '" + Python.typeName(a)
                + "' and '" + Python.typeName(b) + "'");
    }

    private static int compareItems(List<?> left, List<?> right, String operator, int depth) {
        int common = Math.min(left.size(), right.size());
        for (int i = 0; i < common; i++) {
            Object a = left.get(i);
            Object b = right.get(i);
            if (!same(a, b, deeper(depth))) {
                return compare(a, b, operator, deeper(depth));
            }
        }
        return Integer.compare(left.size(), right.size());
    }

    private static int deeper(int depth) {
        if (depth >= Bounds.MAX_DATA_DEPTH) {
            throw TemplateException.of("these values are nested too deeply to be compared");
        }
        return depth + 1;
    }
}
