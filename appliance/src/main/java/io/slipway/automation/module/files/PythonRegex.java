package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.common.Problem;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** A regular expression as Python's {@code re} understands it. */
final class PythonRegex {

    private final Pattern pattern;
    private final Map<String, Integer> groups;
    private final boolean multiline;

    private PythonRegex(String source, int flags, boolean multiline) {
        try {
            PythonPattern translated = PythonPattern.translate(source, multiline);
            this.pattern = Pattern.compile(translated.java(), flags | Pattern.UNIX_LINES);
            this.groups = translated.groups();
            this.multiline = translated.multiline();
        } catch (PatternSyntaxException e) {
            throw new ModuleFailure(
                    Problem.of("not a regular expression: " + source)
                            .because(e.getDescription() + (e.getIndex() < 0 ? "" : " near position " + e.getIndex())),
                    e);
        }
    }

    /** For {@link Latin} content: letters are ASCII letters, as in a Python bytes pattern. */
    static PythonRegex ofBytes(String source) {
        return new PythonRegex(Latin.of(source), 0, false);
    }

    /** For text: letters are Unicode letters. */
    static PythonRegex ofText(String source) {
        return new PythonRegex(source, Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE, false);
    }

    /** {@code ^} and {@code $} match at every line. */
    static PythonRegex ofTextMultiline(String source) {
        return new PythonRegex(source, Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE, true);
    }

    /** {@code .} matches line feeds. */
    static PythonRegex ofTextDotAll(String source) {
        return new PythonRegex(source, Pattern.UNICODE_CHARACTER_CLASS | Pattern.UNICODE_CASE | Pattern.DOTALL, false);
    }

    Matcher matcher(String text) {
        return pattern.matcher(text);
    }

    boolean finds(String text) {
        return pattern.matcher(text).find();
    }

    /** {@code re.match}: from the beginning, not to the end. */
    boolean matchesAtStart(String text) {
        return pattern.matcher(text).lookingAt();
    }

    /** Whether the pattern itself asks for anchors at every line: {@code (?m)}. */
    boolean isMultiline() {
        return multiline;
    }

    /** Number of a named group; -1 when there is none. */
    int group(String name) {
        return groups.getOrDefault(name, -1);
    }

    /** {@code match.expand}: a replacement with {@code \1}, {@code \g<name>} and escapes filled in. */
    String expand(String template, Matcher match) {
        return PythonReplacement.expand(template, match, this);
    }
}
