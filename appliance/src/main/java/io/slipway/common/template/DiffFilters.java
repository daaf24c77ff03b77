package io.slipway.common.template;

import io.slipway.common.UnifiedDiff;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The filter {@code fact_diff} of the collection ansible.utils: two values as the lines of a unified diff that shows all of them. */
final class DiffFilters {

    private DiffFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        engine.filter("ansible.utils.fact_diff", "after plugin? common?", (v, a, c) -> {
            List<BoundedRegex> skipped = skipped(a.any("plugin"));
            List<@Nullable Object> lines = new ArrayList<>(lines(text(v, skipped), text(a.any("after"), skipped)));
            if (a.flag("common", false)) {
                lines.removeIf(line ->
                        Python.str(line).startsWith("+") || Python.str(line).startsWith("-"));
            }
            return lines;
        });
    }

    private static List<String> lines(String before, String after) {
        int all = (int) Math.max(before.lines().count(), after.lines().count());
        List<String> lines = new ArrayList<>();
        UnifiedDiff.of(before, after, "before", "after", all)
                .forEach(line -> lines.addAll(line.lines().toList()));
        if (!lines.isEmpty()) {
            lines.add("");
        }
        return lines;
    }

    private static List<BoundedRegex> skipped(@Nullable Object plugin) {
        Object given = plugin instanceof Map<?, ?> named && named.get("vars") instanceof Map<?, ?> vars
                ? vars.get("skip_lines")
                : null;
        List<BoundedRegex> skipped = new ArrayList<>();
        if (given != null) {
            Python.iterate(given).forEach(regex -> skipped.add(BoundedRegex.compile(Python.str(regex), false, false)));
        }
        return skipped;
    }

    private static String text(@Nullable Object value, List<BoundedRegex> skipped) {
        return switch (value) {
            case null -> "";
            case Undefined undefined -> throw undefined.failure();
            case Map<?, ?> map -> JsonWriter.write(map, new JsonWriter.Options("    ", true, ",", ": ", true)) + "\n";
            case List<?> list -> joined(list, skipped);
            default -> {
                String text = Python.str(value);
                yield skipped.isEmpty() ? text : joined(text.lines().toList(), skipped);
            }
        };
    }

    private static String joined(List<?> lines, List<BoundedRegex> skipped) {
        StringBuilder text = new StringBuilder();
        for (Object line : lines) {
            String shown = Python.str(line);
            if (skipped.stream().noneMatch(regex -> regex.on(shown).atStart())) {
                text.append(shown).append('\n');
            }
        }
        return text.toString();
    }
}
