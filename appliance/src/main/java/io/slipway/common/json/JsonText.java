package io.slipway.common.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.slipway.common.PythonFloat;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values that {@link Json} names with Jackson's core alone. Its data binding takes longer to set up than a command that does
 * little takes for all else, so it is only asked for what is something else. Nor is there a switch over types, whose code each process
 * makes anew.
 */
final class JsonText {

    private static final JsonFactory FACTORY = new JsonFactory();

    private final JsonGenerator out;
    private final boolean sorted;
    private final Supplier<ObjectWriter> binding;

    private JsonText(JsonGenerator out, boolean sorted, Supplier<ObjectWriter> binding) {
        this.out = out;
        this.sorted = sorted;
        this.binding = binding;
    }

    /** Compact, on one line, in the order of the maps. */
    static String compact(@Nullable Object value, Supplier<ObjectWriter> binding) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            new JsonText(out, false, binding).write(value);
        }
        return text.toString();
    }

    /** With the keys of each map in order. */
    static String sorted(@Nullable Object value, DefaultPrettyPrinter printer, Supplier<ObjectWriter> binding)
            throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            out.setPrettyPrinter(printer.createInstance());
            new JsonText(out, true, binding).write(value);
        }
        return text.toString();
    }

    private void write(@Nullable Object value) throws IOException {
        if (value == null) {
            out.writeNull();
        } else if (value instanceof String text) {
            out.writeString(text);
        } else if (value instanceof Map<?, ?> map && isNamed(map)) {
            entries(sorted && !(map instanceof SortedMap) ? new TreeMap<>(map) : map);
        } else if (value instanceof List<?> list) {
            items(list);
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof Long number) {
            out.writeNumber(number);
        } else if (value instanceof Integer number) {
            out.writeNumber(number);
        } else if (value instanceof Double number) {
            out.writeRawValue(PythonFloat.json(number));
        } else if (value instanceof BigInteger number) {
            out.writeNumber(number);
        } else {
            binding.get().writeValue(out, value);
        }
    }

    private static boolean isNamed(Map<?, ?> map) {
        for (Object key : map.keySet()) {
            if (!(key instanceof String)) {
                return false;
            }
        }
        return true;
    }

    private void entries(Map<?, ?> map) throws IOException {
        out.writeStartObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.writeFieldName((String) entry.getKey());
            write(entry.getValue());
        }
        out.writeEndObject();
    }

    private void items(List<?> list) throws IOException {
        out.writeStartArray();
        for (Object item : list) {
            write(item);
        }
        out.writeEndArray();
    }
}
