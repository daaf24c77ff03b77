package io.slipway.automation.module.helm;

import io.slipway.common.json.Json;
import io.slipway.common.json.JsonException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code helm --set} makes of its texts, so that it can be told whether a release has it already: {@code a.b=1,c[0]=x,d={y,z}},
 * where a backslash takes the meaning from the character after it. See "The Format and Limitations of --set" in Helm's documentation.
 */
final class SetValue {

    /** Helm's own limit for an index. */
    private static final int MOST = 65536;

    private final String text;
    private final boolean typed;
    private int at;

    private SetValue(String text, boolean typed) {
        this.text = text;
        this.typed = typed;
    }

    /**
     * The values with a text set upon them.
     *
     * @param kind {@code raw}, {@code string} or {@code json}
     * @return empty when it cannot be told what helm makes of it
     */
    static Optional<Map<String, @Nullable Object>> set(
            Map<String, @Nullable Object> values, String kind, String given) {
        try {
            return Optional.of(new SetValue(given, kind.equals("raw")).all(values, kind.equals("json")));
        } catch (IllegalArgumentException | JsonException e) {
            return Optional.empty();
        }
    }

    private Map<String, @Nullable Object> all(Map<String, @Nullable Object> values, boolean json) {
        if (json && text.strip().startsWith("{")) {
            return Values.merged(values, Helm.map(Json.read("set_values", text)));
        }
        Object result = values;
        while (at < text.length()) {
            List<Object> path = path();
            Object value = json ? Json.read("set_values", rest()) : value();
            result = put(result, path, 0, value);
        }
        return Helm.map(result);
    }

    private String rest() {
        String rest = text.substring(at);
        at = text.length();
        return rest;
    }

    /** Keys, and indexes as numbers. */
    private List<Object> path() {
        List<Object> path = new ArrayList<>();
        while (true) {
            String key = until(".[=,");
            if (key.isEmpty()) {
                throw new IllegalArgumentException("a key is empty");
            }
            path.add(key);
            while (here() == '[') {
                at++;
                int index = Integer.parseInt(until("]"));
                if (index < 0 || index > MOST) {
                    throw new IllegalArgumentException("no such index");
                }
                at++;
                path.add(index);
            }
            char end = here();
            at++;
            if (end == '=') {
                return path;
            }
            if (end != '.') {
                throw new IllegalArgumentException("a key has no value");
            }
        }
    }

    private @Nullable Object value() {
        if (here() != '{') {
            String word = until(",");
            at++;
            return scalar(word);
        }
        at++;
        List<@Nullable Object> list = new ArrayList<>();
        while (true) {
            String word = until(",}");
            char end = here();
            at++;
            if (end == 0) {
                throw new IllegalArgumentException("a list does not end");
            }
            if (end != '}' || !list.isEmpty() || !word.isEmpty()) {
                list.add(scalar(word));
            }
            if (end == '}') {
                if (here() == ',') {
                    at++;
                }
                return list;
            }
        }
    }

    private @Nullable Object scalar(String word) {
        if (!typed) {
            return word;
        }
        return switch (word) {
            case "true" -> true;
            case "false" -> false;
            case "null" -> null;
            case "0" -> 0L;
            default -> word.matches("-?[1-9][0-9]{0,17}") ? (Object) Long.valueOf(word) : word;
        };
    }

    /** Up to one of the characters, which stays, or the end. */
    private String until(String ends) {
        StringBuilder word = new StringBuilder();
        while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            word.append(text.charAt(at++));
        }
        return word.toString();
    }

    private char here() {
        return at < text.length() ? text.charAt(at) : 0;
    }

    private static @Nullable Object put(@Nullable Object node, List<Object> path, int depth, @Nullable Object value) {
        if (depth == path.size()) {
            return value;
        }
        if (path.get(depth) instanceof Integer index) {
            List<@Nullable Object> list = new ArrayList<>(node instanceof List<?> old ? old : List.of());
            while (list.size() <= index) {
                list.add(null);
            }
            list.set(index, put(list.get(index), path, depth + 1, value));
            return list;
        }
        String key = String.valueOf(path.get(depth));
        Map<String, @Nullable Object> map = new LinkedHashMap<>(Helm.map(node));
        map.put(key, put(map.get(key), path, depth + 1, value));
        return map;
    }
}
