package io.slipway.automation.playbook;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Arguments in one string: {@code src=a dest="b c" mode=0644}, with the quoting rules of Ansible's playbooks.
 *
 * @param options what was given as {@code name=value}
 * @param rest the words that were not, joined as they stood
 */
public record OneLine(Map<String, String> options, String rest) {

    /** What {@code command} and its kin take out of their free-form text; everything else in it is the command. */
    private static final Set<String> OF_COMMANDS = Set.of(
            "creates",
            "removes",
            "chdir",
            "executable",
            "warn",
            "stdin",
            "stdin_add_newline",
            "strip_empty_ends",
            "expand_argument_vars");

    /** A quote or a template that does not end. */
    public static final class UnbalancedException extends Exception {
        private final String what;

        UnbalancedException(String what) {
            super(what);
            this.what = what;
        }

        public String what() {
            return what;
        }
    }

    /** @param command whether the text is a command, out of which only certain options are taken */
    public static OneLine parse(String text, boolean command) throws UnbalancedException {
        Map<String, String> options = new LinkedHashMap<>();
        StringBuilder rest = new StringBuilder();
        for (String word : words(text)) {
            String decoded = Escapes.decode(word);
            int equals = unescapedEquals(decoded);
            if (equals > 0 && (!command || OF_COMMANDS.contains(decoded.substring(0, equals)))) {
                options.put(
                        decoded.substring(0, equals).strip(),
                        unquote(decoded.substring(equals + 1).strip()));
                continue;
            }
            if (!rest.isEmpty() && rest.charAt(rest.length() - 1) != '\n') {
                rest.append(' ');
            }
            rest.append(decoded.indexOf('=') >= 0 && equals < 0 ? decoded.replace("\\=", "=") : word);
        }
        return new OneLine(options, rest.toString());
    }

    /** The words of a text; quotes and templates hold words together, and runs of spaces stay with the word before them. */
    static List<String> words(String text) throws UnbalancedException {
        return new Splitter().split(text);
    }

    private static int unescapedEquals(String word) {
        for (int i = word.indexOf('=', 1); i > 0; i = word.indexOf('=', i + 1)) {
            if (word.charAt(i - 1) != '\\') {
                return i;
            }
        }
        return -1;
    }

    private static String unquote(String value) {
        int last = value.length() - 1;
        boolean quoted = last > 0
                && value.charAt(0) == value.charAt(last)
                && (value.charAt(0) == '"' || value.charAt(0) == '\'')
                && value.charAt(last - 1) != '\\';
        return quoted ? value.substring(1, last) : value;
    }

    /** Cuts a text into words, line by line. */
    private static final class Splitter {

        private static final String[][] BRACES = {{"{{", "}}"}, {"{%", "%}"}, {"{#", "#}"}};

        private final List<StringBuilder> words = new ArrayList<>();
        private final int[] depth = new int[BRACES.length];
        private char quote;

        List<String> split(String text) throws UnbalancedException {
            String[] lines = text.split("\n", -1);
            for (int i = 0; i < lines.length; i++) {
                boolean continued = line(lines[i]);
                if (i < lines.length - 1 && !continued) {
                    last().append('\n');
                }
            }
            if (quote != 0) {
                throw new UnbalancedException("a quote (" + quote + ") is opened and not closed");
            }
            for (int i = 0; i < depth.length; i++) {
                if (depth[i] > 0) {
                    throw new UnbalancedException(BRACES[i][0] + " is opened and not closed");
                }
            }
            return words.stream().map(StringBuilder::toString).toList();
        }

        private boolean line(String line) {
            String[] tokens = line.split(" ", -1);
            boolean continued = false;
            for (int i = 0; i < tokens.length; i++) {
                String token = tokens[i];
                if (token.isEmpty() && i > 0) {
                    last().append(' ');
                } else if (token.equals("\\") && quote == 0) {
                    continued = true;
                } else {
                    token(token, i, tokens.length);
                }
            }
            return continued;
        }

        private void token(String token, int index, int count) {
            boolean wasQuoted = quote != 0;
            boolean wasTemplate = inTemplate();
            scanQuotes(token);
            boolean within = wasTemplate || wasQuoted;
            if (within && !words.isEmpty()) {
                last().append(index == 0 && wasQuoted ? "" : index > 0 ? " " : count > 1 ? "" : "\n")
                        .append(token);
            } else if (!token.isEmpty()) {
                words.add(new StringBuilder(token));
            }
            for (int i = 0; i < BRACES.length; i++) {
                depth[i] = Math.max(0, depth[i] + count(token, BRACES[i][0]) - count(token, BRACES[i][1]));
            }
        }

        private void scanQuotes(String token) {
            for (int i = 0; i < token.length(); i++) {
                char c = token.charAt(i);
                if ((c == '"' || c == '\'') && (i == 0 || token.charAt(i - 1) != '\\')) {
                    quote = quote == 0 ? c : quote == c ? 0 : quote;
                }
            }
        }

        private boolean inTemplate() {
            return depth[0] > 0 || depth[1] > 0 || depth[2] > 0;
        }

        /** The word that grows; white space before the first word has none. */
        private StringBuilder last() {
            return words.isEmpty() ? new StringBuilder() : words.getLast();
        }

        private static int count(String token, String part) {
            int n = 0;
            for (int i = token.indexOf(part); i >= 0; i = token.indexOf(part, i + part.length())) {
                n++;
            }
            return n;
        }
    }
}
