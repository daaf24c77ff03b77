package io.slipway.common.template;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Taking strings apart, and replacing parts, as Python does. */
final class Splitting {

    private Splitting() {}

    /**
     * @param separator none: runs of white space
     * @param limit how many cuts at most; negative for any number
     */
    static List<@Nullable Object> split(String s, @Nullable String separator, long limit) {
        if (separator == null) {
            return words(s, limit);
        }
        requireSeparator(separator);
        List<@Nullable Object> parts = new ArrayList<>();
        int start = 0;
        for (int at = s.indexOf(separator); at >= 0 && parts.size() != limit; at = s.indexOf(separator, start)) {
            parts.add(s.substring(start, at));
            start = at + separator.length();
        }
        parts.add(s.substring(start));
        return parts;
    }

    private static void requireSeparator(String separator) {
        if (separator.isEmpty()) {
            throw TemplateException.of("empty separator");
        }
    }

    private static List<@Nullable Object> words(String s, long limit) {
        List<@Nullable Object> words = new ArrayList<>();
        int at = skip(s, 0, true);
        while (at < s.length()) {
            if (words.size() == limit) {
                words.add(s.substring(at));
                break;
            }
            int end = skip(s, at, false);
            words.add(s.substring(at, end));
            at = skip(s, end, true);
        }
        return words;
    }

    private static int skip(String s, int from, boolean space) {
        int at = from;
        while (at < s.length() && Text.isSpace(s.charAt(at)) == space) {
            at++;
        }
        return at;
    }

    /** From the right: matters only with a limit. */
    static List<@Nullable Object> splitRight(String s, @Nullable String separator, long limit) {
        if (separator == null) {
            return wordsFromRight(s, limit);
        }
        requireSeparator(separator);
        List<@Nullable Object> parts = new ArrayList<>();
        int end = s.length();
        while (parts.size() != limit) {
            int at = end < separator.length() ? -1 : s.lastIndexOf(separator, end - separator.length());
            if (at < 0) {
                break;
            }
            parts.add(s.substring(at + separator.length(), end));
            end = at;
        }
        parts.add(s.substring(0, end));
        Collections.reverse(parts);
        return parts;
    }

    private static List<@Nullable Object> wordsFromRight(String s, long limit) {
        List<@Nullable Object> words = new ArrayList<>();
        String left = Text.strip(s, null, false, true);
        while (!left.isEmpty()) {
            if (words.size() == limit) {
                words.add(left);
                break;
            }
            int start = left.length();
            while (start > 0 && !Text.isSpace(left.charAt(start - 1))) {
                start--;
            }
            words.add(left.substring(start));
            left = Text.strip(left.substring(0, start), null, false, true);
        }
        Collections.reverse(words);
        return words;
    }

    static PyTuple partition(String s, String separator, boolean last) {
        requireSeparator(separator);
        int at = last ? s.lastIndexOf(separator) : s.indexOf(separator);
        if (at < 0) {
            return last ? PyTuple.of("", "", s) : PyTuple.of(s, "", "");
        }
        return PyTuple.of(s.substring(0, at), separator, s.substring(at + separator.length()));
    }

    /** @param count how many at most; negative for all */
    static String replace(String s, String old, String fresh, long count) {
        StringBuilder out = new StringBuilder();
        int start = 0;
        long done = 0;
        while (done != count) {
            int at = s.indexOf(old, start + (old.isEmpty() && done > 0 ? step(s, start) : 0));
            if (at < 0 || (old.isEmpty() && done > Text.length(s))) {
                break;
            }
            Bounds.text((long) out.length() + fresh.length() + s.length());
            out.append(s, start, at).append(fresh);
            start = at + old.length();
            done++;
        }
        return out.append(s, start, s.length()).toString();
    }

    private static int step(String s, int at) {
        return at < s.length() ? Character.charCount(s.codePointAt(at)) : 1;
    }
}
