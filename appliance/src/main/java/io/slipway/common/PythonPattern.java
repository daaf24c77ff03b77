package io.slipway.common;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Translates the regular expression syntax of Python's {@code re} into Java's. Anchors are spelled out, because the two languages
 * disagree about ends of lines; named groups become numbered ones, because Java's names know no underscore.
 *
 * @param groups names of groups, with their numbers
 * @param multiline whether anchors match at every line, as asked for or as the pattern says
 */
record PythonPattern(String java, Map<String, Integer> groups, boolean multiline) {

    /** @throws PatternSyntaxException for what Python would refuse, and for conditional groups, which Java lacks */
    static PythonPattern translate(String source, boolean multiline) {
        return new Translation(source, multiline).run();
    }

    private static final class Translation {
        private static final Pattern QUANTIFIER = Pattern.compile("\\{(\\d*)(,(\\d*))?}");
        private static final Pattern FLAGS = Pattern.compile("([aiLmsux]*)(?:-([imsx]+))?([:)])");
        private static final Set<Character> SAME_ESCAPES =
                Set.of('b', 'B', 'd', 'D', 's', 'S', 'w', 'W', 'n', 'r', 't', 'f', 'A');

        private final String source;
        private final StringBuilder out = new StringBuilder();
        private final Map<String, Integer> groups = new LinkedHashMap<>();
        private final Deque<Boolean> outerMultiline = new ArrayDeque<>();
        private boolean multiline;
        private int count;
        private int at;

        private Translation(String source, boolean multiline) {
            this.source = source;
            this.multiline = multiline;
        }

        private PythonPattern run() {
            while (at < source.length()) {
                char c = source.charAt(at++);
                switch (c) {
                    case '\\' -> escape(false);
                    case '[' -> set();
                    case '(' -> open();
                    case ')' -> {
                        if (!outerMultiline.isEmpty()) {
                            multiline = outerMultiline.pop();
                        }
                        out.append(')');
                    }
                    case '^' -> out.append(multiline ? "(?<![^\\n])" : "\\A");
                    case '$' -> out.append(multiline ? "(?=\\n|\\z)" : "(?=\\n?\\z)");
                    case '{' -> brace();
                    case '}', ']' -> out.append('\\').append(c);
                    default -> out.append(c);
                }
            }
            return new PythonPattern(out.toString(), groups, multiline);
        }

        private void brace() {
            Matcher quantifier = QUANTIFIER.matcher(source).region(at - 1, source.length());
            if (!quantifier.lookingAt() || quantifier.group().equals("{}")) {
                out.append("\\{");
                return;
            }
            String least = quantifier.group(1);
            String rest = quantifier.group(2) == null ? "" : quantifier.group(2);
            out.append('{').append(least.isEmpty() ? "0" : least).append(rest).append('}');
            at = quantifier.end();
        }

        private void open() {
            outerMultiline.push(multiline);
            if (!source.startsWith("?", at)) {
                count++;
                out.append('(');
            } else if (source.startsWith("?P<", at)) {
                named();
            } else if (source.startsWith("?P=", at)) {
                reference();
            } else if (source.startsWith("?#", at)) {
                at = closing(at) + 1;
                multiline = outerMultiline.pop();
            } else if (source.startsWith("?(", at)) {
                throw error("a group that depends on another group, (?(1)…), is not supported");
            } else if ("=!<:>".indexOf(source.length() > at + 1 ? source.charAt(at + 1) : ' ') >= 0) {
                out.append('(');
            } else {
                flags();
            }
        }

        private void named() {
            int end = source.indexOf('>', at);
            if (end < 0) {
                throw error("missing >, unterminated name");
            }
            groups.put(source.substring(at + 3, end), ++count);
            out.append('(');
            at = end + 1;
        }

