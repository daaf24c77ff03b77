package io.slipway.common.template;

import io.slipway.common.Position;
import io.slipway.common.Problem;

/**
 * The text of a template and where it comes from.
 *
 * @param text with newlines as {@code \n}
 * @param origin where the first character stands; without a line, lines count from 1
 */
record Source(String text, Position origin) {

    private static final int LONGEST_EXCERPT = 120;

    static Source of(String text, Position origin) {
        return new Source(
                text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n'), origin);
    }

    Position at(int offset) {
        int place = Math.min(offset, text.length());
        int lines = 0;
        int lineStart = 0;
        for (int i = text.indexOf('\n'); i >= 0 && i < place; i = text.indexOf('\n', i + 1)) {
            lines++;
            lineStart = i + 1;
        }
        int column = text.codePointCount(lineStart, place);
        if (origin.line() == 0) {
            return new Position(origin.source(), lines + 1, column + 1);
        }
        return origin.plus(lines, lines == 0 ? column : column + 1);
    }

    String excerpt(Node.Span span) {
        String part = text.substring(span.start(), Math.min(span.end(), text.length()))
                .strip()
                .replaceAll("\\s*\\n\\s*", " ");
        return part.length() <= LONGEST_EXCERPT ? part : part.substring(0, LONGEST_EXCERPT) + "…";
    }

    /** A mistake in the text itself. */
    TemplateException mistake(int offset, String what, String hint) {
        return new TemplateException(Problem.of(what).at(at(offset)).hint(hint));
    }

    TemplateException mistake(int offset, String what) {
        return mistake(offset, what, "");
    }
}
