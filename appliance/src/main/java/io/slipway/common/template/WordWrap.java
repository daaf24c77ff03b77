package io.slipway.common.template;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The filter {@code wordwrap}: lines no longer than a width, broken as Python's textwrap breaks them. */
final class WordWrap {

    private static final String BLANK = "[\\t\\n\\x0b\\x0c\\r ]";
    private static final String NOT_BLANK = "[^\\t\\n\\x0b\\x0c\\r ]";
    private static final String WORD_PUNCTUATION = "[\\w!\"'&.,?]";
    private static final String LETTER = "[^\\d\\W]";

    /** White space; dashes between words; words up to a hyphen that may end a line. */
    private static final Pattern CHUNK_WITH_HYPHENS = Pattern.compile(
            BLANK + "+|(?<=" + WORD_PUNCTUATION + ")-{2,}(?=\\w)|" + NOT_BLANK + "+?(?:-(?:(?<=" + LETTER + "{2}-)|(?<="
                    + LETTER + "-" + LETTER + "-))(?=" + LETTER + "-?" + LETTER + ")|(?=" + BLANK + "|\\z)|(?<="
                    + WORD_PUNCTUATION + ")(?=-{2,}\\w))",
            Pattern.UNICODE_CHARACTER_CLASS);

    private static final Pattern CHUNK = Pattern.compile(BLANK + "+|" + NOT_BLANK + "+");

    private final int width;
    private final boolean breakLong;
    private final Pattern chunk;

    private WordWrap(int width, boolean breakLong, boolean breakHyphens) {
        this.width = width;
        this.breakLong = breakLong;
        this.chunk = breakHyphens ? CHUNK_WITH_HYPHENS : CHUNK;
    }

    static Object filter(@Nullable Object value, Arguments args, RenderContext context) {
        long width = args.integer("width", 79);
        if (width <= 0) {
            throw TemplateException.of("invalid width " + width + " (must be > 0)");
        }
        WordWrap wrap = new WordWrap(
                (int) Math.min(width, Integer.MAX_VALUE),
                args.flag("break_long_words", true),
                args.flag("break_on_hyphens", true));
        String newline = args.text("wrapstring", "\n");
        List<String> lines = new ArrayList<>();
        for (Object line : Text.lines(TextFilters.needString(value, "wordwrap"), false)) {
            context.step();
            lines.add(String.join(newline, wrap.wrap(Python.str(line))));
        }
        return String.join(newline, lines);
    }

    private List<String> wrap(String text) {
        List<String> chunks = new ArrayList<>();
        Matcher matcher = chunk.matcher(text);
        while (matcher.find()) {
            chunks.add(matcher.group());
        }
        List<String> lines = new ArrayList<>();
        int at = 0;
        while (at < chunks.size()) {
            if (!lines.isEmpty() && chunks.get(at).isBlank()) {
                at++;
                continue;
            }
            List<String> line = new ArrayList<>();
            int length = 0;
            while (at < chunks.size() && length + Text.length(chunks.get(at)) <= width) {
                length += Text.length(chunks.get(at));
                line.add(chunks.get(at++));
            }
            if (at < chunks.size() && Text.length(chunks.get(at)) > width) {
                String rest = tooLong(chunks.get(at), line, width - length);
                if (rest.isEmpty()) {
                    at++;
                } else {
                    chunks.set(at, rest);
                }
            }
            if (!line.isEmpty() && line.getLast().isBlank()) {
                line.removeLast();
            }
            if (!line.isEmpty()) {
                lines.add(String.join("", line));
            }
        }
        return lines;
    }

    /** Puts what fits of a chunk that is longer than a line, and gives back what is left of it. */
    private String tooLong(String text, List<String> line, int room) {
        int space = Math.max(room, 1);
        if (!breakLong) {
            if (line.isEmpty()) {
                line.add(text);
                return "";
            }
            return text;
        }
        int end = Math.min(space, Text.length(text));
        if (chunk == CHUNK_WITH_HYPHENS && Text.length(text) > space) {
            int hyphen = text.substring(0, text.offsetByCodePoints(0, space)).lastIndexOf('-');
            boolean useful = hyphen > 0 && text.substring(0, hyphen).chars().anyMatch(c -> c != '-');
            end = useful ? text.codePointCount(0, hyphen + 1) : end;
        }
        line.add(Text.slice(text, 0, end));
        return Text.slice(text, end, Text.length(text));
    }
}