        private void reference() {
            int end = closing(at);
            Integer number = groups.get(source.substring(at + 3, end));
            if (number == null) {
                throw error("unknown group name " + source.substring(at + 3, end));
            }
            out.append("(?:\\").append(number).append(')');
            at = end + 1;
            multiline = outerMultiline.pop();
        }

        /** Flags for the rest, or for one group. {@code m} is translated away; {@code a}, {@code L} and {@code u} are the default. */
        private void flags() {
            Matcher flags = FLAGS.matcher(source).region(at + 1, source.length());
            if (!flags.lookingAt()) {
                throw error("unknown extension ?" + source.substring(at + 1, Math.min(at + 2, source.length())));
            }
            String on = flags.group(1).replaceAll("[aLu]", "");
            String off = flags.group(2) == null ? "" : flags.group(2);
            multiline = (multiline || on.contains("m")) && !off.contains("m");
            String java = on.replace("m", "") + (off.replace("m", "").isEmpty() ? "" : "-" + off.replace("m", ""));
            if (flags.group(3).equals(":")) {
                out.append("(?").append(java).append(':');
            } else {
                out.append(java.isEmpty() ? "" : "(?" + java + ")");
                outerMultiline.pop();
            }
            at = flags.end();
        }

        private int closing(int from) {
            int end = source.indexOf(')', from);
            if (end < 0) {
                throw error("missing ), unterminated group");
            }
            return end;
        }

        private void set() {
            out.append('[');
            if (source.startsWith("^", at)) {
                out.append('^');
                at++;
            }
            boolean first = true;
            while (true) {
                if (at >= source.length()) {
                    throw error("unterminated character set");
                }
                char c = source.charAt(at++);
                if (c == ']' && !first) {
                    out.append(']');
                    return;
                }
                first = false;
                switch (c) {
                    case '\\' -> escape(true);
                    case '[', ']', '&', '^', ' ', '#' -> out.append('\\').append(c);
                    default -> out.append(c);
                }
            }
        }

        private void escape(boolean inSet) {
            if (at >= source.length()) {
                throw error("bad escape (end of pattern)");
            }
            char c = source.charAt(at++);
            if (c == 'b' && inSet) {
                out.append("\\x08");
            } else if (SAME_ESCAPES.contains(c) || c == 'x' || c == 'u') {
                out.append('\\').append(c);
            } else if (c == 'Z' && !inSet) {
                out.append("\\z");
            } else if (c == 'v') {
                out.append("\\x0B");
            } else if (c == 'a') {
                out.append("\\x07");
            } else if (c == 'U') {
                longCharacter();
            } else if (c >= '0' && c <= '9') {
                digits(c, inSet);
            } else if (c < 128 && Character.isLetter(c)) {
                throw error("bad escape \\" + c);
            } else if (c < 128) {
                out.append('\\').append(c);
            } else {
                out.append(c);
            }
        }

        private void longCharacter() {
            if (at + 8 > source.length()) {
                throw error("incomplete escape \\U");
            }
            out.append("\\x{").append(source, at, at + 8).append('}');
            at += 8;
        }

        /** {@code \0} and three octal digits are a character, other numbers a group. */
        private void digits(char first, boolean inSet) {
            int end = at;
            while (end < source.length() && end < at + 2 && source.charAt(end) >= '0' && source.charAt(end) <= '7') {
                end++;
            }
            if (first == '0' || inSet || (first <= '3' && end == at + 2)) {
                out.append("\\x{")
                        .append(Integer.toHexString(Integer.parseInt(source.substring(at - 1, end), 8)))
                        .append('}');
                at = end;
                return;
            }
            int number = first - '0';
            if (at < source.length() && Character.isDigit(source.charAt(at))) {
                number = number * 10 + source.charAt(at++) - '0';
            }
            if (number > count) {
                throw error("invalid group reference " + number);
            }
            out.append("(?:\\").append(number).append(')');
        }

        private PatternSyntaxException error(String why) {
            return new PatternSyntaxException(why, source, at);
        }
    }
}
