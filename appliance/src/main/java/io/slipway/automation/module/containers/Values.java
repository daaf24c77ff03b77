package io.slipway.automation.module.containers;

import io.slipway.automation.module.ModuleFailure;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What playbooks say, as the engine wants it. */
final class Values {

    private static final Pattern SIZE = Pattern.compile("\\s*(\\d*\\.?\\d+)\\s*([A-Za-z]*)\\s*");
    private static final String UNITS = "BKMGTPEZY";
    private static final Pattern DURATION =
            Pattern.compile("(?:(\\d+)h)?(?:(\\d+)m(?!s))?(?:(\\d+)s)?(?:(\\d+)ms)?(?:(\\d+)us)?");

    private Values() {}

    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }

    static List<String> strings(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    static String text(Map<String, ? extends @Nullable Object> map, String key) {
        Object value = map.get(key);
        return value == null ? "" : String.valueOf(value);
    }

    /** Numbers and truth as the engine's string maps want them. */
    static Map<String, String> texts(Map<String, ? extends @Nullable Object> map) {
        Map<String, String> texts = new LinkedHashMap<>();
        map.forEach((key, value) -> texts.put(key, String.valueOf(value)));
        return texts;
    }

    /** As {@code 512M}, {@code 1.5GB} or plain bytes. */
    static long bytes(String option, String size) {
        Matcher matcher = SIZE.matcher(size);
        String unit = matcher.matches() ? matcher.group(2).toUpperCase(Locale.ROOT) : "?";
        int power = unit.isEmpty() ? 0 : UNITS.indexOf(unit.charAt(0));
        if (power < 0 || !(unit.length() < 2 || unit.substring(1).matches("B|YTES?|IB"))) {
            throw new ModuleFailure("Failed to convert " + option + " to bytes: '" + size
                    + "' is not a number with one of the units B, K, M, G, T, P, E");
        }
        return new BigDecimal(matcher.group(1))
                .multiply(new BigDecimal(1024).pow(power))
                .longValue();
    }

    /** As {@code 1m30s}, in nanoseconds. */
    static long nanoseconds(String option, String duration) {
        Matcher matcher = DURATION.matcher(duration);
        if (!matcher.matches()) {
            throw new ModuleFailure(
                    "Invalid time duration - " + duration + " (" + option + ": give it as 1h, 1m30s, 500ms)");
        }
        long[] weights = {3_600_000_000_000L, 60_000_000_000L, 1_000_000_000L, 1_000_000L, 1_000L};
        long sum = 0;
        for (int i = 0; i < weights.length; i++) {
            String part = matcher.group(i + 1);
            sum += part == null ? 0 : Long.parseLong(part) * weights[i];
        }
        return sum;
    }

    static long integer(String option, @Nullable Object value) {
        try {
            return Long.parseLong(String.valueOf(value).strip());
        } catch (NumberFormatException e) {
            throw new ModuleFailure(option + " is to be an integer, not '" + value + "'").with("value", value);
        }
    }

    static boolean truth(@Nullable Object value) {
        return value instanceof Boolean b
                ? b
                : Set.of("yes", "true", "on", "1", "y", "t")
                        .contains(String.valueOf(value).toLowerCase(Locale.ROOT));
    }

    /** The mappings of a list: only keys that are known, and those that are needed; keys without a value are left out. */
    static List<Map<String, @Nullable Object>> records(
            String option, List<? extends @Nullable Object> list, Set<String> known, Set<String> needed) {
        List<Map<String, @Nullable Object>> records = new ArrayList<>();
        for (Object item : list) {
            records.add(record(option, item, known, needed));
        }
        return records;
    }

    static Map<String, @Nullable Object> record(
            String option, @Nullable Object item, Set<String> known, Set<String> needed) {
        if (!(item instanceof Map<?, ?>)) {
            throw new ModuleFailure("an entry of '" + option + "' is to be a mapping, not: " + item);
        }
        Map<String, @Nullable Object> record = new LinkedHashMap<>(map(item));
        record.values().removeIf(value -> value == null);
        for (String key : record.keySet()) {
            if (!known.contains(key)) {
                throw new ModuleFailure(
                        "Unsupported parameters for '" + option + "': " + key + ". Supported parameters include: "
                                + String.join(", ", known.stream().sorted().toList()) + ".");
            }
        }
        for (String key : needed) {
            if (!record.containsKey(key)) {
                throw new ModuleFailure("missing required arguments: " + key + " found in " + option);
            }
        }
        return record;
    }
}
