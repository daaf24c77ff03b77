package io.slipway.automation.module.control;

import io.slipway.common.json.Json;
import io.slipway.common.json.JsonException;
import io.slipway.common.template.Python;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The types of an argument specification, and what each of them makes of a value. */
final class ArgumentType {

    private static final Set<String> TRUE = Set.of("y", "yes", "on", "1", "true", "t", "1.0");
    private static final Set<String> FALSE = Set.of("n", "no", "off", "0", "false", "f", "0.0");
    private static final Pattern SIZE = Pattern.compile("(?i)\\s*\\d+(\\.\\d*)?\\s*([kmgtpezy]?(b(yte|it)?s?)?)?");
    private static final Pattern FIELD = Pattern.compile("\\s*([^=,\\s]+)=(\"[^\"]*\"|'[^']*'|[^,\\s]*)\\s*,?");

    private ArgumentType() {}

    /** @throws IllegalArgumentException saying why it cannot be */
    static @Nullable Object convert(String type, @Nullable Object value) {
        return switch (type) {
            case "raw" -> value;
            case "list" -> list(value);
            case "dict" -> mapping(value);
            case "bool" -> truth(value);
            case "int" -> integer(value);
            case "float" -> real(value);
            case "bytes", "bits" -> size(type, value);
            default -> Python.str(value);
        };
    }

    /** As Python prints the type. */
    static String shown(@Nullable Object value) {
        return "<class '" + Python.typeName(value) + "'>";
    }

    private static IllegalArgumentException no(@Nullable Object value, String wanted) {
        return new IllegalArgumentException(shown(value) + " cannot be converted to " + wanted);
    }

    private static List<?> list(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> list;
            case String text -> Arrays.asList(text.split(",", -1));
            case Number number -> List.of(Python.str(number));
            case Boolean truth -> List.of(Python.str(truth));
            case null, default -> throw no(value, "a list");
        };
    }

    private static Map<?, ?> mapping(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> map;
            case String text when text.startsWith("{") -> json(text);
            case String text when text.contains("=") -> fields(text);
            case String text ->
                throw new IllegalArgumentException("dictionary requested, could not parse JSON or key=value");
            case null, default -> throw no(value, "a dict");
        };
    }

    private static Map<?, ?> json(String text) {
        try {
            if (Json.read("argument", text) instanceof Map<?, ?> map) {
                return map;
            }
        } catch (JsonException e) {
            throw new IllegalArgumentException("unable to evaluate string as dictionary", e);
        }
        throw new IllegalArgumentException("unable to evaluate string as dictionary");
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        Matcher field = FIELD.matcher(text);
        while (field.lookingAt()) {
            fields.put(field.group(1), field.group(2).replaceAll("^[\"']|[\"']$", ""));
            field.region(field.end(), text.length());
        }
        return fields;
    }

    private static Object truth(@Nullable Object value) {
        if (value instanceof Boolean) {
            return value;
        }
        if (!(value instanceof String) && !(value instanceof Number)) {
            throw no(value, "a bool");
        }
        String word = Python.str(value).strip().toLowerCase(Locale.ROOT);
        if (TRUE.contains(word) || FALSE.contains(word)) {
            return TRUE.contains(word);
        }
        throw new IllegalArgumentException("The value '" + Python.str(value) + "' is not a valid boolean");
    }

    private static Object integer(@Nullable Object value) {
        if (value instanceof Boolean || (value instanceof Number && Python.isInteger(value))) {
            return value;
        }
        if (value instanceof String text && text.strip().matches("[-+]?\\d(_?\\d)*")) {
            return Long.valueOf(text.strip().replace("_", "").replaceFirst("^\\+", ""));
        }
        throw no(value, "an int");
    }

    private static Object real(@Nullable Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        if (value instanceof String text) {
            try {
                return Double.valueOf(text.strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(no(value, "a float").getMessage(), e);
            }
        }
        throw no(value, "a float");
    }

    private static @Nullable Object size(String type, @Nullable Object value) {
        if (value == null || !SIZE.matcher(Python.str(value)).matches()) {
            throw no(value, type.equals("bytes") ? "a Byte value" : "a Bit value");
        }
        return value;
    }
}
