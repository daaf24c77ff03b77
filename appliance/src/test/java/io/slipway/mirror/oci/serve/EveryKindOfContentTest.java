package io.slipway.mirror.oci.serve;

import static io.slipway.mirror.oci.serve.TestRegistry.json;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.TestImages;
import io.slipway.mirror.oci.serve.TestRegistry.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Each kind of content that the distribution-spec's conformance suite knows, as the suite treats it: pushed, listed, looked at, pulled
 * and deleted, once by SHA-256 and once by SHA-512, which tags cannot name.
 */
class EveryKindOfContentTest {

    private static final String NAME = "team/app";
    private static final String ARTIFACT = "application/vnd.example.artifact";

    @TempDir
    Path home;

    private TestRegistry registry;
    private final Map<OciDigest, byte[]> blobs = new LinkedHashMap<>();
    private final Map<OciDigest, Pushed> manifests = new LinkedHashMap<>();

    /** @param about the digest of its subject */
    private record Pushed(String type, byte[] content, Optional<OciDigest> about, Map<String, Object> listed) {}

    @BeforeEach
    void start() {
        registry = new TestRegistry(home);
    }

    @AfterEach
    void stop() {
        registry.close();
        assertTrue(registry.failures.isEmpty(), registry.failures.toString());
    }

    private static OciDigest digest(String algorithm, byte[] content) {
        return algorithm.equals("sha512") ? TestRegistry.sha512(content) : OciDigest.sha256(content);
    }

    private Map<String, Object> blob(String algorithm, String type, byte[] content) {
        OciDigest digest = digest(algorithm, content);
        blobs.put(digest, content);
        return TestRegistry.descriptor(type, digest, content.length);
    }

