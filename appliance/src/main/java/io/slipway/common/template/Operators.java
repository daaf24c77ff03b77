package io.slipway.common.template;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Arithmetic operators, on numbers and on what else Python gives them a meaning for. */
final class Operators {

    private Operators() {}

    static @Nullable Object apply(Node.BinaryOperator operator, @Nullable Object a, @Nullable Object b) {
        if (a != null && b != null && Numbers.isNumeric(a) && Numbers.isNumeric(b)) {
            return switch (operator) {
                case ADD -> Numbers.add(a, b);
                case SUBTRACT -> Numbers.subtract(a, b);
                case MULTIPLY -> Numbers.multiply(a, b);
                case DIVIDE -> Numbers.divide(a, b);
                case FLOOR_DIVIDE -> Numbers.floorDivide(a, b);
                case MODULO -> Numbers.modulo(a, b);
                case POWER -> Numbers.power(a, b);
            };
        }
        if (operator == Node.BinaryOperator.MODULO && a instanceof String format) {
            return PercentFormat.format(format, b);
        }
        if (a instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (b instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (operator == Node.BinaryOperator.ADD && a instanceof String left && b instanceof String right) {
            Bounds.text((long) left.length() + right.length());
            return left + right;
        }
        if (operator == Node.BinaryOperator.ADD
                && a instanceof List<?> left
                && b instanceof List<?> right
                && left instanceof PyTuple == right instanceof PyTuple) {
            return joined(left, right);
        }
        if (operator == Node.BinaryOperator.MULTIPLY) {
            if (isCount(b) && (a instanceof String || a instanceof List<?>)) {
                return repeated(a, Numbers.index(b, "count"));
            }
            if (isCount(a) && (b instanceof String || b instanceof List<?>)) {
                return repeated(b, Numbers.index(a, "count"));
            }
        }
        Object time = ofTimes(operator, a, b);
        if (time != null) {
            return time;
        }
        throw unsupported(operator, a, b);
    }

    private static @Nullable Object ofTimes(Node.BinaryOperator operator, @Nullable Object a, @Nullable Object b) {
        boolean minus = operator == Node.BinaryOperator.SUBTRACT;
        if (a instanceof PyDateTime later && b instanceof PyDateTime earlier && minus) {
            return later.since(earlier);
        }
        if (!(b instanceof PyTimeDelta(Duration by)) || !(minus || operator == Node.BinaryOperator.ADD)) {
            return null;
        }
        Duration shift = minus ? by.negated() : by;
        return switch (a) {
            case PyDateTime time -> time.plus(shift);
            case PyTimeDelta(Duration duration) -> new PyTimeDelta(duration.plus(shift));
            case null, default -> null;
        };
    }

    private static boolean isCount(@Nullable Object value) {
        return value instanceof Boolean || Python.isInteger(value);
    }

    private static List<@Nullable Object> joined(List<?> left, List<?> right) {
        Bounds.items((long) left.size() + right.size());
        List<@Nullable Object> both = new ArrayList<>(left.size() + right.size());
        both.addAll(left);
        both.addAll(right);
        return left instanceof PyTuple ? PyTuple.copyOf(both) : both;
    }

    private static Object repeated(Object value, long times) {
        if (value instanceof String s) {
            return Text.repeat(s, times);
        }
        List<?> list = (List<?>) value;
        long count = times <= 0 || list.isEmpty() ? 0 : times;
        Bounds.items(count > Bounds.MAX_ITEMS ? count : count * list.size());
        List<@Nullable Object> all = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            all.addAll(list);
        }
        return value instanceof PyTuple ? PyTuple.copyOf(all) : all;
    }

    private static TemplateException unsupported(Node.BinaryOperator operator, @Nullable Object a, @Nullable Object b) {
        if (operator == Node.BinaryOperator.ADD && a instanceof String) {
            return TemplateException.of("can only concatenate str (not \"" + Python.typeName(b) + "\") to str");
        }
        return TemplateException.of("unsupported operand type(s) for " + operator.sign() + ": '" + Python.typeName(a)
                + "' and '" + Python.typeName(b) + "'");
    }

    static Object sign(boolean minus, @Nullable Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (value == null || !Numbers.isNumeric(value)) {
            throw TemplateException.of(
                    "bad operand type for unary " + (minus ? "-" : "+") + ": '" + Python.typeName(value) + "'");
        }
        return minus ? Numbers.negate(value) : Numbers.add(0L, value);
    }
}
