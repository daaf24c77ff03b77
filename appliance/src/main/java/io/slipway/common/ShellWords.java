package io.slipway.common;

import java.util.ArrayList;
import java.util.List;

/** Words as {@code sh} quotes them, without any expansion; split as Python's {@code shlex.split} does. */
public final class ShellWords {

    private ShellWords() {}

    /** One word that means exactly {@code text}. */
    public static String quote(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /**
     * Splits at blanks outside quotes. Inside double quotes a backslash escapes a double quote and itself, nothing else.
     *
     * @throws IllegalArgumentException when a quote is not closed, or nothing follows a backslash
     */
    public static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean open = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quote != 0 && c == quote) {
                quote = 0;
            } else if (c == '\\' && quote != '\'') {
                if (i + 1 == line.length()) {
                    throw new IllegalArgumentException("No escaped character: the text ends with a backslash");
                }
                char next = line.charAt(++i);
                if (quote == '"' && next != '"' && next != '\\') {
                    word.append(c);
                }
                word.append(next);
                open = true;
            } else if (quote != 0) {
                word.append(c);
            } else if (c == '\'' || c == '"') {
                quote = c;
                open = true;
            } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                if (open) {
                    words.add(word.toString());
                    word.setLength(0);
                    open = false;
                }
            } else {
                word.append(c);
                open = true;
            }
        }
        if (quote != 0) {
            throw new IllegalArgumentException("No closing quotation: a " + quote + " is not closed");
        }
        if (open) {
            words.add(word.toString());
        }
        return words;
    }
}
