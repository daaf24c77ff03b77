package io.slipway.common.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Filters that make or change numbers. */
final class NumberFilters {

    private NumberFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        engine.filter("int", "default? base?", (v, a, c) -> toInt(v, a))
                .filter("float", "default?", (v, a, c) -> toFloat(v, a))
                .filter("abs", "", (v, a, c) -> abs(v))
                .filter("round", "precision? method?", (v, a, c) -> round(v, a))
                .filter("filesizeformat", "binary?", (v, a, c) -> fileSize(v, a.flag("binary", false)));
    }

    private static @Nullable Object toInt(@Nullable Object value, Arguments args) {
        Object exact = value instanceof String s ? PythonNumbers.parseInt(s, (int) args.integer("base", 10)) : null;
        if (exact != null) {
            return exact;
        }
        if (value instanceof Boolean || Python.isInteger(value)) {
            return Numbers.shrink(Numbers.big(java.util.Objects.requireNonNull(value)));
        }
        Double number = number(value);
        if (number == null || number.isNaN()) {
            return args.any("default", 0L);
        }
        if (number.isInfinite()) {
            throw TemplateException.of("cannot convert float infinity to integer");
        }
        return Numbers.shrink(new BigDecimal(number).toBigInteger());
    }

    private static @Nullable Object toFloat(@Nullable Object value, Arguments args) {
        Double number = number(value);
        return number == null ? args.any("default", 0.0) : number;
    }

    private static @Nullable Double number(@Nullable Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (value instanceof String s) {
            return PythonNumbers.parseFloat(s);
        }
        return value == null || !Numbers.isNumeric(value) ? null : (Double) Numbers.asDouble(value);
    }

    private static Object abs(@Nullable Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (value == null || !Numbers.isNumeric(value)) {
            throw TemplateException.of("bad operand type for abs(): '" + Python.typeName(value) + "'");
        }
        return Numbers.isFloat(value)
                ? (Object) Math.abs(Numbers.asDouble(value))
                : Numbers.shrink(Numbers.big(value).abs());
    }

    private static Object round(@Nullable Object value, Arguments args) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (value == null || !Numbers.isNumeric(value)) {
            throw TemplateException.of("type " + Python.typeName(value) + " can't be rounded");
        }
        int places = Math.clamp(args.integer("precision", 0), -400, 400);
        String method = args.text("method", "common");
        return switch (method) {
            case "common" ->
                Numbers.isFloat(value)
                        ? (Object) nearest(Numbers.asDouble(value), places)
                        : nearest(Numbers.big(value), places);
            case "ceil", "floor" -> {
                double scale = Math.pow(10, places);
                double scaled = Numbers.asDouble(value) * scale;
                yield (method.equals("ceil") ? Math.ceil(scaled) : Math.floor(scaled)) / scale;
            }
            default ->
                throw TemplateException.of("the method of round is 'common', 'ceil' or 'floor', not '" + method + "'");
        };
    }

    /** Half to even, on the exact value of the double. */
    private static double nearest(double value, int places) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return value;
        }
        double rounded =
                new BigDecimal(value).setScale(places, RoundingMode.HALF_EVEN).doubleValue();
        return rounded == 0 ? Math.copySign(0.0, value) : rounded;
    }

    private static Object nearest(BigInteger value, int places) {
        return places >= 0
                ? Numbers.shrink(value)
                : Numbers.shrink(new BigDecimal(value)
                        .setScale(places, RoundingMode.HALF_EVEN)
                        .toBigInteger());
    }

    private static String fileSize(@Nullable Object value, boolean binary) {
        Double size = number(value);
        if (size == null) {
            throw TemplateException.of("could not convert to a number: " + Python.repr(value));
        }
        BigDecimal base = BigDecimal.valueOf(binary ? 1024 : 1000);
        if (size == 1) {
            return "1 Byte";
        }
        if (size < base.doubleValue()) {
            return size.longValue() + " Bytes";
        }
        String letters = binary ? "KMGTPEZY" : "kMGTPEZY";
        BigDecimal unit = base;
        int at = 0;
        while (at < letters.length() - 1 && new BigDecimal(size).compareTo(unit.multiply(base)) >= 0) {
            unit = unit.multiply(base);
            at++;
        }
        return FormatSpec.fixed(size / unit.doubleValue(), 1) + " " + letters.charAt(at) + (binary ? "iB" : "B");
    }
}
