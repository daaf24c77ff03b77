package io.slipway.common.template;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Filters of collections on lists of mappings, and on the one mapping that describes a Kubernetes object. */
final class RecordFilters {

    private static final String WHERE = "target matching_parameter?";

    private RecordFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        engine.filter("community.general.keep_keys", WHERE, (v, a, c) -> picked(v, a, true))
                .filter("community.general.remove_keys", WHERE, (v, a, c) -> picked(v, a, false))
                .filter("community.general.replace_keys", WHERE, (v, a, c) -> replaced(v, a))
                .filter("k8s_config_resource_name", "", (v, a, c) -> resourceName(v))
                .filter("kubernetes.core.k8s_config_resource_name", "", (v, a, c) -> resourceName(v));
    }

    private static List<Map<?, ?>> records(@Nullable Object value) {
        List<Map<?, ?>> records = new ArrayList<>();
        for (Object item : Python.iterate(value)) {
            if (!(item instanceof Map<?, ?> map)) {
                throw TemplateException.of("The elements of the list must be mappings, not " + Python.typeName(item));
            }
            records.add(map);
        }
        return records;
    }

    private static String how(Arguments args) {
        String how = args.text("matching_parameter", "equal");
        return how.equals("equal") ? "equality" : how;
    }

    private static List<@Nullable Object> picked(@Nullable Object value, Arguments args, boolean keep) {
        KeyFilters.Match match = KeyFilters.matches(args.any("target"), how(args));
        List<@Nullable Object> all = new ArrayList<>();
        for (Map<?, ?> record : records(value)) {
            Map<@Nullable Object, @Nullable Object> picked = new LinkedHashMap<>();
            for (Object key : record.keySet()) {
                if (match.of(key) == keep) {
                    picked.put(key, record.get(key));
                }
            }
            all.add(picked);
        }
        return all;
    }

    private static List<@Nullable Object> replaced(@Nullable Object value, Arguments args) {
        List<KeyFilters.Replacement> replacements = KeyFilters.replacements(args.any("target"));
        List<@Nullable Object> all = new ArrayList<>();
        for (Map<?, ?> record : records(value)) {
            Map<@Nullable Object, @Nullable Object> renamed = new LinkedHashMap<>();
            for (Object key : record.keySet()) {
                Object name = key;
                for (KeyFilters.Replacement replacement : replacements) {
                    name = KeyFilters.match(how(args), replacement.before()).of(key) ? replacement.after() : name;
                }
                renamed.put(name, record.get(key));
            }
            all.add(renamed);
        }
        return all;
    }

    /** The name with a digest of the data, as {@code kubectl} gives it to a ConfigMap or Secret that it generates. */
    private static String resourceName(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> resource)
                || !(resource.get("metadata") instanceof Map<?, ?> metadata)
                || metadata.get("name") == null) {
            throw TemplateException.of("resource must have a metadata.name key to generate a resource name");
        }
        String kind = Python.str(resource.get("kind"));
        if (!kind.equals("ConfigMap") && !kind.equals("Secret")) {
            throw TemplateException.of("only a ConfigMap or a Secret has such a name, not " + kind);
        }
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        parts.put("data", resource.containsKey("data") ? inOrder(resource.get("data"), 0) : "");
        parts.put("kind", kind);
        parts.put("name", metadata.get("name"));
        if (kind.equals("Secret")) {
            parts.put("type", resource.containsKey("type") ? resource.get("type") : "");
        }
        JsonWriter.Options compact = new JsonWriter.Options(null, false, ",", ":", true);
        String digest = sha256(JsonWriter.write(parts, compact)).substring(0, 10);
        return Python.str(metadata.get("name")) + "-" + translated(digest);
    }

    private static @Nullable Object inOrder(@Nullable Object value, int depth) {
        if (!(value instanceof Map<?, ?> map) || depth > Bounds.MAX_DATA_DEPTH) {
            return value;
        }
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        map.forEach((key, item) -> sorted.put(Python.str(key), inOrder(item, depth + 1)));
        return sorted;
    }

    private static String translated(String digest) {
        return digest.replace('0', 'g')
                .replace('1', 'h')
                .replace('3', 'k')
                .replace('a', 'm')
                .replace('e', 't');
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
