package io.slipway.common.template;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Strings as Python sees them: sequences of code points. */
final class Text {

    private Text() {}

    private static boolean simple(String s) {
        for (int i = 0; i < s.length(); i++) {
            if (Character.isSurrogate(s.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    static int length(String s) {
        return s.codePointCount(0, s.length());
    }

    static List<@Nullable Object> characters(String s) {
        List<@Nullable Object> characters = new ArrayList<>(s.length());
        s.codePoints().forEach(c -> characters.add(Character.toString(c)));
        return characters;
    }

    /** The character at a place that lies within the string. */
    static String at(String s, int index) {
        if (simple(s)) {
            return s.substring(index, index + 1);
        }
        return Character.toString(s.codePointAt(s.offsetByCodePoints(0, index)));
    }

    /** From one place up to another, both within the string. */
    static String slice(String s, int from, int to) {
        if (from >= to) {
            return "";
        }
        if (simple(s)) {
            return s.substring(from, to);
        }
        int start = s.offsetByCodePoints(0, from);
        return s.substring(start, s.offsetByCodePoints(start, to - from));
    }

    /** By code point, unlike {@link String#compareTo}. */
    static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean astral = Character.isSurrogate(x) != Character.isSurrogate(y);
                return astral ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    static String repeat(String s, long times) {
        if (times <= 0 || s.isEmpty()) {
            return "";
        }
        Bounds.text(times > Bounds.MAX_TEXT ? times : times * s.length());
        return s.repeat((int) times);
    }

    static String pad(String s, long width, String fill, boolean left, boolean right) {
        long missing = width - length(s);
        if (missing <= 0) {
            return s;
        }
        if (left && right) {
            long before = missing / 2 + (missing & width & 1);
            return repeat(fill, before) + s + repeat(fill, missing - before);
        }
        return left ? repeat(fill, missing) + s : s + repeat(fill, missing);
    }

    /** Python's idea of white space. */
    static boolean isSpace(int c) {
        return c == ' '
                || (c >= '\t' && c <= '\r')
                || (c >= 0x1c && c <= 0x1f)
                || c == 0x85
                || (c > 0x7f && Character.isSpaceChar(c));
    }

    static String strip(String s, @Nullable String characters, boolean left, boolean right) {
        int from = 0;
        int to = s.length();
        while (left && from < to && goes(s.codePointAt(from), characters)) {
            from += Character.charCount(s.codePointAt(from));
        }
        while (right && to > from && goes(s.codePointBefore(to), characters)) {
            to -= Character.charCount(s.codePointBefore(to));
        }
        return s.substring(from, to);
    }

    private static boolean goes(int c, @Nullable String characters) {
        return characters == null ? isSpace(c) : characters.indexOf(c) >= 0;
    }

    /** Python's {@code splitlines()}. */
    static List<@Nullable Object> lines(String s, boolean keepEnds) {
        List<@Nullable Object> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            if (!isLineEnd(c)) {
                continue;
            }
            int end = i + (c == '\r' && i + 1 < s.length() && s.charAt(i + 1) == '\n' ? 2 : 1);
            lines.add(s.substring(start, keepEnds ? end : i));
            start = end;
            i = end - 1;
        }
        if (start < s.length()) {
            lines.add(s.substring(start));
        }
        return lines;
    }

    private static boolean isLineEnd(char c) {
        return (c >= '\n' && c <= '\r') || (c >= 0x1c && c <= 0x1e) || c == 0x85 || c == 0x2028 || c == 0x2029;
    }
}
