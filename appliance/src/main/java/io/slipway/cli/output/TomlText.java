package io.slipway.cli.output;

import io.slipway.common.json.Json;
import io.slipway.common.template.Python;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Values as a TOML document, laid out as {@code ansible-inventory --toml} does: all tables of one depth, then those below them. */
public final class TomlText {

    private static final Pattern BARE = Pattern.compile("[A-Za-z0-9_-]+");

    private final StringBuilder text = new StringBuilder();

    private TomlText() {}

    /** TOML has no null: such values are left out. */
    public static String of(Map<String, @Nullable Object> document) {
        TomlText toml = new TomlText();
        Map<String, Map<?, ?>> tables = toml.values("", document);
        while (!tables.isEmpty()) {
            Map<String, Map<?, ?>> below = new LinkedHashMap<>();
            tables.forEach((name, table) -> below.putAll(toml.table(name, table)));
            tables = below;
        }
        return toml.text.toString();
    }

    private Map<String, Map<?, ?>> table(String name, Map<?, ?> table) {
        int before = text.length();
        Map<String, Map<?, ?>> below = values(name + ".", table);
        if (text.length() > before || below.isEmpty()) {
            String blank = before == 0 || text.substring(0, before).endsWith("\n\n") ? "" : "\n";
            text.insert(before, blank + "[" + name + "]\n");
        }
        return below;
    }

    /** @return the tables among the values, by their full names */
    private Map<String, Map<?, ?>> values(String prefix, Map<?, ?> values) {
        Map<String, Map<?, ?>> tables = new LinkedHashMap<>();
        List<Runnable> arrays = new ArrayList<>();
        values.forEach((key, value) -> {
            String name = key(String.valueOf(key));
            if (value instanceof Map<?, ?> table) {
                tables.put(prefix + name, table);
            } else if (value instanceof List<?> list
                    && !list.isEmpty()
                    && list.stream().allMatch(Map.class::isInstance)) {
                arrays.add(() -> array(prefix + name, list));
            } else if (value != null) {
                text.append(name).append(" = ").append(value(value)).append('\n');
            }
        });
        arrays.forEach(Runnable::run);
        return tables;
    }

    private void array(String name, List<?> tables) {
        for (Object table : tables) {
            text.append("[[").append(name).append("]]\n");
            ((Map<?, ?>) table).forEach((key, value) -> {
                if (value != null) {
                    text.append(key(String.valueOf(key)))
                            .append(" = ")
                            .append(value(value))
                            .append('\n');
                }
            });
            text.append('\n');
        }
    }

    private static String key(String name) {
        return BARE.matcher(name).matches() ? name : Json.write(name);
    }

    private static String value(@Nullable Object value) {
        return switch (value) {
            case null -> "\"\"";
            case Boolean flag -> flag.toString();
            case Number number -> Python.str(number);
            case List<?> list ->
                list.stream().map(item -> " " + value(item) + ",").collect(Collectors.joining("", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> key(String.valueOf(entry.getKey())) + " = " + value(entry.getValue()))
                        .collect(Collectors.joining(", ", "{ ", " }"));
            default -> Json.write(String.valueOf(value));
        };
    }
}
