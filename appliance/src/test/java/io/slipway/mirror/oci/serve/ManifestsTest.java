package io.slipway.mirror.oci.serve;

import static io.slipway.mirror.oci.serve.Samples.CONFIG;
import static io.slipway.mirror.oci.serve.Samples.LAYER;
import static io.slipway.mirror.oci.serve.Samples.image;
import static io.slipway.mirror.oci.serve.Samples.index;
import static io.slipway.mirror.oci.serve.Samples.with;
import static io.slipway.mirror.oci.serve.TestRegistry.descriptor;
import static io.slipway.mirror.oci.serve.TestRegistry.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.TestImages;
import io.slipway.mirror.oci.registry.RegistryRules;
import io.slipway.mirror.oci.registry.RepositoryPattern;
import io.slipway.mirror.oci.serve.TestRegistry.Answer;
import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OCI distribution-spec 1.1: manifests. */
class ManifestsTest {

    private static final String EMPTY = "application/vnd.oci.empty.v1+json";

    @TempDir
    Path home;

    private TestRegistry registry;

    @BeforeEach
    void start() throws Exception {
        registry = new TestRegistry(home);
        Samples.blobs(registry, "team/app");
    }

    @AfterEach
    void stop() {
        registry.close();
        assertTrue(registry.failures.isEmpty(), registry.failures.toString());
    }

    @Test
    void pingAnswers() throws Exception {
        assertEquals(200, registry.get("/v2/").status());
        assertEquals(200, registry.get("/v2").status());
    }

    @Test
    void everyKindIsKeptByteByByte() throws Exception {
        byte[] odd = ("  " + new String(json(image()), UTF_8).replace(",", " ,\n\t") + "\n").getBytes(UTF_8);
        byte[] docker = with(image(), "mediaType", MediaTypes.DOCKER_MANIFEST);
        byte[] list = new String(index(List.of()), UTF_8)
                .replace(MediaTypes.OCI_INDEX, MediaTypes.DOCKER_LIST)
                .getBytes(UTF_8);
        OciDigest absent = OciDigest.sha256("absent".getBytes(UTF_8));
        Map<String, Object> foreign =
                descriptor("application/vnd.oci.image.layer.nondistributable.v1.tar+gzip", absent, 12345);
        byte[] nested = index(List.of(descriptor(MediaTypes.OCI_INDEX, OciDigest.sha256(index(List.of())), 1)));
        Map<String, byte[]> kinds = new LinkedHashMap<>();
        kinds.put("image", odd);
        kinds.put("docker", docker);
        kinds.put("no-layers", with(image(), "layers", List.of()));
        kinds.put("foreign-layer", with(image(), "layers", List.of(foreign)));
        kinds.put("custom-field", with(image(), "org.example", Map.of("a", List.of(1, 2.5, true))));
        kinds.put("artifact", with(image(), "artifactType", "application/vnd.example"));
        kinds.put("empty-index", index(List.of()));
        kinds.put("sparse-index", index(List.of(descriptor(MediaTypes.OCI_MANIFEST, absent, 77))));
        kinds.put("nested-index", nested);
        kinds.put("docker-list", list);
        kinds.put("unknown", "{\"schemaVersion\":2}".getBytes(UTF_8));
        for (Map.Entry<String, byte[]> kind : kinds.entrySet()) {
            String type = switch (kind.getKey()) {
                case "docker" -> MediaTypes.DOCKER_MANIFEST;
                case "docker-list" -> MediaTypes.DOCKER_LIST;
                case "unknown" -> "application/vnd.example.unknown+json";
                case "empty-index", "sparse-index", "nested-index" -> MediaTypes.OCI_INDEX;
                default -> MediaTypes.OCI_MANIFEST;
            };
            OciDigest digest = OciDigest.sha256(kind.getValue());
            Answer pushed = registry.manifest("team/app", kind.getKey(), type, kind.getValue());
            assertEquals(201, pushed.status(), kind.getKey() + pushed.text());
            assertEquals(digest.toString(), pushed.header("Docker-Content-Digest"));
            assertEquals("/v2/team/app/manifests/" + digest, pushed.header("Location"));
            registry.assertPulled(kind.getKey(), type, kind.getValue());
            registry.assertPulled(digest.toString(), type, kind.getValue());
        }
    }

