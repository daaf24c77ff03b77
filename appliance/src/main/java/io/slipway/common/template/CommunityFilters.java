package io.slipway.common.template;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Filters of the collection community.general; but for two they go by their full names only, as in Ansible. */
final class CommunityFilters {

    private static final String COLLECTION = "community.general.";
    private static final Pattern DURATION = Pattern.compile("(-?\\d{1,18})(\\w+).*");
    private static final long FEWEST_MAC = 68719476736L;
    private static final long MOST_MAC = 1099511627775L;
    private static final List<String> FORMS = List.of("NFC", "NFD", "NFKC", "NFKD");

    private CommunityFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        add(engine, "json_query", "expr", (v, a, c) -> DataFilters.query(v, a.string("expr")));
        add(engine, "random_mac", "seed?", CommunityFilters::randomMac);
        engine.filter("json_query", "expr", (v, a, c) -> DataFilters.query(v, a.string("expr")))
                .filter("random_mac", "seed?", CommunityFilters::randomMac);
        add(engine, "dict", "", (v, a, c) -> DictMethods.fromPairs(Python.iterate(v)));
        add(engine, "dict_kv", "key", (v, a, c) -> single(a.any("key"), v));
        add(engine, "counter", "", (v, a, c) -> counted(v));
        add(engine, "groupby_as_dict", "attribute", (v, a, c) -> grouped(v, a.any("attribute")));
        add(engine, "lists_mergeby", "* **", ListMerge::apply);
        add(engine, "version_sort", "reverse?", CommunityFilters::versionSort);
        add(engine, "crc32", "", (v, a, c) -> crc32(TextFilters.needString(v, "crc32")));
        add(
                engine,
                "unicode_normalize",
                "form?",
                (v, a, c) -> normal(TextFilters.needString(v, "unicode_normalize"), a.text("form", "NFC")));
        add(engine, "to_time_unit", "unit? **", (v, a, c) -> duration(v, a.text("unit", "ms"), a));
        for (String unit : List.of("milliseconds", "seconds", "minutes", "hours", "days", "weeks", "months", "years")) {
            add(engine, "to_" + unit, "**", (v, a, c) -> duration(v, unit, a));
        }
    }

    private static void add(TemplateEngine.Builder engine, String name, String parameters, Filter filter) {
        engine.filter(COLLECTION + name, parameters, filter);
    }

    private static Map<@Nullable Object, @Nullable Object> single(@Nullable Object key, @Nullable Object value) {
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        Dicts.put(map, key, value);
        return map;
    }

    private static List<@Nullable Object> sequence(@Nullable Object value, String filter) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (value instanceof String || value instanceof List<?>) {
            return Python.iterate(value);
        }
        throw TemplateException.of(filter + " needs a list, not " + Python.typeName(value));
    }

    private static Map<@Nullable Object, @Nullable Object> counted(@Nullable Object value) {
        Map<@Nullable Object, @Nullable Object> counts = new LinkedHashMap<>();
        for (Object item : sequence(value, "community.general.counter")) {
            if (Dicts.hashable(item) == null) {
                throw TemplateException.of(
                        "community.general.counter needs a sequence with hashable elements (int, float or str)");
            }
            Dicts.put(counts, item, Dicts.get(counts, item) instanceof Long before ? before + 1 : 1L);
        }
        return counts;
    }

    private static Map<@Nullable Object, @Nullable Object> grouped(@Nullable Object value, @Nullable Object attribute) {
        Map<@Nullable Object, @Nullable Object> groups = new LinkedHashMap<>();
        for (Object item : sequence(value, "groupby_as_dict")) {
            if (!(item instanceof Map<?, ?> map)) {
                throw TemplateException.of("Sequence element is not a mapping: " + Python.repr(item));
            }
            if (!Dicts.has(map, attribute)) {
                throw TemplateException.of("Attribute not contained in element of sequence: " + Python.repr(item));
            }
            Object key = Dicts.get(map, attribute);
            if (Dicts.has(groups, key)) {
                throw TemplateException.of("Multiple sequence entries have attribute value " + Python.repr(key));
            }
            Dicts.put(groups, key, item);
        }
        return groups;
    }

    private static List<@Nullable Object> versionSort(@Nullable Object value, Arguments args, RenderContext context) {
        List<@Nullable Object> sorted = new ArrayList<>(Python.iterate(value));
        Comparator<String> order = Versions.order("loose");
        sorted.sort((a, b) -> order.compare(Python.str(a), Python.str(b)));
        if (args.flag("reverse", false)) {
            Collections.reverse(sorted);
        }
        return sorted;
    }

    private static String crc32(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }

    private static String normal(String text, String form) {
        if (!FORMS.contains(form)) {
            throw TemplateException.of(form + " is not a valid form");
        }
        return Normalizer.normalize(text, Normalizer.Form.valueOf(form));
    }

    private static String randomMac(@Nullable Object value, Arguments args, RenderContext context) {
        String prefix = TextFilters.needString(value, "random_mac").toLowerCase(Locale.ROOT);
        String[] items = prefix.split(":", -1);
        boolean fits = items.length <= 5;
        for (String item : items) {
            fits &= item.matches("[a-f0-9]{2}.*");
        }
        if (!fits) {
            throw TemplateException.of(
                    "Invalid value (" + prefix + ") for random_mac: it takes up to 5 bytes with colons");
        }
        Object seed = args.any("seed");
        LongUnaryOperator below = seed == null ? context.random()::nextLong : new PythonRandom(seed)::below;
        String digits = Long.toHexString(FEWEST_MAC + below.applyAsLong(MOST_MAC - FEWEST_MAC + 1));
        StringBuilder mac = new StringBuilder(prefix);
        for (int i = 0; i < 6 - items.length; i++) {
            mac.append(':').append(digits, 2 * i, 2 * i + 2);
        }
        return mac.toString();
    }

    private static Object duration(@Nullable Object value, String unit, Arguments args) {
        String text = TextFilters.needString(value, "to_time_unit");
        if (text.equals("0")) {
            return 0L;
        }
        BigDecimal total = BigDecimal.ZERO;
        for (String part : text.strip().split("\\s+")) {
            Matcher matcher = DURATION.matcher(part);
            if (!matcher.matches()) {
                throw TemplateException.of("to_time_unit() can not interpret following string: " + text);
            }
            total = total.add(new BigDecimal(matcher.group(1)).multiply(milliseconds(matcher.group(2), args)));
        }
        BigDecimal result = total.divide(milliseconds(unit, args), MathContext.DECIMAL64);
        return result.setScale(12, RoundingMode.HALF_EVEN).doubleValue();
    }

    private static BigDecimal milliseconds(String unit, Arguments args) {
        BigDecimal day = BigDecimal.valueOf(86_400_000L);
        return switch (unit.replaceFirst("(?<=..)s+$", "")) {
            case "ms", "m" -> unit.equals("m") ? BigDecimal.valueOf(60_000) : BigDecimal.ONE;
            case "millisecond", "msec", "msecond" -> BigDecimal.ONE;
            case "s", "sec", "second" -> BigDecimal.valueOf(1000);
            case "min", "minute" -> BigDecimal.valueOf(60_000);
            case "h", "hour" -> BigDecimal.valueOf(3_600_000);
            case "d", "day" -> day;
            case "w", "week" -> day.multiply(BigDecimal.valueOf(7));
            case "mo", "month" -> day.multiply(days(args, "month", 30));
            case "y", "year" -> day.multiply(days(args, "year", 365));
            default ->
                throw TemplateException.of("to_time_unit() can not convert to the following unit: " + unit
                        + ", only ms, s, m, h, d, w, mo, y and their long names");
        };
    }

    private static BigDecimal days(Arguments args, String name, int usual) {
        Object days = args.restNamed().get(name);
        return days == null ? BigDecimal.valueOf(usual) : BigDecimal.valueOf(Numbers.asDouble(days));
    }
}
