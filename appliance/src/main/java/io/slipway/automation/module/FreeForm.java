package io.slipway.automation.module;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A bare string that may hold options between its words, as {@code command: ls creates=/x -l}.
 *
 * @param options the options found, without their quotes
 * @param rest the text without them, otherwise untouched: line breaks, indentation and quotes stay
 */
public record FreeForm(Map<String, String> options, String rest) {

    /** Cuts {@code name=value} words out of a text. Words inside quotes or templates are left alone. */
    public static FreeForm split(String text, Set<String> names) {
        Map<String, String> options = new LinkedHashMap<>();
        StringBuilder rest = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            int end = endOfWord(text, at);
            String word = text.substring(at, end);
            int equals = word.indexOf('=');
            if (equals > 0 && names.contains(word.substring(0, equals))) {
                options.put(word.substring(0, equals), unquote(word.substring(equals + 1)));
                at = end < text.length() && text.charAt(end) == ' ' ? end + 1 : end;
            } else {
                int next = Math.min(text.length(), end + 1);
                rest.append(text, at, next);
                at = next;
            }
        }
        return options.isEmpty()
                ? new FreeForm(options, text)
                : new FreeForm(options, rest.toString().strip());
    }

    private static int endOfWord(String text, int start) {
        char quote = 0;
        int templates = 0;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (text.startsWith("{{", i) || text.startsWith("{%", i)) {
                templates++;
                i++;
            } else if (templates > 0 && (text.startsWith("}}", i) || text.startsWith("%}", i))) {
                templates--;
                i++;
            } else if (templates == 0 && c == '\\' && quote != '\'') {
                i++;
            } else if (templates == 0 && quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (templates == 0 && c == quote) {
                quote = 0;
            } else if (templates == 0 && quote == 0 && Character.isWhitespace(c)) {
                return i;
            }
        }
        return text.length();
    }

    private static String unquote(String value) {
        int last = value.length() - 1;
        boolean quoted = last > 0 && value.charAt(0) == value.charAt(last) && "'\"".indexOf(value.charAt(0)) >= 0;
        return quoted ? value.substring(1, last) : value;
    }
}
