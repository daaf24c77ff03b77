package io.slipway.common.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Ansible's filters on sizes, logarithms and powers. */
final class SizeFilters {

    private static final String PREFIXES = "BKMGTPEZY";
    private static final Pattern SIZE = Pattern.compile("\\s*(\\d*\\.?\\d*)\\s*([A-Za-z]+)?.*", Pattern.DOTALL);

    private SizeFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        engine.filter(
                        "human_readable",
                        "isbits? unit?",
                        (v, a, c) -> readable(v, a.flag("isbits", false), a.text("unit")))
                .filter(
                        "human_to_bytes",
                        "default_unit? isbits?",
                        (v, a, c) -> toBytes(Python.str(v), a.text("default_unit"), a.flag("isbits", false)))
                .filter("log", "base?", (v, a, c) -> logarithm(number(v), a))
                .filter("pow", "y", (v, a, c) -> power(number(v), number(a.any("y"))))
                .filter("root", "base?", (v, a, c) -> root(number(v), a.number("base", 2)));
    }

    private static double number(@Nullable Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (value == null || !Numbers.isNumeric(value)) {
            throw TemplateException.of("this filter needs a number, not " + Python.typeName(value));
        }
        return Numbers.asDouble(value);
    }

    private static double logarithm(double x, Arguments args) {
        if (x <= 0) {
            throw TemplateException.of("math domain error");
        }
        double base = args.number("base", Math.E);
        return base == 10 ? Math.log10(x) : base == Math.E ? Math.log(x) : Math.log(x) / Math.log(base);
    }

    private static double power(double x, double y) {
        return (Double) Numbers.power(x, y);
    }

    private static double root(double x, double base) {
        if (base == 2 && x >= 0) {
            return Math.sqrt(x);
        }
        if (base == 2) {
            throw TemplateException.of("math domain error");
        }
        return power(x, 1 / base);
    }

    private static String readable(@Nullable Object value, boolean bits, @Nullable String unit) {
        double size = number(value);
        String base = bits ? "bits" : "Bytes";
        int wanted = 0;
        for (int i = PREFIXES.length() - 1; i > 0 && wanted == 0; i--) {
            boolean fits = unit == null
                    ? size >= Math.pow(1024, i)
                    : unit.toUpperCase(Locale.ROOT).equals(PREFIXES.substring(i, i + 1));
            wanted = fits ? i : 0;
        }
        String suffix = wanted == 0 ? base : PREFIXES.substring(wanted, wanted + 1) + base.charAt(0);
        return FormatSpec.parse(".2f").apply(size / Math.pow(1024, wanted)) + " " + suffix;
    }

    private static Object toBytes(String text, @Nullable String defaultUnit, boolean bits) {
        Matcher matcher = SIZE.matcher(text);
        Double number = matcher.matches() ? PythonNumbers.parseFloat(matcher.group(1)) : null;
        if (number == null) {
            throw TemplateException.of("human_to_bytes can't interpret " + Repr.quoted(text));
        }
        String unit = matcher.group(2) == null ? defaultUnit : matcher.group(2);
        if (unit == null || unit.isEmpty()) {
            return whole(BigDecimal.valueOf(number));
        }
        int power = PREFIXES.indexOf(Character.toUpperCase(unit.charAt(0)));
        String name = bits ? "bit" : "byte";
        boolean wrongKind = unit.length() > 1
                && !unit.toLowerCase(Locale.ROOT).contains(name)
                && unit.charAt(1) != (bits ? 'b' : 'B');
        if (power < 0 || wrongKind) {
            throw TemplateException.of("human_to_bytes can't interpret the unit of " + Repr.quoted(text));
        }
        return whole(new BigDecimal(number).multiply(new BigDecimal(BigInteger.ONE.shiftLeft(10 * power))));
    }

    private static Object whole(BigDecimal number) {
        return Numbers.shrink(number.setScale(0, RoundingMode.HALF_EVEN).toBigInteger());
    }
}