    @Test
    void sha512ByDigest() throws Exception {
        byte[] content = json(image());
        OciDigest digest = TestRegistry.sha512(content);
        assertEquals(
                201,
                registry.manifest("team/app", digest.toString(), MediaTypes.OCI_MANIFEST, content)
                        .status());
        registry.assertPulled(digest.toString(), MediaTypes.OCI_MANIFEST, content);
    }

    @Test
    void missingOnesAreNotFound() throws Exception {
        assertEquals(
                "MANIFEST_UNKNOWN", registry.get("/v2/team/app/manifests/none").error());
        assertEquals(404, registry.get("/v2/nobody/manifests/none").status());
        assertEquals(
                404,
                registry.get("/v2/team/app/manifests/" + OciDigest.sha256(new byte[1]))
                        .status());
        assertEquals(
                400,
                registry.get("/v2/team/app/manifests/sha256:baddigeststring").status());
    }

    @Test
    void wrongOnesAreRefused() throws Exception {
        byte[] content = json(image());
        String other = OciDigest.sha256(new byte[1]).toString();
        assertEquals(
                "DIGEST_INVALID",
                registry.manifest("team/app", other, MediaTypes.OCI_MANIFEST, content)
                        .error());
        assertEquals(
                400,
                registry.manifest("team/app", "sha256:baddigeststring", MediaTypes.OCI_MANIFEST, content)
                        .status());
        assertEquals(
                400,
                registry.manifest("team/app", "-tag", MediaTypes.OCI_MANIFEST, content)
                        .status());
        for (String text : List.of("", "[]", "nonsense", "{\"a\":".repeat(100_000), "{\"layers\":[{\"size\":-1}]}")) {
            Answer answer = registry.manifest("team/app", "bad", MediaTypes.OCI_MANIFEST, text.getBytes(UTF_8));
            assertEquals(400, answer.status());
            assertEquals("MANIFEST_INVALID", answer.error());
        }
        assertEquals(
                400,
                registry.manifest("team/app", "bad", MediaTypes.OCI_INDEX, content)
                        .status());
        byte[] schema1 = "{\"schemaVersion\":1,\"name\":\"x\"}".getBytes(UTF_8);
        Answer old = registry.manifest(
                "team/app", "old", "application/vnd.docker.distribution.manifest.v1+prettyjws", schema1);
        assertEquals(400, old.status());
        assertTrue(old.text().contains("schema 1"), old.text());
        assertEquals(404, registry.get("/v2/team/app/manifests/bad").status());
    }

    @Test
    void manifestNeedsItsConfigAndTellsTheTruthAboutWhatIsThere() throws Exception {
        byte[] content = json(image());
        Answer missing = registry.manifest("empty/app", "v1", MediaTypes.OCI_MANIFEST, content);
        assertEquals(404, missing.status());
        assertEquals("MANIFEST_BLOB_UNKNOWN", missing.error());
        byte[] lying = with(image(), "layers", List.of(descriptor(TestImages.LAYER, OciDigest.sha256(LAYER), 1)));
        assertEquals(
                "MANIFEST_INVALID",
                registry.manifest("team/app", "v1", MediaTypes.OCI_MANIFEST, lying)
                        .error());
    }

