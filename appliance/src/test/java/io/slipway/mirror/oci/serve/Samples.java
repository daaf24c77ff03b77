package io.slipway.mirror.oci.serve;

import static io.slipway.mirror.oci.serve.TestRegistry.descriptor;
import static io.slipway.mirror.oci.serve.TestRegistry.json;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.TestImages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Manifests to push, of a configuration and a layer. */
final class Samples {

    static final byte[] CONFIG = "{}".getBytes(UTF_8);
    static final byte[] LAYER = TestImages.noise(2, 4000);

    private Samples() {}

    /** Lets a repository have what {@link #image} names. */
    static void blobs(TestRegistry registry, String repository) throws Exception {
        registry.blob(repository, CONFIG);
        registry.blob(repository, LAYER);
    }

    static Map<String, Object> image() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("schemaVersion", 2);
        map.put("mediaType", MediaTypes.OCI_MANIFEST);
        map.put("config", descriptor(TestImages.CONFIG, OciDigest.sha256(CONFIG), CONFIG.length));
        map.put("layers", List.of(descriptor(TestImages.LAYER, OciDigest.sha256(LAYER), LAYER.length)));
        return map;
    }

    static byte[] with(Map<String, Object> map, String key, Object value) {
        Map<String, Object> more = new LinkedHashMap<>(map);
        more.put(key, value);
        return json(more);
    }

    static byte[] index(List<Map<String, Object>> manifests) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("schemaVersion", 2);
        map.put("mediaType", MediaTypes.OCI_INDEX);
        map.put("manifests", manifests);
        return json(map);
    }
}
