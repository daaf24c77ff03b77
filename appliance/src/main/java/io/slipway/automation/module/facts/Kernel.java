package io.slipway.automation.module.facts;

import io.slipway.automation.module.shell.Found;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the kernel writes things below {@code /sys}. */
final class Kernel {

    private static final Pattern NUMBER = Pattern.compile("(?<![\\w.])\\d{1,18}");
    private static final Pattern RANGE = Pattern.compile("(\\d{1,9})(?:-(\\d{1,9}))?");

    /** Tells {@code name=value} for the attributes {@code $2…} of the folder {@code $1} in {@code _lines}. */
    static final String ATTRIBUTES = """
            _attributes() {
              _folder=$1; shift
              _lines=
              for _name in "$@"; do
                _value=
                { IFS= read -r _value <"$_folder/$_name"; } 2>/dev/null
                [ -z "$_value" ] || _lines="$_lines$_name=$_value
            "
              done
            }
            """;

    /** {@code _within COMMAND…} gives a command up that takes longer than {@code $_timeout} seconds: hardware can hang. */
    static final String WITHIN = """
            _within() { if command -v timeout >/dev/null 2>&1; then timeout -k 1 "$_timeout" "$@"; else "$@"; fi; }
            """;

    private Kernel() {}

    /** What was told under keys that begin with {@code prefix}: the rest of the key, in the order of the numbers in it, and the key. */
    static Map<String, String> numbered(Found found, String prefix) {
        Map<String, String> keys = new TreeMap<>(Comparator.comparing((String rest) -> rest.replaceAll("\\d+", "0"))
                .thenComparing((a, b) -> {
                    String[] left = a.split("\\D+");
                    String[] right = b.split("\\D+");
                    for (int i = 0; i < Math.min(left.length, right.length); i++) {
                        int order = Long.compare(number(left[i]), number(right[i]));
                        if (order != 0) {
                            return order;
                        }
                    }
                    return a.compareTo(b);
                }));
        found.texts().keySet().stream()
                .filter(key -> key.startsWith(prefix))
                .forEach(key -> keys.put(key.substring(prefix.length()), key));
        return keys;
    }

    /** Lines of {@code name=value}, without spaces around. */
    static Map<String, String> values(Found found, String key) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : found.lines(key)) {
            int equals = line.indexOf('=');
            if (equals > 0) {
                values.put(line.substring(0, equals), line.substring(equals + 1).strip());
            }
        }
        return values;
    }

    /** The first whole number in a text; 0 where there is none. */
    static long number(String text) {
        Matcher number = NUMBER.matcher(text);
        return number.find() ? Long.parseLong(number.group()) : 0;
    }

    /** How many a list such as {@code 0-55,112-167} names. */
    static long listed(String list) {
        long count = 0;
        Matcher range = RANGE.matcher(list);
        while (range.find()) {
            count += range.group(2) == null ? 1 : 1 + Long.parseLong(range.group(2)) - Long.parseLong(range.group(1));
        }
        return count;
    }

    /** The memory node that a device is near, or {@code null} where the firmware doesn't say. */
    static @Nullable Long memoryNode(@Nullable String text) {
        return text != null && text.matches("\\d{1,9}") ? Long.valueOf(text) : null;
    }

    /** A PCI address as the kernel writes it: {@code 0000:1b:00.0}, also from a library's {@code 00000000:1B:00.0}. */
    static String pciAddress(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.matches("0000[0-9a-f]{4}:.*") ? lower.substring(4) : lower;
    }
}
