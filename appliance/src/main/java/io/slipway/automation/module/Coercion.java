package io.slipway.automation.module;

import io.slipway.common.PythonFloat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Converts what a playbook says to what an option wants, by the rules of Ansible's argument specifications. */
public final class Coercion {

    private static final Set<String> TRUE = Set.of("y", "yes", "on", "1", "true", "t", "1.0");
    private static final Set<String> FALSE = Set.of("n", "no", "off", "0", "false", "f", "0.0");

    private Coercion() {}

    /** @throws IllegalArgumentException saying what was wrong with the value */
    static Object convert(Option option, Object value) {
        return switch (option.type()) {
            case STRING, PATH -> string(option, value);
            case BOOL -> bool(value);
            case INT -> integer(value);
            case FLOAT -> real(value);
            case LIST -> strings(value);
            case ELEMENTS -> elements(value);
            case MAP -> map(value);
            case MODE -> mode(value);
            case RAW -> value;
        };
    }

    private static String string(Option option, Object value) {
        if (value instanceof Boolean b && !option.choices().isEmpty()) {
            return option.choices().contains(b ? "yes" : "no") ? (b ? "yes" : "no") : (b ? "on" : "off");
        }
        if (value instanceof List<?> || value instanceof Map<?, ?>) {
            throw new IllegalArgumentException("a string is expected, not " + value);
        }
        return written(value);
    }

    /** As Python's {@code str()} writes a scalar. */
    public static String written(@Nullable Object value) {
        return switch (value) {
            case null -> "None";
            case Boolean b -> b ? "True" : "False";
            case Double d -> PythonFloat.text(d);
            default -> String.valueOf(value);
        };
    }

    private static boolean bool(Object value) {
        if (value instanceof Boolean b) {
            return b;
        }
        String text = String.valueOf(value).strip().toLowerCase(Locale.ROOT);
        if (TRUE.contains(text)) {
            return true;
        }
        if (FALSE.contains(text)) {
            return false;
        }
        throw new IllegalArgumentException("'" + value + "' is not a valid boolean; use true or false");
    }

    private static Long integer(Object value) {
        if (value instanceof Double d && d == Math.rint(d)) {
            return d.longValue();
        }
        if (!(value instanceof Boolean)) {
            try {
                return Long.valueOf(String.valueOf(value).strip());
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + value + "' is not an integer", e);
            }
        }
        throw new IllegalArgumentException("'" + value + "' is not an integer");
    }

    private static Double real(Object value) {
        try {
            return Double.valueOf(String.valueOf(value).strip());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'" + value + "' is not a number", e);
        }
    }

    private static List<String> strings(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(Coercion::written).toList();
            case String s when s.isBlank() -> List.of();
            case String s -> Arrays.stream(s.split(",", -1)).map(String::strip).toList();
            case Number n -> List.of(n.toString());
            case Boolean b -> List.of(written(b));
            default -> throw new IllegalArgumentException("a list is expected, not " + value);
        };
    }

    private static List<@Nullable Object> elements(Object value) {
        return value instanceof List<?> list ? new ArrayList<>(list) : List.of(value);
    }

    private static Map<String, @Nullable Object> map(Object value) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((k, v) -> result.put(String.valueOf(k), v));
            return result;
        }
        if (value instanceof String s) {
            for (String part : s.split("[,\\s]+")) {
                int equals = part.indexOf('=');
                if (equals < 1) {
                    throw new IllegalArgumentException("a mapping is expected, not '" + s + "'");
                }
                result.put(part.substring(0, equals), part.substring(equals + 1));
            }
            return result;
        }
        throw new IllegalArgumentException("a mapping is expected, not " + value);
    }

    /** A number is what YAML made of {@code 0644}, which is 420: back to octal digits. */
    private static String mode(Object value) {
        return switch (value) {
            case Long number -> "0" + Long.toOctalString(number);
            case Integer number -> "0" + Integer.toOctalString(number);
            default -> String.valueOf(value).strip();
        };
    }
}
