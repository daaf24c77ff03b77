package io.slipway.common.template;

import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A regular expression in Python's syntax, run by Java's engine. */
final class PythonRegex {

    private static final long MAX_READS = 100_000_000;

    private final Pattern pattern;
    private final Map<String, Integer> names;

    private PythonRegex(Pattern pattern, Map<String, Integer> names) {
        this.pattern = pattern;
        this.names = names;
    }

    static PythonRegex compile(String regex, boolean ignoreCase, boolean multiline) {
        Translation translation = new Translation(regex);
        int flags = Pattern.UNIX_LINES | Pattern.UNICODE_CHARACTER_CLASS;
        flags |= ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        flags |= multiline ? Pattern.MULTILINE : 0;
        try {
            return new PythonRegex(Pattern.compile(translation.run(), flags), translation.names);
        } catch (PatternSyntaxException e) {
            throw new TemplateException(
                    Problem.of("this is not a regular expression: " + Repr.quoted(regex))
                            .because(e.getDescription()),
                    e);
        } catch (StackOverflowError e) {
            throw tooComplex(e);
        }
    }

    private static TemplateException tooComplex(@Nullable Throwable cause) {
        return new TemplateException(
                Problem.of("this regular expression takes too long on this text")
                        .hint("avoid repetitions inside of repetitions"),
                cause);
    }

    /** A position in a text: matches go on from here. */
    final class Search {

        private final Matcher matcher;

        private Search(String text) {
            matcher = pattern.matcher(new Watched(text));
        }

        boolean find() {
            return guarded(matcher::find);
        }

        boolean atStart() {
            return guarded(matcher::lookingAt);
        }

        private boolean guarded(java.util.function.BooleanSupplier action) {
            try {
                return action.getAsBoolean();
            } catch (StackOverflowError e) {
                throw tooComplex(e);
            }
        }

        int start() {
            return matcher.start();
        }

        int end() {
            return matcher.end();
        }

        int groups() {
            return matcher.groupCount();
        }

        /** None when the group took no part. */
        @Nullable
        String group(int number) {
            if (number < 0 || number > matcher.groupCount()) {
                throw TemplateException.of("no such group: " + number);
            }
            return matcher.group(number);
        }

        @Nullable
        String group(String name) {
            return group(number(name));
        }
    }

    Search on(String text) {
        return new Search(text);
    }

    private int number(String name) {
        if (!name.isEmpty() && name.length() < 9 && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Integer.parseInt(name);
        }
        Integer number = names.get(name);
        if (number == null) {
            throw TemplateException.of("no such group: '" + name + "'");
        }
        return number;
    }

    /** Python's {@code re.sub}. */
    String replace(String text, String replacement) {
        Search search = on(text);
        List<Function<Search, String>> parts = replacementParts(replacement);
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (search.find()) {
            out.append(text, at, search.start());
            parts.forEach(part -> out.append(part.apply(search)));
            Bounds.text(out.length());
            at = search.end();
        }
        return out.append(text, at, text.length()).toString();
    }

    private List<Function<Search, String>> replacementParts(String replacement) {
        List<Function<Search, String>> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        int at = 0;
        while (at < replacement.length()) {
            char c = replacement.charAt(at++);
            if (c != '\\' || at == replacement.length()) {
                if (c == '\\') {
                    throw TemplateException.of("bad escape (end of pattern) in the replacement");
                }
                literal.append(c);
                continue;
            }
            char escape = replacement.charAt(at++);
            int group = -1;
            if (escape == 'g') {
                int close = replacement.indexOf('>', at);
                if (at >= replacement.length() || replacement.charAt(at) != '<' || close < 0) {
                    throw TemplateException.of("the replacement needs '\\g<name>'");
                }
                group = number(replacement.substring(at + 1, close));
                at = close + 1;
            } else if (escape >= '1' && escape <= '9') {
                boolean two = at < replacement.length() && Character.isDigit(replacement.charAt(at));
                group = Integer.parseInt(replacement, at - 1, two ? at + 1 : at, 10);
                at += two ? 1 : 0;
            } else {
                literal.append(escaped(escape));
            }
            if (group >= 0) {
                String before = literal.toString();
                literal.setLength(0);
                int wanted = group;
                parts.add(search -> before + emptyIfNone(search.group(wanted)));
            }
        }
        String rest = literal.toString();
        parts.add(search -> rest);
        return parts;
    }

    static String emptyIfNone(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static String escaped(char c) {
        return switch (c) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case 'a' -> "\u0007";
            case 'b' -> "\b";
            case 'f' -> "\f";
            case 'v' -> "\u000b";
            case '0' -> "\0";
            case '\\' -> "\\";
            default -> {
                if (Character.isLetter(c) && c < 128) {
                    throw TemplateException.of("bad escape \\" + c + " in the replacement");
                }
                yield "\\" + c;
            }
        };
    }

    /** Counts how often the engine looks at a character, so that an exponential search ends. */
    private static final class Watched implements CharSequence {

        private final String text;
        private long reads;

        Watched(String text) {
            this.text = text;
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public char charAt(int index) {
            if (++reads > MAX_READS) {
                throw tooComplex(null);
            }
            return text.charAt(index);
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** From Python's syntax to Java's: group names, character classes, braces and a few escapes differ. */
    private static final class Translation {

        private final String regex;
        private final StringBuilder out = new StringBuilder();
        private final Map<String, Integer> names = new HashMap<>();
        private int at;
        private int groups;

        Translation(String regex) {
            this.regex = regex;
        }

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
}
