package io.slipway.cli.output;

import java.io.PrintWriter;

/**
 * What text is written on.
 *
 * @param colour whether styles show
 * @param columns how wide banners are, without the last column
 */
public record Paper(PrintWriter out, boolean colour, int columns) {

    /** Ansible's width where there is no terminal. */
    public static final int PLAIN_COLUMNS = 79;

    public static Paper plain(PrintWriter out) {
        return new Paper(out, false, PLAIN_COLUMNS);
    }

    public void line(String text) {
        out.println(text);
        out.flush();
    }

    public void line(Style style, String text) {
        line(styled(style, text));
    }

    /** Broken between words where it is wider than the paper. */
    public void wrapped(Style style, String text) {
        text.lines().forEach(line -> {
            StringBuilder row = new StringBuilder();
            for (String word : line.split("(?<=\\S) ")) {
                if (!row.isEmpty() && row.length() + 1 + word.length() > columns) {
                    line(style, row.toString());
                    row.setLength(0);
                }
                row.append(row.isEmpty() ? "" : " ").append(word);
            }
            line(style, row.toString());
        });
    }

    public String styled(Style style, String text) {
        return colour && !text.isEmpty() ? style.paint(text) : text;
    }

    /** An empty line, then the title and stars up to the margin. */
    public void banner(String title) {
        int stars = Math.max(3, columns - title.codePointCount(0, title.length()));
        line("");
        line(title + " " + "*".repeat(stars));
    }
}
