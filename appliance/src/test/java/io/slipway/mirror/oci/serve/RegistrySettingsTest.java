package io.slipway.mirror.oci.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.TestImages;
import io.slipway.mirror.oci.serve.TestRegistry.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code registry.yml}: how often, how much, and what is wrong in it. */
class RegistrySettingsTest {

    private static final String EVERYBODY = """
            anonymous: {pull: ["**"], push: ["**"], delete: ["**"]}
            """;

    @TempDir
    Path home;

    private Instant now = Instant.now();

    private RegistrySettings settings(String text) throws Exception {
        return RegistrySettings.read(Files.writeString(home.resolve(Accounts.FILE), text));
    }

    private TestRegistry with(String text) throws Exception {
        return new TestRegistry(home, settings(EVERYBODY + text), () -> now);
    }

    @Test
    void whoAsksTooOftenIsToldWhenToGoOn() throws Exception {
        try (TestRegistry registry = with("rate-limit: {requests-per-second: 2, burst: 5}")) {
            for (int i = 0; i < 5; i++) {
                assertEquals(200, registry.get("/v2/").status());
            }
            for (int i = 0; i < 3; i++) {
                Answer refused = registry.get("/v2/team/app/manifests/v1");
                assertEquals(429, refused.status());
                assertEquals("TOOMANYREQUESTS", refused.error());
                assertEquals("1", refused.header("Retry-After"));
            }
            assertEquals(429, registry.get("/v2/token").status(), "passwords cannot be tried out faster");
            now = now.plusSeconds(1);
            assertEquals(200, registry.get("/v2/").status());
            assertEquals(200, registry.get("/v2/").status());
            assertEquals(429, registry.get("/v2/").status());
            now = now.plusSeconds(3600);
            for (int i = 0; i < 5; i++) {
                assertEquals(200, registry.get("/v2/").status());
            }
            assertEquals(429, registry.get("/v2/").status());
        }
    }

    @Test
    void oneClientsRequestsAreNotAnothers() {
        RateLimit limit = new RateLimit(new RateLimit.Rule(1, 1), () -> now);
        assertTrue(limit.refusal("10.0.0.1").isEmpty());
        assertTrue(limit.refusal("10.0.0.1").isPresent());
        assertTrue(limit.refusal("10.0.0.2").isEmpty());
    }

    @Test
    void repositoriesHoldNoMoreThanTheirQuota() throws Exception {
        byte[] content = TestImages.noise(1, 600);
        OciDigest digest = OciDigest.sha256(content);
        try (TestRegistry registry = with("quotas: {\"team/**\": 1 kB}")) {
            registry.blob("team/one", content);
            registry.blob("team/one", content);
            byte[] other = TestImages.noise(2, 600);
            Answer full = registry.post("/v2/team/two/blobs/uploads/?digest=" + OciDigest.sha256(other), other);
            assertEquals(403, full.status());
            assertEquals("DENIED", full.error());
            assertEquals(
                    404,
                    registry.get("/v2/team/two/blobs/" + OciDigest.sha256(other))
                            .status());
            Answer mount = registry.post("/v2/team/two/blobs/uploads/?mount=" + digest + "&from=team/one", new byte[0]);
            assertEquals(403, mount.status());
            byte[] manifest = TestRegistry.json(Map.of("schemaVersion", 2, "note", "x".repeat(500)));
            assertEquals(
                    "DENIED",
                    registry.manifest("team/two", "v1", MediaTypes.OCI_INDEX, manifest)
                            .error());
            registry.blob("free/one", other);
            assertEquals(202, registry.delete("/v2/team/one/blobs/" + digest).status());
            registry.blob("team/two", other);
        }
    }

    @Test
    void everyMistakeIsTold() {
        ServeException mistakes = assertThrows(ServeException.class, () -> settings("""
                        anonymus: {}
                        accounts:
                          ci:
                            password: plain
                            pusch: []
                          "a:b": {password: "$6$x"}
                        rate-limit: {burst: -1}
                        quotas: {"team/**": lots}
                        complete: {}
                        """));
        assertEquals(
                List.of(
                        "unknown key 'anonymus'",
                        "'password' must be a hash of the kind SHA-512 or SHA-256 crypt",
                        "unknown key 'pusch'",
                        "a name of an account is not empty and has no ':'",
                        "this must be a number, 1 or more",
                        "'rate-limit' must say 'requests-per-second'",
                        "a quota is a size such as 500 GiB",
                        "this must be text, not a mapping"),
                mistakes.problems().stream().map(problem -> problem.what()).toList());
        assertTrue(mistakes.problems().stream()
                .allMatch(problem -> problem.toString().contains("registry.yml:")));
    }

    @Test
    void errorsAreTheSpecsAlwaysAlsoThoseOfTheServer() throws Exception {
        try (TestRegistry registry = with("")) {
            for (String request : List.of("OPTIONS /v2/", "PURGE /v2/team/app/manifests/v1", "GET /v2/nothing/here")) {
                String[] words = request.split(" ");
                Answer answer = registry.send(words[0], words[1], java.net.http.HttpRequest.BodyPublishers.noBody());
                assertEquals("UNSUPPORTED", answer.error(), request);
                assertEquals("application/json", answer.header("Content-Type"));
            }
            OciDigest digest = registry.blob("team/app", "damaged".getBytes(UTF_8));
            Files.writeString(home.resolve("holds/team%app/blobs/" + digest), "nonsense");
            Answer broken = registry.get("/v2/team/app/blobs/" + digest);
            assertEquals(500, broken.status());
            assertEquals("UNKNOWN", broken.error());
            assertEquals(1, registry.failures.size());
        }
    }
}
