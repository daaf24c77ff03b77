package io.slipway.common.template;

import io.slipway.common.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A regular expression in Python's syntax, run by Java's engine. */
final class PythonRegex {

    private final Pattern pattern;
    private final Map<String, Integer> names;

    private PythonRegex(Pattern pattern, Map<String, Integer> names) {
        this.pattern = pattern;
        this.names = names;
    }

    static PythonRegex compile(String regex, boolean ignoreCase, boolean multiline) {
        RegexTranslation translation = new RegexTranslation(regex);
        int flags = Pattern.UNIX_LINES | Pattern.UNICODE_CHARACTER_CLASS;
        flags |= ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
        flags |= multiline ? Pattern.MULTILINE : 0;
        try {
            return new PythonRegex(Pattern.compile(translation.run(), flags), translation.names());
        } catch (PatternSyntaxException e) {
            throw new TemplateException(
                    Problem.of("this is not a regular expression: " + Repr.quoted(regex))
                            .because(e.getDescription()),
                    e);
        } catch (StackOverflowError e) {
            throw tooComplex(e);
        }
    }

    static TemplateException tooComplex(@Nullable Throwable cause) {
        return new TemplateException(
                Problem.of("this regular expression takes too long on this text")
                        .hint("avoid repetitions inside of repetitions"),
                cause);
    }

    /** A position in a text: matches go on from here. */
    final class Search {

        private final Matcher matcher;

        private Search(String text) {
            matcher = pattern.matcher(new WatchedText(text));
        }

        boolean find() {
            return guarded(matcher::find);
        }

        boolean atStart() {
            return guarded(matcher::lookingAt);
        }

        private boolean guarded(BooleanSupplier action) {
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
}
