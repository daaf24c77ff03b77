package io.slipway.automation.inventory;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.List;

/** Splits a line of an INI inventory into words as a POSIX shell would, up to a comment. */
final class IniWords {

    /** @param at where the word begins */
    record Word(String text, Position at) {}

    private final String line;
    private final Position start;
    private final List<Word> words = new ArrayList<>();
    private int next;

    private IniWords(String line, Position start) {
        this.line = line;
        this.start = start;
    }

    /** @param start where the line's first character stands */
    static List<Word> split(String line, Position start) {
        IniWords words = new IniWords(line, start);
        words.run();
        return words.words;
    }

    private void run() {
        while (next < line.length()) {
            char c = line.charAt(next);
            if (isBlank(c)) {
                next++;
            } else if (c == '#') {
                return;
            } else {
                int begin = next;
                String word = word();
                words.add(new Word(word, start.plus(0, begin)));
            }
        }
    }

    private String word() {
        StringBuilder word = new StringBuilder();
        while (next < line.length()) {
            char c = line.charAt(next);
            if (isBlank(c)) {
                break;
            } else if (c == '#') {
                next = line.length();
            } else if (c == '\'' || c == '"') {
                quoted(c, word);
            } else if (c == '\\') {
                if (next + 1 == line.length()) {
                    throw refused("the line ends with a backslash", next);
                }
                word.append(line.charAt(next + 1));
                next += 2;
            } else {
                word.append(c);
                next++;
            }
        }
        return word.toString();
    }

    private void quoted(char quote, StringBuilder word) {
        int open = next++;
        while (next < line.length()) {
            char c = line.charAt(next++);
            if (c == quote) {
                return;
            }
            boolean escapes = c == '\\' && quote == '"' && next < line.length();
            if (escapes && (line.charAt(next) == '"' || line.charAt(next) == '\\')) {
                word.append(line.charAt(next++));
            } else {
                word.append(c);
            }
        }
        throw refused("a quote is opened and not closed", open);
    }

    private InventoryException refused(String why, int at) {
        return new InventoryException(
                Problem.of("cannot split this line").at(start.plus(0, at)).because(why));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\n';
    }
}
