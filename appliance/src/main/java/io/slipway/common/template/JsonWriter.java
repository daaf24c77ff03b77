package io.slipway.common.template;

import io.slipway.common.PythonFloat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes values as JSON, character for character as Python's {@code json.dumps} does. */
final class JsonWriter {

    private final StringBuilder out = new StringBuilder();
    private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Options options;

    /**
     * @param indent what one level is indented by; none for everything on one line
     * @param ascii whether other characters become {@code \\u} escapes
     */
    record Options(
            @Nullable String indent, boolean sortKeys, String itemSeparator, String keySeparator, boolean ascii) {

        static final Options DEFAULT = new Options(null, false, ", ", ": ", true);
    }

    private JsonWriter(Options options) {
        this.options = options;
    }

    static String write(@Nullable Object value, Options options) {
        JsonWriter writer = new JsonWriter(options);
        writer.value(value);
        return writer.out.toString();
    }

    private void value(@Nullable Object value) {
        Bounds.text(out.length());
        switch (value) {
            case null -> out.append("null");
            case Boolean b -> out.append(b);
            case String s -> string(s);
            case Double d -> out.append(PythonFloat.json(d));
            case Float f -> out.append(PythonFloat.json(f.doubleValue()));
            case Number n -> out.append(n);
            case List<?> list -> list(list);
            case Map<?, ?> map -> map(map);
            case Undefined undefined -> throw undefined.failure();
            default ->
                throw TemplateException.of("Object of type " + Python.typeName(value) + " is not JSON serializable");
        }
    }

    private void open(Object container) {
        if (!open.add(container)) {
            throw TemplateException.of("Circular reference detected");
        }
        if (open.size() > Bounds.MAX_DATA_DEPTH) {
            throw TemplateException.of("this value is nested too deeply to be written as JSON");
        }
    }

    private void newLine() {
        if (options.indent != null) {
            out.append('\n').append(options.indent.repeat(open.size()));
        }
    }

    private void list(List<?> list) {
        if (list.isEmpty()) {
            out.append("[]");
            return;
        }
        open(list);
        out.append('[');
        String separator = "";
        for (Object item : list) {
            out.append(separator);
            newLine();
            value(item);
            separator = options.itemSeparator;
        }
        open.remove(list);
        newLine();
        out.append(']');
    }

    private void map(Map<?, ?> map) {
        if (map.isEmpty()) {
            out.append("{}");
            return;
        }
        List<Map.Entry<?, ?>> entries = new ArrayList<>(map.entrySet());
        if (options.sortKeys) {
            entries.sort((a, b) -> Python.compare(a.getKey(), b.getKey(), "<"));
        }
        open(map);
        out.append('{');
        String separator = "";
        for (Map.Entry<?, ?> entry : entries) {
            out.append(separator);
            newLine();
            string(key(entry.getKey()));
            out.append(options.keySeparator);
            value(entry.getValue());
            separator = options.itemSeparator;
        }
        open.remove(map);
        newLine();
        out.append('}');
    }

    private static String key(@Nullable Object key) {
        return switch (key) {
            case null -> "null";
            case String s -> s;
            case Boolean b -> b.toString();
            case Double d -> PythonFloat.json(d);
            case Number n -> n.toString();
            default ->
                throw TemplateException.of("keys must be str, int, float, bool or None, not " + Python.typeName(key));
        };
    }

    private void string(String s) {
        out.append('"');
        for (int i = 0; i < s.length(); i++) {
            char c = s.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\f' -> out.append("\\f");
                case '\b' -> out.append("\\b");
                default -> {
                    if (c < ' ' || (options.ascii && c > '~')) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
