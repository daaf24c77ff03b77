package io.slipway.common;

import java.util.ArrayList;
import java.util.List;

/** Rows of text with fields in them: RFC 4180, as leniently as Python's {@code csv} reads it. */
public final class CsvText {

    private CsvText() {}

    /**
     * The rows that are not empty; a quote inside of a field that does not begin with one is a character.
     *
     * @param delimiter what stands between fields
     * @param skipSpace whether blanks right after a delimiter go away
     */
    public static List<List<String>> rows(String text, char delimiter, boolean skipSpace) {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        boolean fresh = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quoted && c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                field.append('"');
                i++;
            } else if (c == '"' && (quoted || fresh)) {
                quoted = !quoted;
                fresh = false;
            } else if (!quoted && c == delimiter) {
                row.add(field.toString());
                field.setLength(0);
                fresh = true;
            } else if (!quoted && (c == '\n' || c == '\r')) {
                endRow(rows, row, field);
                row = new ArrayList<>();
                fresh = true;
            } else if (!(skipSpace && fresh && c == ' ')) {
                field.append(c);
                fresh = false;
            }
        }
        endRow(rows, row, field);
        return rows;
    }

    private static void endRow(List<List<String>> rows, List<String> row, StringBuilder field) {
        if (!row.isEmpty() || !field.isEmpty()) {
            row.add(field.toString());
            rows.add(row);
            field.setLength(0);
        }
    }
}
