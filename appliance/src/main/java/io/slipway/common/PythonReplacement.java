package io.slipway.common;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.PatternSyntaxException;

/** A replacement template of Python's {@code re.sub}, read once and filled in for each match. */
public final class PythonReplacement {

    private sealed interface Part {}

    private record Literal(String text) implements Part {}

    private record Group(int number) implements Part {}

    private final List<Part> parts;

    private PythonReplacement(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    static PythonReplacement parse(String template, PythonRegex regex, int groups) {
        return new PythonReplacement(new Parser(template, regex, groups).run());
    }

    /** {@code match.expand}: a group that took no part is empty. */
    public String fill(Matcher match) {
        StringBuilder out = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Literal literal -> out.append(literal.text);
                case Group group -> {
                    String value = match.group(group.number);
                    out.append(value == null ? "" : value);
                }
            }
        }
        return out.toString();
    }

    private static final class Parser {

        private final String template;
        private final PythonRegex regex;
        private final int groups;
        private final List<Part> parts = new ArrayList<>();
        private final StringBuilder literal = new StringBuilder();
        private int at;

        Parser(String template, PythonRegex regex, int groups) {
            this.template = template;
            this.regex = regex;
            this.groups = groups;
        }

        List<Part> run() {
            while (at < template.length()) {
                char c = template.charAt(at++);
                if (c != '\\') {
                    literal.append(c);
                } else if (at == template.length()) {
                    throw bad("bad escape (end of pattern)");
                } else {
                    escape(template.charAt(at++));
                }
            }
            endLiteral();
            return parts;
        }

        private void endLiteral() {
            if (!literal.isEmpty()) {
                parts.add(new Literal(literal.toString()));
                literal.setLength(0);
            }
        }

        private void escape(char c) {
            switch (c) {
                case 'a' -> literal.append('\u0007');
                case 'b' -> literal.append('\b');
                case 'f' -> literal.append('\f');
                case 'n' -> literal.append('\n');
                case 'r' -> literal.append('\r');
                case 't' -> literal.append('\t');
                case 'v' -> literal.append('\u000b');
                case '\\' -> literal.append('\\');
                case 'g' -> named();
                case '0' -> octal(2);
                default -> {
                    if (c >= '1' && c <= '9') {
                        number(c);
                    } else if (c < 128 && Character.isLetter(c)) {
                        throw bad("bad escape \\" + c);
                    } else {
                        literal.append('\\').append(c);
                    }
                }
            }
        }

        private void named() {
            int end = template.indexOf('>', at);
            if (at >= template.length() || template.charAt(at) != '<' || end < 0) {
                throw bad("\\g wants a group in angle brackets: \\g<1>");
            }
            String name = template.substring(at + 1, end);
            at = end + 1;
            group(name.matches("[0-9]{1,9}") ? Integer.parseInt(name) : regex.group(name), name);
        }

        /** One or two digits are a group; three octal digits are a character. */
        private void number(char first) {
            if (first <= '3' && isOctal(at) && isOctal(at + 1)) {
                at--;
                octal(3);
                return;
            }
            int number = first - '0';
            if (at < template.length() && isDigit(template.charAt(at))) {
                number = number * 10 + template.charAt(at++) - '0';
            }
            group(number, Integer.toString(number));
        }

        private void octal(int most) {
            int value = 0;
            for (int i = 0; i < most && isOctal(at); i++) {
                value = value * 8 + template.charAt(at++) - '0';
            }
            literal.append((char) value);
        }

        private boolean isOctal(int i) {
            return i < template.length() && template.charAt(i) >= '0' && template.charAt(i) <= '7';
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }

        private void group(int number, String name) {
            if (number < 0 || number > groups) {
                throw bad("it has no group " + name);
            }
            endLiteral();
            parts.add(new Group(number));
        }

        private PatternSyntaxException bad(String why) {
            return new PatternSyntaxException(why, template, at);
        }
    }
}
