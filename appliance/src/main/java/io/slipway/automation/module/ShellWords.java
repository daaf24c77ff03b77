package io.slipway.automation.module;

import java.util.ArrayList;
import java.util.List;

/** Splits a command line into words as a shell would, by quotes and backslashes only (Python's {@code shlex.split}). */
public final class ShellWords {

    private ShellWords() {}

    /** @throws ModuleFailure when a quote is not closed */
    public static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
                continue;
            }
            inWord = true;
            switch (c) {
                case '\\' -> {
                    if (++i == line.length()) {
                        throw new ModuleFailure("a backslash ends the command, but nothing follows it: " + line);
                    }
                    word.append(line.charAt(i));
                }
                case '\'', '"' -> i = quoted(line, i, word);
                default -> word.append(c);
            }
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }

    /** Appends what stands between the quote at {@code start} and its partner; returns where that one is. */
    private static int quoted(String line, int start, StringBuilder word) {
        char quote = line.charAt(start);
        for (int i = start + 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == quote) {
                return i;
            }
            boolean escape =
                    c == '\\' && quote == '"' && i + 1 < line.length() && "\"\\".indexOf(line.charAt(i + 1)) >= 0;
            word.append(escape ? line.charAt(++i) : c);
        }
        throw new ModuleFailure("a quotation mark is opened but not closed: " + line);
    }
}
