package io.slipway.automation.module.facts;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Sections of {@code name = value}, as Python's {@code configparser} reads them. */
final class IniText {

    private static final String DEFAULT = "DEFAULT";
    private static final int DEEPEST = 10;
    private static final Pattern REFERENCE = Pattern.compile("%(?:%|\\(([^)]+)\\)s)");

    private final Map<String, Map<String, String>> sections = new LinkedHashMap<>();

    private IniText() {}

    /** Nothing where a parser would refuse the text: options before a section, or anything twice. */
    static Optional<Map<String, @Nullable Object>> read(String text) {
        IniText ini = new IniText();
        return ini.parse(text) ? Optional.of(ini.resolved()) : Optional.empty();
    }

    private boolean parse(String text) {
        Map<String, String> section = null;
        String last = "";
        for (String line : text.split("\n", -1)) {
            String content = line.strip();
            if (content.isEmpty() || content.startsWith("#") || content.startsWith(";")) {
                continue;
            }
            if (section != null && !last.isEmpty() && Character.isWhitespace(line.charAt(0))) {
                section.put(last, section.get(last) + "\n" + content);
            } else if (content.matches("\\[.+]")) {
                String name = content.substring(1, content.length() - 1);
                section = new LinkedHashMap<>();
                if (sections.put(name, section) != null) {
                    return false;
                }
                last = "";
            } else {
                int equals = content.replace(':', '=').indexOf('=');
                if (section == null || equals < 1) {
                    return false;
                }
                last = content.substring(0, equals).strip().toLowerCase(Locale.ROOT);
                if (section.put(last, content.substring(equals + 1).strip()) != null) {
                    return false;
                }
            }
        }
        return true;
    }

    private Map<String, @Nullable Object> resolved() {
        Map<String, String> defaults = sections.getOrDefault(DEFAULT, Map.of());
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        sections.forEach((name, own) -> {
            if (!name.equals(DEFAULT)) {
                Map<String, String> all = new LinkedHashMap<>(own);
                defaults.forEach(all::putIfAbsent);
                Map<String, @Nullable Object> values = new LinkedHashMap<>();
                all.forEach((option, value) -> values.put(option, interpolated(value, all, 0)));
                result.put(name, values);
            }
        });
        return result;
    }

    /** {@code %(other)s} is another option's value; what names none stays as it is written. */
    private static String interpolated(String value, Map<String, String> options, int depth) {
        return REFERENCE.matcher(value).replaceAll(reference -> {
            String name = reference.group(1);
            if (name == null) {
                return "%";
            }
            String other = options.get(name.toLowerCase(Locale.ROOT));
            return Matcher.quoteReplacement(
                    other == null || depth > DEEPEST ? reference.group() : interpolated(other, options, depth + 1));
        });
    }
}
