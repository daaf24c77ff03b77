package io.slipway.common;

/**
 * Where in a source text something stands.
 *
 * @param source the file as the user would name it, or a description such as {@code <command line>}
 * @param line counted from 1; 0 when only the source is known
 * @param column counted from 1, in characters; 0 when only the line is known
 */
public record Position(String source, int line, int column) {

    /** A whole source, no particular line. */
    public static Position in(String source) {
        return new Position(source, 0, 0);
    }

    /** The place that lies {@code lines} further down, at {@code newColumn}; in the same line, columns add up. */
    public Position plus(int lines, int columns) {
        return lines == 0 ? new Position(source, line, column + columns) : new Position(source, line + lines, columns);
    }

    /** {@code file:line:column}, the form that editors and terminals make clickable. */
    @Override
    public String toString() {
        if (line == 0) {
            return source;
        }
        return column == 0 ? source + ":" + line : source + ":" + line + ":" + column;
    }
}
