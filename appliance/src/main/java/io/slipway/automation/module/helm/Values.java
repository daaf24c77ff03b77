package io.slipway.automation.module.helm;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.json.Json;
import io.slipway.common.yaml.YamlException;
import io.slipway.common.yaml.YamlReader;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The values that a task gives a chart: files, then {@code release_values}, then {@code set_values}, as helm lays them over each other. */
final class Values {

    /** One of {@code set_values}. */
    private record Setting(String kind, String text) {}

    private final Arguments a;

    Values(Arguments a) {
        this.a = a;
    }

    /** What goes to helm's input; empty for nothing. */
    String input() {
        return a.map("release_values").isEmpty() ? "" : Json.write(a.map("release_values"));
    }

    HelmCommand flags() {
        HelmCommand flags = new HelmCommand();
        a.strings("values_files").forEach(file -> flags.add("--values").addPath(file));
        flags.addIf(!input().isEmpty(), "--values=-");
        for (Setting setting : settings()) {
            flags.add(setting.kind().equals("raw") ? "--set" : "--set-" + setting.kind(), setting.text());
        }
        return flags;
    }

    /** Script text that tells the files. */
    String look() {
        StringBuilder lines = new StringBuilder();
        List<String> files = a.strings("values_files");
        for (int i = 0; i < files.size(); i++) {
            lines.append("set -- ")
                    .append(new HelmCommand().addPath(files.get(i)).script())
                    .append("\n[ ! -r \"$1\" ] || ask file")
                    .append(i)
                    .append(" cat -- \"$1\"\n");
        }
        return lines.toString();
    }

    /** All of them; empty when the node alone can tell. */
    Optional<Map<String, @Nullable Object>> wanted(Found found) {
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>();
        List<String> files = a.strings("values_files");
        for (int i = 0; i < files.size(); i++) {
            if (!found.has("file" + i)) {
                if (files.get(i).contains("://")) {
                    return Optional.empty();
                }
                throw new ModuleFailure("the file of values cannot be read on the node: " + files.get(i));
            }
            wanted = merged(wanted, yaml(files.get(i), found.text("file" + i)));
        }
        wanted = merged(wanted, a.map("release_values"));
        Optional<Map<String, @Nullable Object>> set = Optional.of(wanted);
        for (String kind : List.of("json", "raw", "string", "file")) {
            for (Setting setting : settings()) {
                if (setting.kind().equals(kind)) {
                    set = kind.equals("file")
                            ? Optional.empty()
                            : set.flatMap(values -> SetValue.set(values, kind, setting.text()));
                }
            }
        }
        return set;
    }

    private List<Setting> settings() {
        return a.elements("set_values").stream()
                .map(Helm::map)
                .map(one -> new Setting(
                        String.valueOf(one.getOrDefault("value_type", "raw")), String.valueOf(one.get("value"))))
                .toList();
    }

    /** Refuses what helm would only misunderstand. */
    void check() {
        for (Object one : a.elements("set_values")) {
            Map<String, @Nullable Object> setting = Helm.map(one);
            if (setting.get("value") == null) {
                throw new ModuleFailure("missing required arguments: value found in set_values");
            }
            Object kind = setting.getOrDefault("value_type", "raw");
            if (!List.of("raw", "string", "json", "file").contains(String.valueOf(kind))) {
                throw new ModuleFailure("value of value_type must be one of: raw, string, json, file, got: " + kind
                        + " found in set_values");
            }
        }
    }

    boolean needJson() {
        return settings().stream().anyMatch(setting -> setting.kind().equals("json"));
    }

    private static Map<String, @Nullable Object> yaml(String file, String text) {
        if (text.isBlank()) {
            return Map.of();
        }
        try {
            return Helm.map(YamlReader.read(file, text).toValue());
        } catch (YamlException e) {
            throw new ModuleFailure(e.problem(), e);
        }
    }

    /** Mappings are joined key by key; of all else the later one holds. */
    static Map<String, @Nullable Object> merged(
            Map<String, @Nullable Object> values, Map<String, ? extends @Nullable Object> later) {
        Map<String, @Nullable Object> merged = new LinkedHashMap<>(values);
        later.forEach((key, value) -> merged.put(
                key,
                value instanceof Map<?, ?> && merged.get(key) instanceof Map<?, ?>
                        ? merged(Helm.map(merged.get(key)), Helm.map(value))
                        : value));
        return merged;
    }

    /** Whether they mean the same: helm writes whole numbers as {@code 1e+06} at times. */
    static boolean same(@Nullable Object one, @Nullable Object other) {
        return Objects.equals(plain(one), plain(other));
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> plain = new LinkedHashMap<>();
                map.forEach((key, one) -> plain.put(String.valueOf(key), plain(one)));
                yield plain;
            }
            case List<?> list ->
                list.stream().map(one -> Optional.ofNullable(plain(one))).toList();
            case Number number -> new BigDecimal(number.toString()).stripTrailingZeros();
            case null -> null;
            default -> value instanceof Boolean ? value : String.valueOf(value);
        };
    }
}
