package io.slipway.automation.transport.ssh;

import io.slipway.common.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A line of ssh_config(5): a keyword, blanks or one equals sign, and arguments.
 *
 * @param place of the keyword
 * @param keyword as written
 * @param rest everything after it, for options that take a whole command
 * @param restPlace where that begins
 */
record ConfigLine(Position place, String keyword, String rest, Position restPlace) {

    /** A word of a line, without its quotes. */
    record Word(String text, Position place) {}

    /** The text cannot be split into words. */
    static final class UnclosedQuote extends Exception {

        final transient Position place;

        UnclosedQuote(Position place) {
            this.place = place;
        }
    }

    /** @return nothing for a comment and an empty line */
    static Optional<ConfigLine> read(String line, Position start) {
        int from = blanks(line, 0);
        if (from == line.length() || line.charAt(from) == '#') {
            return Optional.empty();
        }
        boolean quoted = line.charAt(from) == '"';
        int begin = quoted ? from + 1 : from;
        int end = begin;
        while (end < line.length() && (quoted ? line.charAt(end) != '"' : !delimits(line.charAt(end)))) {
            end++;
        }
        int rest = blanks(line, quoted ? Math.min(end + 1, line.length()) : end);
        if (rest < line.length() && line.charAt(rest) == '=') {
            rest = blanks(line, rest + 1);
        }
        return Optional.of(new ConfigLine(
                start.plus(0, from),
                line.substring(begin, end),
                line.substring(rest).stripTrailing(),
                start.plus(0, rest)));
    }

    private static boolean delimits(char c) {
        return blank(c) || c == '=' || c == '"';
    }

    private static boolean blank(char c) {
        return c == ' ' || c == '\t' || c == '\r' || c == '\f';
    }

    private static int blanks(String line, int from) {
        int at = from;
        while (at < line.length() && blank(line.charAt(at))) {
            at++;
        }
        return at;
    }

    /** The arguments. Quotes of both kinds group; a backslash escapes a quote, itself, and outside quotes a blank; a {@code #} ends them. */
    List<Word> words() throws UnclosedQuote {
        List<Word> words = new ArrayList<>();
        int at = blanks(rest, 0);
        while (at < rest.length() && rest.charAt(at) != '#') {
            int start = at;
            char quote = 0;
            StringBuilder word = new StringBuilder();
            while (at < rest.length() && (quote != 0 || !blank(rest.charAt(at)))) {
                char c = rest.charAt(at++);
                if (c == '\\' && at < rest.length() && escapable(rest.charAt(at), quote)) {
                    word.append(rest.charAt(at++));
                } else if (quote == 0 && (c == '"' || c == '\'')) {
                    quote = c;
                } else if (quote != 0 && c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            }
            if (quote != 0) {
                throw new UnclosedQuote(restPlace.plus(0, start));
            }
            words.add(new Word(word.toString(), restPlace.plus(0, start)));
            at = blanks(rest, at);
        }
        return words;
    }

    private static boolean escapable(char c, char quote) {
        return c == '"' || c == '\'' || c == '\\' || (quote == 0 && c == ' ');
    }
}
