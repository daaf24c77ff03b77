package io.slipway.mirror.oci.layout;

import io.slipway.common.json.Json;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.MediaTypes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The {@code index.json} of a layout that is being written; what is in it already stays as it is. */
final class LayoutIndex {

    static final byte[] LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8);
    static final String LAYOUT_FILE = "oci-layout";

    private final List<Object> entries = new ArrayList<>();

    LayoutIndex(Optional<Object> before) {
        if (before.orElse(null) instanceof Map<?, ?> map && map.get("manifests") instanceof List<?> list) {
            entries.addAll(list);
        }
    }

    /**
     * @param name what it is to be found by in the layout
     * @param fullName what an engine that loads it calls it
     */
    void put(Descriptor manifest, Optional<String> name, Optional<String> fullName) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("mediaType", manifest.mediaType());
        entry.put("digest", manifest.digest().toString());
        entry.put("size", manifest.size());
        Map<String, Object> annotations = new LinkedHashMap<>();
        fullName.ifPresent(text -> annotations.put(FromLayout.IMAGE_NAME, text));
        name.ifPresent(text -> annotations.put(FromLayout.REF_NAME, text));
        if (!annotations.isEmpty()) {
            entry.put("annotations", annotations);
        }
        entries.removeIf(other -> sameName(other, name) && (name.isPresent() || sameDigest(other, manifest)));
        entries.add(entry);
    }

    private static boolean sameName(Object entry, Optional<String> name) {
        String found = entry instanceof Map<?, ?> map && map.get("annotations") instanceof Map<?, ?> annotations
                ? FromLayout.text(annotations, FromLayout.REF_NAME)
                : "";
        return found.equals(name.orElse(""));
    }

    private static boolean sameDigest(Object entry, Descriptor manifest) {
        return entry instanceof Map<?, ?> map
                && FromLayout.text(map, "digest").equals(manifest.digest().toString());
    }

    byte[] text() {
        Map<String, Object> index = new LinkedHashMap<>();
        index.put("schemaVersion", 2L);
        index.put("mediaType", MediaTypes.OCI_INDEX);
        index.put("manifests", entries);
        return Json.write(index).getBytes(StandardCharsets.UTF_8);
    }
}
