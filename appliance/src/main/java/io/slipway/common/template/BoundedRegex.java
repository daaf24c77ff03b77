package io.slipway.common.template;

import io.slipway.common.Problem;
import io.slipway.common.PythonRegex;
import io.slipway.common.PythonReplacement;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** A regular expression in Python's syntax whose searches end, however it was written. */
final class BoundedRegex {

    private final PythonRegex regex;

    private BoundedRegex(PythonRegex regex) {
        this.regex = regex;
    }

    static BoundedRegex compile(String source, boolean ignoreCase, boolean multiline) {
        int flags = (ignoreCase ? Pattern.CASE_INSENSITIVE : 0) | (multiline ? Pattern.MULTILINE : 0);
        try {
            return new BoundedRegex(PythonRegex.ofText(source, flags));
        } catch (PatternSyntaxException e) {
            throw new TemplateException(
                    Problem.of("this is not a regular expression: " + Repr.quoted(source))
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
            matcher = regex.matcher(new WatchedText(text));
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
        if (name.matches("[0-9]{1,8}")) {
            return Integer.parseInt(name);
        }
        int number = regex.group(name);
        if (number < 0) {
            throw TemplateException.of("no such group: '" + name + "'");
        }
        return number;
    }

    /** Python's {@code re.sub}. */
    String replace(String text, String template) {
        PythonReplacement replacement = replacement(template);
        Search search = on(text);
        StringBuilder out = new StringBuilder();
        int at = 0;
        while (search.find()) {
            out.append(text, at, search.matcher.start()).append(replacement.fill(search.matcher));
            Bounds.text(out.length());
            at = search.end();
        }
        return out.append(text, at, text.length()).toString();
    }

    private PythonReplacement replacement(String template) {
        try {
            return regex.replacement(template);
        } catch (PatternSyntaxException e) {
            throw new TemplateException(
                    Problem.of("this is not a replacement: " + Repr.quoted(template))
                            .because(e.getDescription()),
                    e);
        }
    }

    static String emptyIfNone(@Nullable String text) {
        return text == null ? "" : text;
    }
}
