package io.slipway.automation.inventory;

import org.jspecify.annotations.Nullable;

/**
 * A quoted string as Python reads it.
 *
 * @param end the index after its closing quote
 */
record PythonString(String value, int end) {

    /** The string whose opening quote stands at {@code start}; {@code null} when it is none. */
    static @Nullable PythonString at(String text, int start) {
        char quote = text.charAt(start);
        String triple = String.valueOf(quote).repeat(3);
        String close = text.startsWith(triple, start) ? triple : String.valueOf(quote);
        StringBuilder value = new StringBuilder();
        for (int i = start + close.length(); i < text.length(); i++) {
            if (text.startsWith(close, i)) {
                return new PythonString(value.toString(), i + close.length());
            }
            char c = text.charAt(i);
            if (c == '\n' && close.length() == 1) {
                return null;
            }
            if (c != '\\') {
                value.append(c);
            } else {
                i = escape(text, i + 1, value);
                if (i < 0) {
                    return null;
                }
            }
        }
        return null;
    }

    /** Decodes the escape after a backslash; gives the index of its last character, or -1 when it is malformed. */
    private static int escape(String text, int at, StringBuilder value) {
        if (at >= text.length()) {
            return -1;
        }
        char c = text.charAt(at);
        switch (c) {
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case 'a' -> value.append('\u0007');
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case 'v' -> value.append('\u000b');
            case '\n' -> {}
            case '\\', '\'', '"' -> value.append(c);
            case 'x' -> {
                return point(text, at + 1, 2, 16, value);
            }
            case 'u' -> {
                return point(text, at + 1, 4, 16, value);
            }
            case 'U' -> {
                return point(text, at + 1, 8, 16, value);
            }
            case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                return octal(text, at, value);
            }
            default -> value.append('\\').append(c);
        }
        return at;
    }

    private static int octal(String text, int at, StringBuilder value) {
        int digits = 1;
        while (digits < 3 && at + digits < text.length() && Character.digit(text.charAt(at + digits), 8) >= 0) {
            digits++;
        }
        return point(text, at, digits, 8, value);
    }

    private static int point(String text, int at, int digits, int radix, StringBuilder value) {
        if (at + digits > text.length()) {
            return -1;
        }
        long point = 0;
        for (int i = at; i < at + digits; i++) {
            int digit = Character.digit(text.charAt(i), radix);
            if (digit < 0) {
                return -1;
            }
            point = point * radix + digit;
        }
        if (point > Character.MAX_CODE_POINT) {
            return -1;
        }
        value.appendCodePoint((int) point);
        return at + digits - 1;
    }
}
