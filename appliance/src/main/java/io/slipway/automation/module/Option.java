package io.slipway.automation.module;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An argument that a module takes.
 *
 * @param aliases other names for it
 * @param fallback the value when it is not given, or {@code null} for none
 * @param choices the allowed values; empty for any
 * @param noLog whether the value is a secret that must not be shown
 * @param summary one sentence for {@code slipway doc}
 */
public record Option(
        String name,
        Type type,
        List<String> aliases,
        boolean required,
        @Nullable Object fallback,
        List<String> choices,
        boolean noLog,
        String summary) {

    public enum Type {
        STRING,
        PATH,
        BOOL,
        INT,
        FLOAT,
        /** A list of strings; a string is split at commas. */
        LIST,
        /** A list of anything. */
        ELEMENTS,
        MAP,
        /** A file mode: octal, as a string or a number, or symbolic. */
        MODE,
        /** Taken as it is. */
        RAW
    }

    public static Option of(String name, Type type, String summary) {
        return new Option(name, type, List.of(), false, null, List.of(), false, summary);
    }

    public Option alias(String... names) {
        return new Option(name, type, List.of(names), required, fallback, choices, noLog, summary);
    }

    public Option mandatory() {
        return new Option(name, type, aliases, true, fallback, choices, noLog, summary);
    }

    public Option orElse(Object value) {
        return new Option(name, type, aliases, required, value, choices, noLog, summary);
    }

    public Option oneOf(String... values) {
        return new Option(name, type, aliases, required, fallback, List.of(values), noLog, summary);
    }

    public Option secret() {
        return new Option(name, type, aliases, required, fallback, choices, true, summary);
    }
}
