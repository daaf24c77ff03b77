package io.slipway.common.template;

import java.util.HashMap;
import java.util.Map;

/** From Python's syntax to Java's: group names, character classes, braces and a few escapes differ. */
final class RegexTranslation {

    private final String regex;
    private final StringBuilder out = new StringBuilder();
    private final Map<String, Integer> names = new HashMap<>();
    private int at;
    private int groups;

    RegexTranslation(String regex) {
        this.regex = regex;
    }

    /** The groups that had a name: Java gets only their numbers. */
    Map<String, Integer> names() {
        return names;
    }

    /** The expression for Java. */
    String run() {

        while (at < regex.length()) {
            char c = regex.charAt(at);
            switch (c) {
                case '\\' -> escape();
                case '[' -> characterClass();
                case '(' -> group();
                case '{' -> brace();
                default -> {
                    out.append(c);
                    at++;
                }
            }
        }
        return out.toString();
    }

    private void escape() {
        char next = at + 1 < regex.length() ? regex.charAt(at + 1) : '\\';
        at += 2;
        switch (next) {
            case 'Z' -> out.append("\\z");
            case '0' -> out.append("\\x00");
            case '<', '>' -> out.append(next);
            default -> out.append('\\').append(next);
        }
    }

    private void characterClass() {
        out.append('[');
        at++;
        if (at < regex.length() && regex.charAt(at) == '^') {
            out.append('^');
            at++;
        }
        boolean first = true;
        while (at < regex.length() && (first || regex.charAt(at) != ']')) {
            char c = regex.charAt(at++);
            if (c == '\\' && at < regex.length()) {
                char next = regex.charAt(at++);
                out.append(next == '0' ? "\\x00" : "\\" + next);
            } else if (c == '[' || c == ']' || c == '&' || c == '^') {
                out.append('\\').append(c);
            } else {
                out.append(c);
            }
            first = false;
        }
        if (at < regex.length()) {
            out.append(']');
            at++;
        }
    }

    private void group() {
        if (!regex.startsWith("(?", at)) {
            groups++;
            out.append('(');
            at++;
            return;
        }
        if (regex.startsWith("(?P<", at)) {
            int close = regex.indexOf('>', at);
            if (close > 0) {
                groups++;
                names.put(regex.substring(at + 4, close), groups);
                out.append('(');
                at = close + 1;
                return;
            }
        }
        if (regex.startsWith("(?P=", at)) {
            int close = regex.indexOf(')', at);
            Integer number = close < 0 ? null : names.get(regex.substring(at + 4, close));
            if (number != null) {
                out.append("(?:\\").append(number).append(')');
                at = close + 1;
                return;
            }
        }
        if (regex.startsWith("(?#", at) && regex.indexOf(')', at) > 0) {
            at = regex.indexOf(')', at) + 1;
            return;
        }
        out.append("(?");
        at += 2;
    }

    private void brace() {
        int close = at + 1;
        while (close < regex.length() && (Character.isDigit(regex.charAt(close)) || regex.charAt(close) == ',')) {
            close++;
        }
        String inside = regex.substring(at + 1, close);
        boolean quantifier = close < regex.length()
                && regex.charAt(close) == '}'
                && inside.matches("\\d+|\\d*,\\d*")
                && !inside.equals(",");
        if (quantifier) {
            out.append('{')
                    .append(inside.startsWith(",") ? "0" : "")
                    .append(inside)
                    .append('}');
            at = close + 1;
        } else {
            out.append("\\{");
            at++;
        }
    }
}
