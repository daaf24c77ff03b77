package io.slipway.mirror.oci.serve;

import static io.slipway.mirror.oci.serve.Samples.image;
import static io.slipway.mirror.oci.serve.Samples.index;
import static io.slipway.mirror.oci.serve.Samples.with;
import static io.slipway.mirror.oci.serve.TestRegistry.descriptor;
import static io.slipway.mirror.oci.serve.TestRegistry.json;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.TestImages;
import io.slipway.mirror.oci.serve.TestRegistry.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OCI distribution-spec 1.1: tags, referrers, and what deleting does. */
class TagsAndReferrersTest {

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
    void tagsOfOneRequest() throws Exception {
        byte[] content = json(image());
        OciDigest digest = OciDigest.sha256(content);
        StringBuilder query = new StringBuilder("?tag=t0");
        for (int i = 1; i < 12; i++) {
            query.append("&tag=t").append(i);
        }
        Answer pushed = registry.manifest("team/app", digest + query.toString(), MediaTypes.OCI_MANIFEST, content);
        assertEquals(201, pushed.status());
        assertEquals(12, pushed.headers().get("oci-tag").size());
        registry.assertPulled("t11", MediaTypes.OCI_MANIFEST, content);
        assertEquals(
                400,
                registry.manifest("team/app", digest + "?tag=..%2Fx", MediaTypes.OCI_MANIFEST, content)
                        .status());
    }

    @Test
    void tagsAreListedInOrderAndInParts() throws Exception {
        for (String tag : List.of("v2", "V1", "a", "latest", "v10")) {
            registry.manifest("team/app", tag, MediaTypes.OCI_MANIFEST, json(image()));
        }
        String list = "/v2/team/app/tags/list";
        Answer all = registry.get(list);
        assertEquals(Map.of("name", "team/app", "tags", List.of("V1", "a", "latest", "v10", "v2")), all.json());
        assertEquals("", all.header("Link"));
        Answer two = registry.get(list + "?n=2");
        assertEquals(List.of("V1", "a"), two.map().get("tags"));
        assertEquals("</v2/team/app/tags/list?n=2&last=a>; rel=\"next\"", two.header("Link"));
        assertEquals(
                List.of("v10", "v2"), registry.get(list + "?last=latest").map().get("tags"));
        Answer rest = registry.get(list + "?n=3&last=latest");
        assertEquals("", rest.header("Link"));
        Answer none = registry.get(list + "?n=0");
        assertEquals(List.of(), none.map().get("tags"));
        assertEquals("", none.header("Link"));
        assertEquals(400, registry.get(list + "?n=x").status());
        assertEquals("NAME_UNKNOWN", registry.get("/v2/nobody/tags/list").error());
        assertEquals(List.of("team/app"), registry.get("/v2/_catalog").map().get("repositories"));
    }

    @Test
    void referrers() throws Exception {
        byte[] subject = json(image());
        OciDigest digest = OciDigest.sha256(subject);
        Map<String, Object> about = descriptor(MediaTypes.OCI_MANIFEST, digest, subject.length);
        String list = "/v2/team/app/referrers/" + digest;
        Answer empty = registry.get("/v2/nobody/referrers/" + digest);
        assertEquals(200, empty.status());
        assertEquals(MediaTypes.OCI_INDEX, empty.header("Content-Type"));
        assertEquals(
                Map.of("schemaVersion", 2L, "mediaType", MediaTypes.OCI_INDEX, "manifests", List.of()), empty.json());
        Map<String, Object> base = image();
        base.put("subject", about);
        byte[] typed = with(base, "artifactType", "application/vnd.example.sbom");
        byte[] byConfig = with(base, "annotations", Map.of("k", "v"));
        byte[] indexed = new String(index(List.of()), UTF_8)
                .replace("{", "{\"subject\":" + new String(json(about), UTF_8) + ",")
                .getBytes(UTF_8);
        for (byte[] each : List.of(typed, byConfig)) {
            Answer pushed =
                    registry.manifest("team/app", OciDigest.sha256(each).toString(), MediaTypes.OCI_MANIFEST, each);
            assertEquals(201, pushed.status());
            assertEquals(digest.toString(), pushed.header("OCI-Subject"), "also while the subject is not there");
        }
        assertEquals(
                digest.toString(),
                registry.manifest("team/app", "sig", MediaTypes.OCI_INDEX, indexed)
                        .header("OCI-Subject"));
        registry.manifest("team/app", "v1", MediaTypes.OCI_MANIFEST, subject);
        List<?> manifests = (List<?>) registry.get(list).map().get("manifests");
        assertEquals(3, manifests.size());
        Map<String, Object> expected = descriptor(MediaTypes.OCI_MANIFEST, OciDigest.sha256(byConfig), byConfig.length);
        expected.put("artifactType", TestImages.CONFIG);
        expected.put("annotations", Map.of("k", "v"));
        assertTrue(manifests.contains(expected), manifests.toString());
        assertTrue(
                manifests.contains(descriptor(MediaTypes.OCI_INDEX, OciDigest.sha256(indexed), indexed.length)),
                manifests.toString());
        Answer filtered = registry.get(list + "?artifactType=application/vnd.example.sbom");
        assertEquals("artifactType", filtered.header("OCI-Filters-Applied"));
        assertEquals(1, ((List<?>) filtered.map().get("manifests")).size());
        assertEquals(
                202,
                registry.delete("/v2/team/app/manifests/" + OciDigest.sha256(typed))
                        .status());
        assertEquals(2, ((List<?>) registry.get(list).map().get("manifests")).size());
        assertEquals(400, registry.get("/v2/team/app/referrers/sha256:bad").status());
    }

    @Test
    void deletedTagAndDeletedManifestAreGoneAtOnce() throws Exception {
        byte[] content = json(image());
        String byDigest = "/v2/team/app/manifests/" + OciDigest.sha256(content);
        registry.manifest("team/app", "v1", MediaTypes.OCI_MANIFEST, content);
        registry.manifest("team/app", "v2", MediaTypes.OCI_MANIFEST, content);
        registry.assertPulled("v1", MediaTypes.OCI_MANIFEST, content);
        registry.assertPulled("v2", MediaTypes.OCI_MANIFEST, content);
        assertEquals(202, registry.delete("/v2/team/app/manifests/v1").status());
        assertEquals(404, registry.head("/v2/team/app/manifests/v1").status());
        assertEquals(404, registry.delete("/v2/team/app/manifests/v1").status());
        assertEquals(200, registry.head(byDigest).status());
        assertEquals(202, registry.delete(byDigest).status());
        assertEquals(404, registry.head(byDigest).status());
        assertEquals(404, registry.head("/v2/team/app/manifests/v2").status());
        assertEquals(List.of(), registry.get("/v2/team/app/tags/list").map().get("tags"));
        assertEquals(404, registry.delete(byDigest).status());
    }

    @Test
    void tagMovesAtOnce() throws Exception {
        byte[] other = with(image(), "annotations", Map.of("k", "other"));
        registry.manifest("team/app", "v1", MediaTypes.OCI_MANIFEST, json(image()));
        registry.assertPulled("v1", MediaTypes.OCI_MANIFEST, json(image()));
        registry.manifest("team/app", "v1", MediaTypes.OCI_MANIFEST, other);
        registry.assertPulled("v1", MediaTypes.OCI_MANIFEST, other);
    }
}
