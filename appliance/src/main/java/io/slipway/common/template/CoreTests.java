package io.slipway.common.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Jinja2's builtin tests. */
final class CoreTests {

    private CoreTests() {}

    static void addTo(TemplateEngine.Builder engine) {
        addTypes(engine);
        addComparisons(engine);
        engine.test("defined", "", (v, a, c) -> !(v instanceof Undefined))
                .test("undefined", "", (v, a, c) -> v instanceof Undefined)
                .test("none", "", (v, a, c) -> v == null)
                .test("true", "", (v, a, c) -> Boolean.TRUE.equals(v))
                .test("false", "", (v, a, c) -> Boolean.FALSE.equals(v))
                .test("odd", "", (v, a, c) -> Python.equal(modulo(v, 2L), 1L))
                .test("even", "", (v, a, c) -> Python.equal(modulo(v, 2L), 0L))
                .test("divisibleby", "num", (v, a, c) -> Python.equal(modulo(v, a.any("num")), 0L))
                .test("lower", "", (v, a, c) -> StringMethods.isCase(Python.str(v), Character::isLowerCase))
                .test("upper", "", (v, a, c) -> StringMethods.isCase(Python.str(v), Character::isUpperCase))
                .test("filter", "", (v, a, c) -> c.hasFilter(Python.str(v)))
                .test("test", "", (v, a, c) -> c.hasTest(Python.str(v)))
                .test("escaped", "", (v, a, c) -> false)
                .test("in", "seq", (v, a, c) -> Python.contains(a.any("seq"), v))
                .test("sameas", "other", (v, a, c) -> same(v, a.any("other")));
    }

    private static void addTypes(TemplateEngine.Builder engine) {
        engine.test("boolean", "", (v, a, c) -> v instanceof Boolean)
                .test("integer", "", (v, a, c) -> Python.isInteger(v))
                .test("float", "", (v, a, c) -> Numbers.isFloat(v))
                .test("number", "", (v, a, c) -> Numbers.isNumeric(v))
                .test("string", "", (v, a, c) -> v instanceof String)
                .test("mapping", "", (v, a, c) -> v instanceof Map<?, ?>)
                .test("sequence", "", (v, a, c) -> Python.isIterable(v))
                .test("iterable", "", (v, a, c) -> iterable(v))
                .test("callable", "", (v, a, c) -> v instanceof Callable);
    }

    private static boolean iterable(@Nullable Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        return Python.isIterable(value);
    }

    private static void addComparisons(TemplateEngine.Builder engine) {
        for (String name : List.of("==", "eq", "equalto")) {
            engine.test(name, "other", (v, a, c) -> Python.equal(v, a.any("other")));
        }
        for (String name : List.of("!=", "ne")) {
            engine.test(name, "other", (v, a, c) -> !Python.equal(v, a.any("other")));
        }
        for (String name : List.of("<", "lt", "lessthan")) {
            engine.test(name, "other", (v, a, c) -> Evaluator.holds(Node.CompareOperator.LESS, v, a.any("other")));
        }
        for (String name : List.of("<=", "le")) {
            engine.test(
                    name, "other", (v, a, c) -> Evaluator.holds(Node.CompareOperator.LESS_OR_EQUAL, v, a.any("other")));
        }
        for (String name : List.of(">", "gt", "greaterthan")) {
            engine.test(name, "other", (v, a, c) -> Evaluator.holds(Node.CompareOperator.GREATER, v, a.any("other")));
        }
        for (String name : List.of(">=", "ge")) {
            engine.test(
                    name,
                    "other",
                    (v, a, c) -> Evaluator.holds(Node.CompareOperator.GREATER_OR_EQUAL, v, a.any("other")));
        }
    }

    private static @Nullable Object modulo(@Nullable Object value, @Nullable Object by) {
        return Operators.apply(Node.BinaryOperator.MODULO, value, by);
    }

    /** Python's {@code is}: small values that Python keeps only once are the same when they are equal. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean same(@Nullable Object a, @Nullable Object b) {
        if (a == b) {
            return true;
        }
        boolean interned = a instanceof Boolean || a instanceof String || Python.isInteger(a);
        return interned
                && a != null
                && b != null
                && Python.typeName(a).equals(Python.typeName(b))
                && Python.equal(a, b);
    }
}
