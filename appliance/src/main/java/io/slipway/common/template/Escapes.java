package io.slipway.common.template;

/** The escapes of Python's string literals. */
final class Escapes {

    private Escapes() {}

    static String decode(String content, Source source, int offset) {
        StringBuilder out = new StringBuilder(content.length());
        int at = 0;
        while (at < content.length()) {
            char c = content.charAt(at++);
            if (c != '\\' || at == content.length()) {
                out.append(c);
                continue;
            }
            char escape = content.charAt(at++);
            switch (escape) {
                case '\n' -> {}
                case '\\', '\'', '"' -> out.append(escape);
                case 'a' -> out.append('\u0007');
                case 'b' -> out.append('\b');
                case 'f' -> out.append('\f');
                case 'n' -> out.append('\n');
                case 'r' -> out.append('\r');
                case 't' -> out.append('\t');
                case 'v' -> out.append('\u000b');
                case '0', '1', '2', '3', '4', '5', '6', '7' -> at = octal(content, at - 1, out);
                case 'x' -> at = hex(content, at, 2, out, source, offset);
                case 'u' -> at = hex(content, at, 4, out, source, offset);
                case 'U' -> at = hex(content, at, 8, out, source, offset);
                case 'N' -> at = named(content, at, out, source, offset);
                default -> out.append('\\').append(escape);
            }
        }
        return out.toString();
    }

    private static int octal(String content, int from, StringBuilder out) {
        int at = from;
        int value = 0;
        while (at < content.length() && at < from + 3 && content.charAt(at) >= '0' && content.charAt(at) <= '7') {
            value = value * 8 + content.charAt(at++) - '0';
        }
        out.appendCodePoint(value);
        return at;
    }

    private static int hex(String content, int at, int digits, StringBuilder out, Source source, int offset) {
        long value = -1;
        if (at + digits <= content.length()
                && content.substring(at, at + digits).chars().allMatch(c -> Character.digit(c, 16) >= 0)) {
            value = Long.parseLong(content, at, at + digits, 16);
        }
        if (value < 0 || value > Character.MAX_CODE_POINT) {
            throw source.mistake(
                    offset + at - 2, "this escape needs " + digits + " hexadecimal digits that make a character");
        }
        out.appendCodePoint((int) value);
        return at + digits;
    }

    private static int named(String content, int at, StringBuilder out, Source source, int offset) {
        int close = content.indexOf('}', at);
        if (at < content.length() && content.charAt(at) == '{' && close > 0) {
            try {
                out.appendCodePoint(Character.codePointOf(content.substring(at + 1, close)));
                return close + 1;
            } catch (IllegalArgumentException e) {
                throw source.mistake(offset + at - 2, "unknown Unicode character name");
            }
        }
        throw source.mistake(offset + at - 2, "malformed \\N escape", "write \\N{NAME OF THE CHARACTER}");
    }
}
