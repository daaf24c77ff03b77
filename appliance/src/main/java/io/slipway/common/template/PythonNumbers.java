package io.slipway.common.template;

import java.math.BigInteger;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Python's {@code int(text, base)} and {@code float(text)}. */
final class PythonNumbers {

    private static final Pattern UNDERSCORES = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern FLOAT =
            Pattern.compile("[+-]?(?:(?:\\d+(?:_\\d+)*)?\\.?(?:\\d+(?:_\\d+)*)?(?:[eE][+-]?\\d+(?:_\\d+)*)?)");
    private static final Pattern WORD = Pattern.compile("[+-]?(?:inf|infinity|nan)");
    private static final int MAX_DIGITS = 4300;

    private PythonNumbers() {}

    /** None when this is not an integer in that base. */
    static @Nullable Object parseInt(String text, int base) {
        String s = Text.strip(text, null, true, true);
        boolean negative = s.startsWith("-");
        String digits = negative || s.startsWith("+") ? s.substring(1) : s;
        String lower = digits.toLowerCase(Locale.ROOT);
        int prefixed = lower.startsWith("0x") ? 16 : lower.startsWith("0o") ? 8 : lower.startsWith("0b") ? 2 : 0;
        int radix = base == 0 ? (prefixed == 0 ? 10 : prefixed) : base;
        if (radix < 2 || radix > 36) {
            throw TemplateException.of("int() base must be >= 2 and <= 36, or 0");
        }
        boolean strip = prefixed != 0 && prefixed == radix;
        String plain = strip ? lower.substring(2) : lower;
        if (strip && plain.startsWith("_")) {
            plain = plain.substring(1);
        }
        if (plain.startsWith("_")
                || plain.endsWith("_")
                || plain.contains("__")
                || !UNDERSCORES.matcher(plain).matches()) {
            return null;
        }
        plain = plain.replace("_", "");
        int r = radix;
        if (plain.length() > MAX_DIGITS || !plain.codePoints().allMatch(c -> Character.digit(c, r) >= 0)) {
            return null;
        }
        if (base == 0 && prefixed == 0 && plain.length() > 1 && plain.startsWith("0") && !plain.matches("0+")) {
            return null;
        }
        BigInteger value = new BigInteger(plain, radix);
        return Numbers.shrink(negative ? value.negate() : value);
    }

    /** None when this is not a number. */
    static @Nullable Double parseFloat(String text) {
        String s = Text.strip(text, null, true, true).toLowerCase(Locale.ROOT);
        if (WORD.matcher(s).matches()) {
            boolean negative = s.startsWith("-");
            return s.contains("nan") ? Double.NaN : negative ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        if (!FLOAT.matcher(s).matches() || s.isEmpty()) {
            return null;
        }
        try {
            return Double.valueOf(s.replace("_", ""));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
