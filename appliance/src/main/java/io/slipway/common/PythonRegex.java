package io.slipway.common;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A regular expression as Python's {@code re} understands it, run by Java's engine. Source:
 * <a href="https://docs.python.org/3/library/re.html">the re module</a>.
 */
public final class PythonRegex {

    private static final int ALWAYS = Pattern.UNIX_LINES;
    private static final int TEXT = ALWAYS | Pattern.UNICODE_CHARACTER_CLASS;

    private final String source;
    private final Pattern pattern;
    private final Map<String, Integer> groups;
    private final boolean multiline;

    private PythonRegex(String source, int flags) {
        PythonPattern translated = PythonPattern.translate(source, (flags & Pattern.MULTILINE) != 0);
        this.source = source;
        this.pattern = Pattern.compile(translated.java(), flags & ~Pattern.MULTILINE);
        this.groups = translated.groups();
        this.multiline = translated.multiline();
    }

    /**
     * For text: letters are Unicode letters.
     *
     * @param flags of {@link Pattern}: {@code CASE_INSENSITIVE}, {@code MULTILINE} and {@code DOTALL}
     * @throws PatternSyntaxException for what Python would refuse, and for conditional groups, which Java lacks
     */
    public static PythonRegex ofText(String source, int flags) {
        return new PythonRegex(source, flags | TEXT | Pattern.UNICODE_CASE);
    }

    /**
     * For bytes as Latin-1 characters: letters are ASCII letters.
     *
     * @throws PatternSyntaxException as {@link #ofText}
     */
    public static PythonRegex ofBytes(String source) {
        return new PythonRegex(source, ALWAYS);
    }

    public Matcher matcher(CharSequence text) {
        return pattern.matcher(text);
    }

    public boolean finds(String text) {
        return pattern.matcher(text).find();
    }

    /** {@code re.match}: from the beginning, not to the end. */
    public boolean matchesAtStart(String text) {
        return pattern.matcher(text).lookingAt();
    }

    /** Whether anchors match at every line, as asked for or as the pattern says: {@code (?m)}. */
    public boolean isMultiline() {
        return multiline;
    }

    /** Named groups and their numbers, in order. */
    public Map<String, Integer> groups() {
        return groups;
    }

    /** Number of a named group; -1 when there is none. */
    public int group(String name) {
        return groups.getOrDefault(name, -1);
    }

    /**
     * A replacement of {@code re.sub} with {@code \1}, {@code \g<name>} and escapes.
     *
     * @throws PatternSyntaxException for unknown groups and escapes
     */
    public PythonReplacement replacement(String template) {
        return PythonReplacement.parse(template, this, pattern.matcher("").groupCount());
    }

    @Override
    public String toString() {
        return source;
    }
}
