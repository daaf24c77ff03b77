package io.slipway.automation.module.shell;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Patterns with {@code *}, {@code ?} and {@code [...]}, as Python's {@code fnmatch} understands them. */
public final class Glob {

    private Glob() {}

    public static boolean isPattern(String text) {
        return text.chars().anyMatch(c -> "*?[".indexOf(c) >= 0);
    }

    public static boolean matches(String pattern, String text) {
        try {
            return Pattern.compile(expression(pattern), Pattern.DOTALL)
                    .matcher(text)
                    .matches();
        } catch (PatternSyntaxException e) {
            return pattern.equals(text);
        }
    }

    private static String expression(String pattern) {
        StringBuilder result = new StringBuilder();
        int i = 0;
        while (i < pattern.length()) {
            char c = pattern.charAt(i++);
            int end = c == '[' ? endOfClass(pattern, i) : -1;
            if (c == '*') {
                result.append(".*");
            } else if (c == '?') {
                result.append('.');
            } else if (end > 0) {
                String inside = pattern.substring(i, end)
                        .replace("\\", "\\\\")
                        .replace("[", "\\[")
                        .replace("&&", "&\\&");
                result.append('[')
                        .append(inside.startsWith("!") ? "^" + inside.substring(1) : inside)
                        .append(']');
                i = end + 1;
            } else {
                result.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return result.toString();
    }

    private static int endOfClass(String pattern, int from) {
        int first = from < pattern.length() && pattern.charAt(from) == '!' ? from + 1 : from;
        return pattern.indexOf(']', Math.min(pattern.length(), first + 1));
    }
}
