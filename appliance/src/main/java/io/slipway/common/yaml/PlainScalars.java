package io.slipway.common.yaml;

import java.math.BigInteger;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an unquoted YAML 1.1 scalar means; the patterns are those of <a href="https://yaml.org/type/">yaml.org/type</a> as PyYAML applies them. */
final class PlainScalars {

    private static final Set<String> TRUE = Set.of("yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON");
    private static final Set<String> FALSE = Set.of("no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF");
    private static final Set<String> NULL = Set.of("", "~", "null", "Null", "NULL");
    private static final Pattern INT = Pattern.compile("[-+]?0b[01_]+|[-+]?0[0-7_]+|[-+]?(?:0|[1-9][0-9_]*)"
            + "|[-+]?0x[0-9a-fA-F_]+|[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+");
    private static final Pattern FLOAT = Pattern.compile("[-+]?[0-9][0-9_]*\\.[0-9_]*(?:[eE][-+][0-9]+)?"
            + "|\\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\\.[0-9_]*");
    private static final Pattern INFINITY = Pattern.compile("[-+]?\\.(?:inf|Inf|INF)");
    private static final Pattern NAN = Pattern.compile("\\.(?:nan|NaN|NAN)");

    private PlainScalars() {}

    static @Nullable Object resolve(String text) {
        if (NULL.contains(text)) {
            return null;
        }
        if (TRUE.contains(text)) {
            return true;
        }
        if (FALSE.contains(text)) {
            return false;
        }
        char first = text.charAt(0);
        if (first > '9' || first == ' ') {
            return text;
        }
        if (INT.matcher(text).matches()) {
            return integer(text.replace("_", ""));
        }
        if (FLOAT.matcher(text).matches()) {
            return floating(text.replace("_", ""));
        }
        if (INFINITY.matcher(text).matches()) {
            return first == '-' ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return NAN.matcher(text).matches() ? (Object) Double.NaN : text;
    }

    private static Object integer(String text) {
        boolean negative = text.startsWith("-");
        String digits = negative || text.startsWith("+") ? text.substring(1) : text;
        BigInteger value;
        if (digits.startsWith("0b")) {
            value = digits.length() == 2 ? BigInteger.ZERO : new BigInteger(digits.substring(2), 2);
        } else if (digits.startsWith("0x")) {
            value = digits.length() == 2 ? BigInteger.ZERO : new BigInteger(digits.substring(2), 16);
        } else if (digits.contains(":")) {
            value = BigInteger.ZERO;
            for (String part : digits.split(":", -1)) {
                value = value.multiply(BigInteger.valueOf(60)).add(new BigInteger(part));
            }
        } else if (digits.startsWith("0") && digits.length() > 1) {
            value = new BigInteger(digits, 8);
        } else {
            value = new BigInteger(digits);
        }
        BigInteger signed = negative ? value.negate() : value;
        return signed.bitLength() < 64 ? (Object) signed.longValue() : signed;
    }

    private static Object floating(String text) {
        if (!text.contains(":")) {
            return Double.valueOf(text);
        }
        boolean negative = text.startsWith("-");
        double value = 0;
        for (String part : text.replaceFirst("^[-+]", "").split(":", -1)) {
            value = value * 60 + Double.parseDouble(part);
        }
        return negative ? -value : value;
    }
}
