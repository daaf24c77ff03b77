package io.slipway.common.template;

import io.slipway.common.PythonFloat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Python's {@code format % values}. */
final class PercentFormat {

    private static final Pattern DIRECTIVE =
            Pattern.compile("%(?:\\(([^)]*)\\))?([-#0 +]*)(\\*|\\d+)?(?:\\.(\\*|\\d*))?[hlL]?(.)?", Pattern.DOTALL);

    private final List<@Nullable Object> values;
    private final @Nullable Object whole;
    private int next;

    private PercentFormat(@Nullable Object whole) {
        this.whole = whole;
        this.values = whole instanceof PyTuple tuple ? tuple : java.util.Collections.singletonList(whole);
    }

    static String format(String format, @Nullable Object values) {
        return new PercentFormat(values).run(format);
    }

    private String run(String format) {
        StringBuilder out = new StringBuilder();
        Matcher m = DIRECTIVE.matcher(format);
        int at = 0;
        while (m.find(at)) {
            out.append(format, at, m.start());
            at = m.end();
            out.append(directive(m));
            Bounds.text(out.length());
        }
        out.append(format, at, format.length());
        if (next < values.size()
                && !(whole instanceof Map<?, ?>)
                && !(whole instanceof List<?> && !(whole instanceof PyTuple))) {
            throw TemplateException.of("not all arguments converted during string formatting");
        }
        if (next == 0 && whole instanceof List<?> list && !(list instanceof PyTuple)) {
            return out.toString();
        }
        return out.toString();
    }

    private String directive(Matcher m) {
        if (m.group(5) == null) {
            throw TemplateException.of("incomplete format");
        }
        char type = m.group(5).charAt(0);
        if (type == '%') {
            return "%";
        }
        String flags = m.group(2);
        String width = star(m.group(3));
        String precision = star(m.group(4));
        boolean left = flags.contains("-") || width.startsWith("-");
        width = width.startsWith("-") ? width.substring(1) : width;
        Object value = m.group(1) == null ? take() : named(m.group(1));
        return switch (type) {
            case 's', 'r', 'a' -> {
                String text = type == 's' ? Python.str(value) : Python.repr(value);
                yield spec("", left ? "<" : ">", width, precision, 's').apply(text);
            }
            case 'c' -> spec("", left ? "<" : ">", width, "", 's').apply(character(value));
            case 'd', 'i', 'u' -> number(flags, left, width, precision, 'd', integer(value, type));
            case 'x', 'X', 'o' -> number(flags, left, width, precision, type, strictInteger(value, type));
            case 'e', 'E', 'f', 'F', 'g', 'G' ->
                number(
                        flags,
                        left,
                        width,
                        m.group(4) == null ? "" : precision.isEmpty() ? "0" : precision,
                        type,
                        floating(value));
            default -> throw TemplateException.of("unsupported format character '" + type + "'");
        };
    }

    private static FormatSpec spec(String sign, String align, String width, String precision, char type) {
        return FormatSpec.parse(align
                + sign
                + (width.isEmpty() || width.equals("0") ? "" : width)
                + (precision.isEmpty() ? "" : "." + precision)
                + type);
    }

    private static String number(String flags, boolean left, String width, String precision, char type, Object value) {
        String sign = flags.contains("+") ? "+" : flags.contains(" ") ? " " : "";
        String alternate = flags.contains("#") ? "#" : "";
        boolean floating = "eEfFgG".indexOf(type) >= 0;
        String zeros = flags.contains("0") && !left ? "0" : "";
        String align = left ? "<" : zeros.isEmpty() ? ">" : "=";
        if (!floating && !precision.isEmpty()) {
            String digits = FormatSpec.parse("0=+" + (1 + Integer.parseInt(precision)) + type)
                    .apply(value);
            String shown = digits.startsWith("+") ? sign + digits.substring(1) : digits;
            return spec("", align.equals("=") ? ">" : align, width, "", 's').apply(shown);
        }
        return spec(
                        sign + alternate + (align.equals("=") ? "0" : ""),
                        align.equals("=") ? "" : align,
                        width,
                        floating ? precision : "",
                        type)
                .apply(value);
    }

    private String star(@Nullable String given) {
        if (given == null) {
            return "";
        }
        return given.equals("*") ? Long.toString(Numbers.index(take(), "* in a format")) : given;
    }

    private @Nullable Object take() {
        if (next >= values.size()) {
            throw TemplateException.of("not enough arguments for format string");
        }
        return values.get(next++);
    }

    private @Nullable Object named(String name) {
        if (!(whole instanceof Map<?, ?> map)) {
            throw TemplateException.of("format requires a mapping");
        }
        if (!Dicts.has(map, name)) {
            throw TemplateException.of("there is no key " + Repr.quoted(name) + " for this format");
        }
        return Dicts.get(map, name);
    }

    private static String character(@Nullable Object value) {
        if (value instanceof String s && Text.length(s) == 1) {
            return s;
        }
        if (value != null && Python.isInteger(value)) {
            return Character.toString(FormatSpec.character(Numbers.big(value)));
        }
        throw TemplateException.of("%c requires int or char");
    }

    private static Object integer(@Nullable Object value, char type) {
        if (value instanceof Double d) {
            if (d.isNaN() || d.isInfinite()) {
                throw TemplateException.of("cannot convert float " + PythonFloat.text(d) + " to integer");
            }
            return new BigDecimal(d).toBigInteger();
        }
        return strictInteger(value, type);
    }

    private static BigInteger strictInteger(@Nullable Object value, char type) {
        if (value instanceof Boolean || Python.isInteger(value)) {
            return Numbers.big(java.util.Objects.requireNonNull(value));
        }
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        throw TemplateException.of("%" + type + " format: a number is required, not " + Python.typeName(value));
    }

    private static Object floating(@Nullable Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (value == null || !Numbers.isNumeric(value)) {
            throw TemplateException.of("must be real number, not " + Python.typeName(value));
        }
        return Numbers.asDouble(value);
    }
}
