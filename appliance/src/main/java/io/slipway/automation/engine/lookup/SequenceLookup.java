package io.slipway.automation.engine.lookup;

import io.slipway.common.template.Python;
import io.slipway.common.template.TemplateException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Numbers: {@code 1-5/2:host%02d}, or {@code start=1 end=5 stride=2 format=host%02d}, or {@code count=5}. */
final class SequenceLookup implements Lookup {

    private static final String NUMBER = "(?:-?(?:0x[0-9a-f]+|[0-9]+))";
    private static final Pattern SHORT = Pattern.compile(
            "(?:(" + NUMBER + ")-)?(" + NUMBER + ")(?:/(" + NUMBER + "))?(?::(.+))?", Pattern.CASE_INSENSITIVE);
    private static final int MOST = 1_000_000;

    @Override
    public List<@Nullable Object> find(
            List<@Nullable Object> terms, Map<String, @Nullable Object> options, Surroundings around) {
        List<@Nullable Object> numbers = new ArrayList<>();
        if (terms.isEmpty() && !options.isEmpty()) {
            Map<String, String> parts = new HashMap<>();
            options.forEach((name, value) -> parts.put(name, Python.str(value)));
            count(parts, numbers);
        }
        for (Object term : terms) {
            count(parts(Python.str(term)), numbers);
        }
        return numbers;
    }

    private static Map<String, String> parts(String term) {
        Matcher shortForm = SHORT.matcher(term.strip());
        Map<String, String> parts = new HashMap<>();
        if (shortForm.matches()) {
            List<String> names = List.of("start", "end", "stride", "format");
            for (int i = 0; i < names.size(); i++) {
                String value = shortForm.group(i + 1);
                if (value != null) {
                    parts.put(names.get(i), value);
                }
            }
            return parts;
        }
        for (String word : term.strip().split("\\s+")) {
            String[] pair = word.split("=", 2);
            if (pair.length != 2
                    || !List.of("start", "end", "count", "stride", "format").contains(pair[0])) {
                throw TemplateException.of("unrecognized arguments to with_sequence: " + term);
            }
            parts.put(pair[0], pair[1]);
        }
        return parts;
    }

    private static void count(Map<String, String> parts, List<@Nullable Object> into) {
        long start = number(parts.getOrDefault("start", "1"));
        long stride = number(parts.getOrDefault("stride", "1"));
        String format = parts.getOrDefault("format", "%d");
        if (parts.containsKey("count") == parts.containsKey("end")) {
            throw TemplateException.of("must specify either count or end in with_sequence");
        }
        long end;
        if (parts.containsKey("count")) {
            long count = number(parts.getOrDefault("count", "0"));
            if (count == 0) {
                return;
            }
            end = start + count * stride - Long.signum(stride);
        } else {
            end = number(parts.getOrDefault("end", "0"));
        }
        if (stride == 0) {
            return;
        }
        if (stride > 0 && end < start) {
            throw TemplateException.of("to count backwards make stride negative");
        }
        if (stride < 0 && end > start) {
            throw TemplateException.of("to count forward don't make stride negative");
        }
        for (long i = start; stride > 0 ? i <= end : i >= end; i += stride) {
            if (into.size() == MOST) {
                throw TemplateException.of("with_sequence gives more than " + MOST + " items");
            }
            into.add(formatted(format, i));
        }
    }

    private static long number(String text) {
        try {
            return Long.decode(text);
        } catch (NumberFormatException e) {
            throw TemplateException.of("can't parse '" + text + "' as integer");
        }
    }

    private static String formatted(String format, long number) {
        try {
            return format.chars().filter(c -> c == '%').count() == 1
                    ? String.format(Locale.ROOT, format.replace("%i", "%d").replace("%u", "%d"), number)
                    : bad(format);
        } catch (IllegalArgumentException e) {
            return bad(format);
        }
    }

    private static String bad(String format) {
        throw TemplateException.of("bad formatting string: " + format);
    }
}
