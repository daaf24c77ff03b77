package io.slipway.automation.engine.lookup;

import io.slipway.common.CsvText;
import io.slipway.common.template.Python;
import io.slipway.common.template.TemplateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A column of the row of a CSV file whose first column is the term. */
final class CsvLookup implements Lookup {

    private static final Set<String> OPTIONS = Set.of("col", "default", "delimiter", "file", "encoding");

    @Override
    public List<@Nullable Object> find(
            List<@Nullable Object> terms, Map<String, @Nullable Object> options, Surroundings around) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Object term : terms) {
            InlineOptions asked = InlineOptions.of("csvfile", Python.str(term), OPTIONS, options);
            if (asked.key().isEmpty()) {
                throw TemplateException.of("Search key is required but was not found");
            }
            String delimiter = asked.text("delimiter", "TAB");
            String text = TextFiles.found(asked.text("file", "ansible.csv"), asked.text("encoding", "utf-8"), around);
            Object value = value(
                    CsvText.rows(
                            text,
                            delimiter.equals("TAB") || delimiter.equals("\\t") ? '\t' : character(delimiter),
                            false),
                    asked);
            if (value instanceof List<?> list) {
                values.addAll(list);
            } else if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private static char character(String delimiter) {
        if (delimiter.length() != 1) {
            throw TemplateException.of("csvfile: \"delimiter\" must be a 1-character string");
        }
        return delimiter.charAt(0);
    }

    private static @Nullable Object value(List<List<String>> rows, InlineOptions asked) {
        String column = asked.text("col", "1");
        for (List<String> row : rows) {
            if (row.getFirst().equals(asked.key())) {
                int index = column.matches("-?[0-9]{1,6}") ? Integer.parseInt(column) : row.size();
                int place = index < 0 ? index + row.size() : index;
                if (place < 0 || place >= row.size()) {
                    throw TemplateException.of("csvfile: there is no column " + column);
                }
                return row.get(place);
            }
        }
        return asked.any("default");
    }
}