    @Test
    void layersMayBeMissingUnlessTheRulesWantThem() throws Exception {
        OciDigest absent = OciDigest.sha256("absent".getBytes(UTF_8));
        byte[] sparse = with(
                image(),
                "layers",
                List.of(
                        descriptor(TestImages.LAYER, absent, 6),
                        descriptor(TestImages.LAYER, OciDigest.sha256(LAYER), LAYER.length)));
        assertEquals(
                201,
                registry.manifest("team/app", "sparse", MediaTypes.OCI_MANIFEST, sparse)
                        .status());
        registry.assertPulled("sparse", MediaTypes.OCI_MANIFEST, sparse);
        registry.close();
        registry = new TestRegistry(
                home, Guard.NONE, new RegistryRules(List.of(), List.of(new RepositoryPattern("team/*"))));
        assertEquals(
                "MANIFEST_BLOB_UNKNOWN",
                registry.manifest("team/app", "v2", MediaTypes.OCI_MANIFEST, sparse)
                        .error());
        registry.blob("team/app", "absent".getBytes(UTF_8));
        assertEquals(
                201,
                registry.manifest("team/app", "v2", MediaTypes.OCI_MANIFEST, sparse)
                        .status());
    }

    @Test
    void fourMebibytesAreTakenAndMoreIsNot() throws Exception {
        Map<String, Object> annotations = new LinkedHashMap<>();
        for (int i = 0; i < 390; i++) {
            annotations.put("key" + i, "x".repeat(10_000));
        }
        byte[] large = with(image(), "annotations", annotations);
        assertEquals(
                201,
                registry.manifest("team/app", "large", MediaTypes.OCI_MANIFEST, large)
                        .status());
        registry.assertPulled("large", MediaTypes.OCI_MANIFEST, large);
        Answer inChunks = registry.send(
                "PUT",
                "/v2/team/app/manifests/chunked",
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)),
                "Content-Type",
                MediaTypes.OCI_MANIFEST);
        assertEquals(201, inChunks.status(), "also without a length");
        annotations.put("more", "x".repeat(400_000));
        Answer refused = registry.manifest(
                "team/app", "larger", MediaTypes.OCI_MANIFEST, with(image(), "annotations", annotations));
        assertEquals(413, refused.status());
    }

    @Test
    void sameNameOfTwoRegistriesStaysApart() throws Exception {
        for (String host : List.of("quay.io", "localhost:5000")) {
            registry.blob(host + "/team/app", CONFIG);
            byte[] content = json(Map.of(
                    "schemaVersion",
                    2,
                    "config",
                    descriptor(EMPTY, OciDigest.sha256(CONFIG), 2),
                    "annotations",
                    Map.of("from", host)));
            Answer pushed = registry.manifest(host + "/team/app", "v1", MediaTypes.OCI_MANIFEST, content);
            assertEquals(201, pushed.status(), pushed.text());
            assertArrayEquals(
                    content,
                    registry.get("/v2/team/app/manifests/v1?ns=" + host).body());
            assertArrayEquals(
                    content,
                    registry.get("/v2/" + host + "/team/app/manifests/v1").body());
        }
        assertEquals(404, registry.get("/v2/team/app/manifests/v1").status());
        assertEquals(404, registry.get("/v2/team/app/manifests/v1?ns=ghcr.io").status());
        assertEquals(400, registry.get("/v2/team/app/manifests/v1?ns=../../etc").status());
        registry.manifest("team/app", "own", MediaTypes.OCI_MANIFEST, json(image()));
        assertEquals(
                200,
                registry.get("/v2/team/app/manifests/own?ns=127.0.0.1:" + registry.port())
                        .status());
        String upload = registry.post("/v2/team/app/blobs/uploads/?ns=quay.io", new byte[0])
                .header("Location");
        assertTrue(upload.endsWith("?ns=quay.io"), upload);
        assertEquals(204, registry.get(upload).status());
    }

    @Test
    void changesAreTold() throws Exception {
        OciDigest digest = OciDigest.sha256(json(image()));
        registry.changes.clear();
        registry.manifest("team/app", "v1", MediaTypes.OCI_MANIFEST, json(image()));
        registry.get("/v2/team/app/manifests/v1");
        registry.manifest("team/app", "bad", MediaTypes.OCI_MANIFEST, new byte[0]);
        registry.delete("/v2/team/app/manifests/v1");
        assertEquals(
                List.of("PUT team/app v1 " + digest, "DELETE team/app v1 " + digest),
                registry.changes.stream()
                        .map(change -> change.method() + " " + change.name() + " " + change.reference() + " "
                                + change.digest())
                        .toList());
    }
}
