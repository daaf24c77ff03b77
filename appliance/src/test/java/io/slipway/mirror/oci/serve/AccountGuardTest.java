package io.slipway.mirror.oci.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.crypto.PasswordHash;
import io.slipway.mirror.oci.serve.TestRegistry.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountGuardTest {

    @TempDir
    Path home;

    private TestRegistry with(String settings) throws Exception {
        Path file = home.resolve(Accounts.FILE);
        Files.writeString(file, settings.replace("HASH", PasswordHash.SHA512_CRYPT.of("s3cret", "salt", 5000, "")));
        return new TestRegistry(home.resolve("store"), guard(file));
    }

    private static AccountGuard guard(Path file) {
        Accounts accounts = RegistrySettings.read(file).accounts();
        return new AccountGuard(
                accounts, new Passwords(accounts, new Random(1)), new Tokens(new byte[32], InstantSource.system()));
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(UTF_8));
    }

    private static final String CI = """
            anonymous:
              pull: ["public/**"]
            accounts:
              ci:
                password: "HASH"
                pull: ["**"]
                push: ["team/*"]
            """;

    @Test
    void rightsArePerRepository() throws Exception {
        String good = basic("ci", "s3cret");
        try (TestRegistry registry = with(CI)) {
            String team = "/v2/team/app/blobs/uploads/";
            Answer nobody = registry.post(team, new byte[0]);
            assertEquals(401, nobody.status());
            assertEquals("UNAUTHORIZED", nobody.error());
            assertTrue(nobody.headers().get("www-authenticate").getLast().startsWith("Basic realm="));
            assertTrue(nobody.text().contains("say who you are"), nobody.text());
            Answer wrong = registry.post(team, new byte[0], "Authorization", basic("ci", "wrong"));
            assertEquals(401, wrong.status());
            assertTrue(wrong.text().contains("this name and password"), wrong.text());
            assertEquals(
                    401,
                    registry.post(team, new byte[0], "Authorization", "Basic nonsense!")
                            .status());
            assertEquals(
                    202, registry.post(team, new byte[0], "Authorization", good).status());
            Answer other = registry.post("/v2/other/app/blobs/uploads/", new byte[0], "Authorization", good);
            assertEquals(403, other.status());
            assertEquals("DENIED", other.error());
            assertEquals(401, registry.delete("/v2/team/app/manifests/v1").status());
            assertEquals(404, registry.get("/v2/public/app/manifests/v1").status());
            assertEquals(401, registry.get("/v2/team/app/manifests/v1").status());
            assertEquals(
                    404,
                    registry.get("/v2/team/app/manifests/v1", "Authorization", good)
                            .status());
            assertEquals(401, registry.get("/v2/").status());
            assertEquals(200, registry.get("/v2/", "Authorization", good).status());
            assertEquals(
                    401,
                    registry.get("/v2/", "Authorization", basic("ci", "wrong")).status());
        }
    }

    @Test
    void nothingIsMountedFromWhatOneMayNotPull() throws Exception {
        try (TestRegistry registry = with("""
                anonymous:
                  pull: ["public/**"]
                  push: ["public/**"]
                """)) {
            byte[] content = "secret".getBytes(UTF_8);
            var digest = io.slipway.mirror.oci.OciDigest.sha256(content);
            registry.registry
                    .repository(io.slipway.mirror.oci.registry.RepositoryName.parse("private/app")
                            .orElseThrow())
                    .putBlob(digest, content);
            String mount = "/v2/public/app/blobs/uploads/?mount=" + digest;
            assertEquals(202, registry.post(mount, new byte[0]).status());
            assertEquals(
                    202, registry.post(mount + "&from=private/app", new byte[0]).status());
        }
    }

    @Test
    void withoutSettingsEverybodyMayPullAndNobodyPush() throws Exception {
        try (TestRegistry registry = new TestRegistry(home.resolve("store"), guard(home.resolve("absent.yml")))) {
            assertEquals(200, registry.get("/v2/").status());
            assertEquals(404, registry.get("/v2/app/manifests/v1").status());
            assertEquals(
                    401, registry.post("/v2/app/blobs/uploads/", new byte[0]).status());
        }
    }
}
