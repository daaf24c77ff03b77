package io.slipway.common.template;

import io.slipway.common.PythonFloat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Python's format specification, {@code [[fill]align][sign][#][0][width][,][.precision][type]}, which <code>{:…}</code> uses as it is
 * and {@code %} in parts.
 *
 * @param align one of {@code < > = ^}, or a blank for the type's own
 * @param sign one of {@code - + blank}
 * @param precision negative when not given
 * @param type a blank when not given
 */
record FormatSpec(
        String fill, char align, char sign, boolean alternate, long width, String grouping, int precision, char type) {

    private static final Pattern SYNTAX = Pattern.compile(
            "(?:(.)?([<>=^]))?([-+ ])?(#)?(0)?(\\d+)?([,_])?(?:\\.(\\d+))?([a-zA-Z%])?", Pattern.DOTALL);
    private static final int MAX_PRECISION = 10_000;

    static FormatSpec parse(String text) {
        Matcher m = SYNTAX.matcher(text);
        if (!m.matches()) {
            throw TemplateException.of("invalid format specifier '" + text + "'");
        }
        boolean zero = m.group(5) != null;
        String fill = m.group(1) != null ? m.group(1) : zero && m.group(2) == null ? "0" : " ";
        char align = m.group(2) != null ? m.group(2).charAt(0) : zero ? '=' : ' ';
        return new FormatSpec(
                fill,
                align,
                m.group(3) == null ? '-' : m.group(3).charAt(0),
                m.group(4) != null,
                number(m.group(6), 0),
                m.group(7) == null ? "" : m.group(7),
                number(m.group(8), -1),
                m.group(9) == null ? ' ' : m.group(9).charAt(0));
    }

    private static int number(@Nullable String digits, int otherwise) {
        if (digits == null) {
            return otherwise;
        }
        if (digits.length() > 8) {
            throw TemplateException.of("this width or precision is too large: " + digits);
        }
        return Integer.parseInt(digits);
    }

    String apply(@Nullable Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (value == null || !Numbers.isNumeric(value)) {
            return text(value);
        }
        return Numbers.isFloat(value) || "eEfFgG%".indexOf(type) >= 0
                ? floating(Numbers.asDouble(value))
                : integer(Numbers.big(value));
    }

    private String text(@Nullable Object value) {
        if (type != ' ' && type != 's') {
            throw unknownType(value);
        }
        String s = Python.str(value);
        return padded("", precision >= 0 ? Text.slice(s, 0, Math.min(precision, Text.length(s))) : s, '<');
    }

    private TemplateException unknownType(@Nullable Object value) {
        return TemplateException.of("unknown format code '" + type + "' for a value of type " + Python.typeName(value));
    }

    private String integer(BigInteger value) {
        BigInteger magnitude = value.abs();
        String digits = switch (type) {
            case ' ', 'd', 'n' -> grouped(magnitude.toString(), 3);
            case 'x' -> (alternate ? "0x" : "") + magnitude.toString(16);
            case 'X' -> (alternate ? "0X" : "") + magnitude.toString(16).toUpperCase(Locale.ROOT);
            case 'o' -> (alternate ? "0o" : "") + magnitude.toString(8);
            case 'b' -> (alternate ? "0b" : "") + magnitude.toString(2);
            case 'c' -> Character.toString(character(value));
            default -> throw unknownType(Numbers.shrink(value));
        };
        return type == 'c' ? padded("", digits, '<') : padded(signOf(value.signum() < 0), digits, '>');
    }

    static int character(BigInteger value) {
        if (value.signum() < 0 || value.bitLength() > 31 || value.intValue() > Character.MAX_CODE_POINT) {
            throw TemplateException.of("%c needs the number of a character");
        }
        return value.intValue();
    }

    private String signOf(boolean negative) {
        return negative ? "-" : sign == '-' ? "" : String.valueOf(sign);
    }

    private String floating(double value) {
        boolean negative = value < 0 || 1 / value < 0;
        double magnitude = Math.abs(value);
        String digits;
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            digits = Double.isNaN(value) ? "nan" : "inf";
            digits = Character.isUpperCase(type) ? digits.toUpperCase(Locale.ROOT) : digits;
            digits += type == '%' ? "%" : "";
            negative = value == Double.NEGATIVE_INFINITY;
        } else {
            digits = switch (type) {
                case 'f', 'F' -> fixed(magnitude, precision < 0 ? 6 : precision);
                case 'e' -> scientific(magnitude, precision < 0 ? 6 : precision);
                case 'E' -> scientific(magnitude, precision < 0 ? 6 : precision).toUpperCase(Locale.ROOT);
                case 'g', 'n' -> general(magnitude, precision < 0 ? 6 : precision);
                case 'G' -> general(magnitude, precision < 0 ? 6 : precision).toUpperCase(Locale.ROOT);
                case '%' -> fixed(magnitude * 100, precision < 0 ? 6 : precision) + "%";
                case ' ' -> precision < 0 ? PythonFloat.text(magnitude) : withPoint(general(magnitude, precision));
                default -> throw unknownType(value);
            };
            int point = digits.indexOf('.');
            int integerDigits = point >= 0 ? point : digits.length();
            digits = grouped(digits.substring(0, integerDigits), 3) + digits.substring(integerDigits);
        }
        return padded(signOf(negative), digits, '>');
    }

    private static String withPoint(String general) {
        return general.contains(".") || general.contains("e") ? general : general + ".0";
    }

    private static void limit(int places) {
        if (places > MAX_PRECISION) {
            throw TemplateException.of("this precision is too large: " + places);
        }
    }

    static String fixed(double magnitude, int places) {
        limit(places);
        return new BigDecimal(magnitude)
                .setScale(places, RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    private static String scientific(double magnitude, int places) {
        limit(places);
        BigDecimal rounded = new BigDecimal(magnitude).round(new MathContext(places + 1, RoundingMode.HALF_EVEN));
        String digits = rounded.unscaledValue().toString();
        int exponent = magnitude == 0 ? 0 : digits.length() - rounded.scale() - 1;
        String padded = digits + "0".repeat(Math.max(0, places + 1 - digits.length()));
        String fraction = places == 0 ? "" : "." + padded.substring(1, places + 1);
        return padded.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    private String general(double magnitude, int places) {
        int significant = Math.max(1, places);
        limit(significant);
        if (magnitude == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(magnitude).round(new MathContext(significant, RoundingMode.HALF_EVEN));
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent < -4 || exponent >= significant) {
            String text = scientific(magnitude, significant - 1);
            int e = text.indexOf('e');
            return (alternate ? text.substring(0, e) : trimZeros(text.substring(0, e))) + text.substring(e);
        }
        String plain = rounded.toPlainString();
        return alternate ? plain : trimZeros(plain);
    }

    private static String trimZeros(String digits) {
        if (!digits.contains(".")) {
            return digits;
        }
        String trimmed = Text.strip(digits, "0", false, true);
        return trimmed.endsWith(".") ? trimmed.substring(0, trimmed.length() - 1) : trimmed;
    }

    private String grouped(String digits, int size) {
        if (grouping.isEmpty() || !digits.chars().allMatch(Character::isDigit)) {
            return digits;
        }
        StringBuilder out = new StringBuilder(digits);
        for (int at = digits.length() - size; at > 0; at -= size) {
            out.insert(at, grouping);
        }
        return out.toString();
    }

    private String padded(String signText, String body, char natural) {
        char side = align == ' ' ? natural : align;
        String all = signText + body;
        return switch (side) {
            case '<' -> Text.pad(all, width, fill, false, true);
            case '^' -> centered(all);
            case '=' -> signText + Text.pad(body, width - signText.length(), fill, true, false);
            default -> Text.pad(all, width, fill, true, false);
        };
    }

    private String centered(String all) {
        long missing = Math.max(0, width - Text.length(all));
        return Text.repeat(fill, missing / 2) + all + Text.repeat(fill, missing - missing / 2);
    }
}
