package io.slipway.mirror.oci;

import io.slipway.common.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** Images made up for tests: manifests and blobs by digest, tags, and what they are worth to a server. */
public final class TestImages {

    public static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    public static final String LAYER = "application/vnd.oci.image.layer.v1.tar+gzip";

    private final Map<String, byte[]> blobs = new TreeMap<>();
    private final Map<String, Manifest> manifests = new LinkedHashMap<>();
    private final Map<String, String> tags = new TreeMap<>();

    public Map<String, byte[]> blobs() {
        return blobs;
    }

    /** By digest. */
    public Map<String, Manifest> manifests() {
        return manifests;
    }

    /** The digests that tags name. */
    public Map<String, String> tags() {
        return tags;
    }

    public Descriptor blob(String mediaType, byte[] content) {
        return blob(mediaType, content, OciDigest.sha256(content));
    }

    /** One that is known by SHA-512. */
    public Descriptor blob512(String mediaType, byte[] content) {
        return blob(mediaType, content, new OciDigest("sha512", "").of(content));
    }

    private Descriptor blob(String mediaType, byte[] content, OciDigest digest) {
        blobs.put(digest.toString(), content);
        return new Descriptor(mediaType, digest, content.length);
    }

    /** The same bytes for the same seed. */
    public static byte[] noise(int seed, int size) {
        byte[] content = new byte[size];
        new Random(seed).nextBytes(content);
        return content;
    }

    public Manifest image(String architecture, int... layerSeeds) {
        Descriptor config = blob(CONFIG, json(Map.of("os", "linux", "architecture", architecture)));
        List<Descriptor> layers = new ArrayList<>();
        for (int seed : layerSeeds) {
            layers.add(blob(LAYER, noise(seed, 10_000 + seed)));
        }
        return manifest(MediaTypes.OCI_MANIFEST, config, layers, Optional.empty());
    }

    public Manifest manifest(String type, Descriptor config, List<Descriptor> layers, Optional<Descriptor> subject) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("schemaVersion", 2);
        map.put("mediaType", type);
        map.put("config", map(config));
        map.put("layers", layers.stream().map(TestImages::map).toList());
        subject.ifPresent(about -> map.put("subject", map(about)));
        return add(type, json(map));
    }

    public Manifest signatureOf(Manifest subject, boolean bySubject) {
        Descriptor config = blob("application/vnd.oci.empty.v1+json", "{}".getBytes(StandardCharsets.UTF_8));
        Descriptor layer = blob(
                "application/vnd.dev.cosign.simplesigning.v1+json",
                ("signature of " + subject.self().digest()).getBytes(StandardCharsets.UTF_8));
        return manifest(
                MediaTypes.OCI_MANIFEST,
                config,
                List.of(layer),
                bySubject ? Optional.of(subject.self()) : Optional.empty());
    }

    /** @param children by platform */
    public Manifest index(Map<String, Manifest> children) {
        List<Map<String, Object>> list = new ArrayList<>();
        children.forEach((platform, child) -> {
            Map<String, Object> entry = map(child.self());
            String[] parts = platform.split("/");
            entry.put("platform", Map.of("os", parts[0], "architecture", parts[1]));
            list.add(entry);
        });
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("schemaVersion", 2);
        map.put("mediaType", MediaTypes.OCI_INDEX);
        map.put("manifests", list);
        return add(MediaTypes.OCI_INDEX, json(map));
    }

    public Manifest add(String type, byte[] content) {
        return add(type, content, OciDigest.sha256(content));
    }

    /** The same image, known by SHA-512. */
    public Manifest known512(Manifest manifest) {
        return add(manifest.self().mediaType(), manifest.content(), new OciDigest("sha512", "").of(manifest.content()));
    }

    private Manifest add(String type, byte[] content, OciDigest digest) {
        Manifest manifest = Manifest.read("test", type, digest, content);
        manifests.put(manifest.self().digest().toString(), manifest);
        return manifest;
    }

    public TestImages tag(String tag, Manifest manifest) {
        tags.put(tag, manifest.self().digest().toString());
        return this;
    }

    private static Map<String, Object> map(Descriptor descriptor) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("mediaType", descriptor.mediaType());
        map.put("digest", descriptor.digest().toString());
        map.put("size", descriptor.size());
        return map;
    }

    private static byte[] json(Map<String, ?> map) {
        return Json.write(map).getBytes(StandardCharsets.UTF_8);
    }
}
