package io.slipway.common.template;

import io.slipway.common.CsvText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The filter {@code from_csv} of the collection community.general. */
final class CsvFilters {

    private CsvFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        engine.filter(
                "community.general.from_csv",
                "dialect? fieldnames? delimiter? skipinitialspace? strict?",
                (v, a, c) -> records(Python.str(v), a));
    }

    private static List<@Nullable Object> records(String text, Arguments args) {
        String dialect = args.text("dialect", "excel");
        String usual = switch (dialect) {
            case "excel", "unix" -> ",";
            case "excel-tab" -> "\t";
            default ->
                throw TemplateException.of("Dialect '" + dialect + "' is not supported by your version of python.");
        };
        String delimiter = args.text("delimiter", usual);
        if (delimiter.length() != 1) {
            throw TemplateException.of("Unable to process file: \"delimiter\" must be a 1-character string");
        }
        List<List<String>> rows = CsvText.rows(text, delimiter.charAt(0), args.flag("skipinitialspace", false));
        boolean named = args.any("fieldnames") != null;
        List<String> names = named
                ? Python.iterate(args.any("fieldnames")).stream()
                        .map(Python::str)
                        .toList()
                : rows.isEmpty() ? List.of() : rows.getFirst();
        List<@Nullable Object> records = new ArrayList<>();
        rows.subList(named || rows.isEmpty() ? 0 : 1, rows.size()).forEach(row -> records.add(record(names, row)));
        return records;
    }

    /** Fields without a name are a list without a name; names without a field have none. */
    private static Map<@Nullable Object, @Nullable Object> record(List<String> names, List<String> row) {
        Map<@Nullable Object, @Nullable Object> record = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            record.put(names.get(i), i < row.size() ? row.get(i) : null);
        }
        if (row.size() > names.size()) {
            record.put(null, new ArrayList<@Nullable Object>(row.subList(names.size(), row.size())));
        }
        return record;
    }
}
