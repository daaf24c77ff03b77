package io.slipway.automation.module.files;

import io.slipway.common.json.Json;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** JSON as Python's {@code json.dumps} writes it, byte for byte: files made from a mapping are then the same as Ansible's. */
public final class PythonJson {

    private PythonJson() {}

    public static String write(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(e -> ascii(String.valueOf(e.getKey())) + ": " + write(e.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            case List<?> list -> list.stream().map(PythonJson::write).collect(Collectors.joining(", ", "[", "]"));
            case String text -> ascii(text);
            case null -> "null";
            default -> Json.write(value);
        };
    }

    private static String ascii(String text) {
        StringBuilder escaped = new StringBuilder();
        String json = Json.write(text);
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c < 127) {
                escaped.append(c);
            } else {
                escaped.append("\\u%04x".formatted((int) c));
            }
        }
        return escaped.toString();
    }
}