    private Map<String, Object> image(String algorithm, int seed, String layerType) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("schemaVersion", 2);
        map.put("mediaType", MediaTypes.OCI_MANIFEST);
        byte[] config = ("{\"seed\":" + seed + "}").getBytes(StandardCharsets.UTF_8);
        map.put("config", blob(algorithm, TestImages.CONFIG, config));
        map.put("layers", List.of(blob(algorithm, layerType, TestImages.noise(seed, 700 + seed))));
        return map;
    }

    private Map<String, Object> image(String algorithm, int seed) {
        return image(algorithm, seed, TestImages.LAYER);
    }

    private Map<String, Object> artifact(String algorithm) {
        Map<String, Object> map = image(algorithm, 5);
        map.put("artifactType", ARTIFACT);
        map.put("config", blob(algorithm, "application/vnd.oci.empty.v1+json", new byte[] {'{', '}'}));
        return map;
    }

    private static Map<String, Object> index(List<Map<String, Object>> children) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("schemaVersion", 2);
        map.put("mediaType", MediaTypes.OCI_INDEX);
        map.put("manifests", children);
        return map;
    }

    /** To be pushed after what came before; how an index names it. */
    private Map<String, Object> add(String algorithm, Map<String, Object> document) {
        byte[] content = json(document);
        OciDigest digest = digest(algorithm, content);
        String type = String.valueOf(document.get("mediaType"));
        Map<String, Object> descriptor = TestRegistry.descriptor(type, digest, content.length);
        Map<String, Object> listed = new LinkedHashMap<>(descriptor);
        Object artifactType = document.get("artifactType") == null && document.get("config") instanceof Map<?, ?> config
                ? config.get("mediaType")
                : document.get("artifactType");
        if (artifactType != null) {
            listed.put("artifactType", artifactType);
        }
        if (document.get("annotations") != null) {
            listed.put("annotations", document.get("annotations"));
        }
        Optional<OciDigest> about = document.get("subject") instanceof Map<?, ?> subject
                ? OciDigest.parse(String.valueOf(subject.get("digest")))
                : Optional.empty();
        manifests.put(digest, new Pushed(type, content, about, listed));
        return descriptor;
    }

    private static Map<String, Object> with(Map<String, Object> map, String key, Object value) {
        map.put(key, value);
        return map;
    }

    private void describe(String kind, String algorithm) {
        Map<String, Object> absent = TestRegistry.descriptor(
                MediaTypes.OCI_MANIFEST, digest(algorithm, "absent".getBytes(StandardCharsets.UTF_8)), 77);
        Map<String, Object> document = switch (kind) {
            case "image" -> image(algorithm, 1);
            case "image, not compressed" -> image(algorithm, 1, "application/vnd.oci.image.layer.v1.tar");
            case "image of Docker" -> {
                Map<String, Object> docker = image(algorithm, 1, "application/vnd.docker.image.rootfs.diff.tar.gzip");
                yield with(docker, "mediaType", MediaTypes.DOCKER_MANIFEST);
            }
            case "index" -> index(List.of(add(algorithm, image(algorithm, 1)), add(algorithm, image(algorithm, 2))));
            case "nested index" -> index(List.of(add(algorithm, index(List.of(add(algorithm, image(algorithm, 1)))))));
            case "empty index" -> index(List.of());
            case "sparse index" -> index(List.of(add(algorithm, image(algorithm, 1)), absent));
            case "artifact" -> artifact(algorithm);
            case "artifact without layers" -> with(artifact(algorithm), "layers", List.of());
            case "index of artifacts" ->
                with(index(List.of(add(algorithm, artifact(algorithm)))), "artifactType", ARTIFACT);
            case "image with data" -> {
                Map<String, Object> image = image(algorithm, 1);
                @SuppressWarnings("unchecked")
                Map<String, Object> config = (Map<String, Object>) image.get("config");
                byte[] content = "{\"seed\":1}".getBytes(StandardCharsets.UTF_8);
                config.put("data", Base64.getEncoder().encodeToString(content));
                yield image;
            }
            case "layer that is elsewhere" -> {
                String type = "application/vnd.oci.image.layer.nondistributable.v1.tar+gzip";
                OciDigest elsewhere = digest(algorithm, "elsewhere".getBytes(StandardCharsets.UTF_8));
                yield with(image(algorithm, 1), "layers", List.of(TestRegistry.descriptor(type, elsewhere, 12345)));
            }
            case "fields of one's own" -> with(image(algorithm, 1), "org.example", Map.of("a", List.of(1, 2.5, true)));
            case "image without layers" -> with(image(algorithm, 1), "layers", List.of());
            case "empty layer" ->
                with(image(algorithm, 1), "layers", List.of(blob(algorithm, TestImages.LAYER, new byte[0])));
            case "image about an image" ->
                with(
                        with(image(algorithm, 2), "subject", add(algorithm, image(algorithm, 1))),
                        "annotations",
                        Map.of("k", "v"));
            case "artifact about an index" -> with(artifact(algorithm), "subject", add(algorithm, index(List.of())));
            case "index about an image" -> with(index(List.of()), "subject", add(algorithm, image(algorithm, 1)));
            case "image about one that is not there" -> with(image(algorithm, 1), "subject", absent);
            default -> throw new AssertionError(kind);
        };
        add(algorithm, document);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "image",
                "image, not compressed",
                "image of Docker",
                "index",
                "nested index",
                "empty index",
                "sparse index",
                "artifact",
                "artifact without layers",
                "index of artifacts",
                "image with data",
                "layer that is elsewhere",
                "fields of one's own",
                "image without layers",
                "empty layer",
                "image about an image",
                "artifact about an index",
                "index about an image",
                "image about one that is not there"
            })
    void isPushedListedPulledAndDeleted(String kind) throws Exception {
        for (String algorithm : List.of("sha256", "sha512")) {
            blobs.clear();
            manifests.clear();
            describe(kind, algorithm);
            List<String> tags = push(algorithm.equals("sha256"));
            requirePulled(tags);
            requireReferrers(1);
            delete(tags);
        }
    }

    /** Blobs first, then each manifest by its digest and, where that is possible, by a tag. */
    private List<String> push(boolean withTags) throws Exception {
        for (Map.Entry<OciDigest, byte[]> blob : blobs.entrySet()) {
            String upload = registry.post("/v2/" + NAME + "/blobs/uploads/", new byte[0])
                    .header("Location");
            Answer pushed = registry.put(upload + "?digest=" + blob.getKey(), blob.getValue());
            assertEquals(201, pushed.status(), pushed.text());
            assertArrayEquals(
                    blob.getValue(), registry.get(pushed.header("Location")).body());
        }
        List<String> tags = new ArrayList<>();
        for (Map.Entry<OciDigest, Pushed> each : manifests.entrySet()) {
            requirePushed(each.getKey().toString(), each.getKey(), each.getValue());
            if (withTags) {
                tags.add("tag" + tags.size());
                requirePushed(tags.getLast(), each.getKey(), each.getValue());
            }
        }
        return tags;
    }

    private void requirePushed(String reference, OciDigest digest, Pushed manifest) throws Exception {
        Answer pushed = registry.manifest(NAME, reference, manifest.type(), manifest.content());
        assertEquals(201, pushed.status(), pushed.text());
        assertEquals(digest.toString(), pushed.header("Docker-Content-Digest"));
        assertEquals(manifest.about().map(OciDigest::toString).orElse(""), pushed.header("OCI-Subject"));
        requireSame(registry.get(pushed.header("Location")), manifest);
    }

    private static void requireSame(Answer answer, Pushed manifest) {
        assertEquals(200, answer.status());
        assertEquals(manifest.type(), answer.header("Content-Type"));
        assertArrayEquals(manifest.content(), answer.body());
    }

    private void requirePulled(List<String> tags) throws Exception {
        assertEquals(tags, registry.get("/v2/" + NAME + "/tags/list").map().get("tags"));
        for (Map.Entry<OciDigest, byte[]> blob : blobs.entrySet()) {
            Answer head = registry.head("/v2/" + NAME + "/blobs/" + blob.getKey());
            assertEquals(200, head.status());
            assertEquals("" + blob.getValue().length, head.header("Content-Length"));
            assertEquals(blob.getKey().toString(), head.header("Docker-Content-Digest"));
        }
        int number = 0;
        for (Map.Entry<OciDigest, Pushed> each : manifests.entrySet()) {
            List<String> references = new ArrayList<>(List.of(each.getKey().toString()));
            references.addAll(tags.isEmpty() ? List.of() : List.of(tags.get(number++)));
            for (String reference : references) {
                String path = "/v2/" + NAME + "/manifests/" + reference;
                requireSame(registry.get(path), each.getValue());
                Answer head = registry.head(path);
                assertEquals(200, head.status());
                assertEquals("" + each.getValue().content().length, head.header("Content-Length"));
                assertEquals(each.getValue().type(), head.header("Content-Type"));
                assertEquals(each.getKey().toString(), head.header("Docker-Content-Digest"));
            }
        }
    }

    /** @param times 1 while it is there, 0 when it has gone */
    private void requireReferrers(int times) throws Exception {
        for (Pushed each : manifests.values()) {
            if (each.about().isPresent()) {
                String list = "/v2/" + NAME + "/referrers/" + each.about().get();
                assertEquals(
                        times == 0 ? List.of() : List.of(TestRegistry.parsed(each.listed())),
                        registry.get(list).map().get("manifests"));
                String type = String.valueOf(each.listed().getOrDefault("artifactType", "application/none"));
                int fitting = each.listed().containsKey("artifactType") ? times : 0;
                Answer some = registry.get(list + "?artifactType=" + type.replace("+", "%2B"));
                assertEquals(fitting, ((List<?>) some.map().get("manifests")).size());
                assertEquals("artifactType", some.header("OCI-Filters-Applied"));
            }
        }
    }

    private void delete(List<String> tags) throws Exception {
        for (String tag : tags) {
            requireDeleted("manifests/" + tag);
        }
        for (OciDigest manifest : manifests.keySet()) {
            requireDeleted("manifests/" + manifest);
        }
        requireReferrers(0);
        for (OciDigest blob : blobs.keySet()) {
            requireDeleted("blobs/" + blob);
        }
        assertEquals(List.of(), registry.get("/v2/" + NAME + "/tags/list").map().get("tags"));
    }

    private void requireDeleted(String what) throws Exception {
        assertEquals(202, registry.delete("/v2/" + NAME + "/" + what).status(), what);
        assertEquals(404, registry.head("/v2/" + NAME + "/" + what).status(), what);
    }
}
