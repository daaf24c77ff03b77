package io.slipway.mirror.oci.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.crypto.PasswordHash;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.serve.TestRegistry.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dance of clients with tokens: refused, told where tokens are, given one, let in. */
class TokenRequestsTest {

    private static final String CI = "Basic " + Base64.getEncoder().encodeToString("ci:s3cret".getBytes(UTF_8));
    private static final String UPLOADS = "/v2/team/app/blobs/uploads/";

    @TempDir
    Path home;

    private TestRegistry registry;
    private Instant now = Instant.parse("2026-11-23T00:00:00Z");

    @BeforeEach
    void start() throws Exception {
        Path file = home.resolve(Accounts.FILE);
        Files.writeString(file, """
                anonymous:
                  pull: ["public/**"]
                accounts:
                  ci:
                    password: "HASH"
                    pull: ["team/**", "other/**"]
                    push: ["team/**"]
                """.replace("HASH", PasswordHash.SHA512_CRYPT.of("s3cret", "salt", 5000, "")));
        registry = new TestRegistry(home, RegistrySettings.read(file), () -> now);
    }

    @AfterEach
    void stop() {
        registry.close();
        assertTrue(registry.failures.isEmpty(), registry.failures.toString());
    }

    private String token(String query, String... headers) throws Exception {
        Answer answer = registry.get("/v2/token?service=slipway" + query, headers);
        assertEquals(200, answer.status(), answer.text());
        assertEquals(answer.map().get("token"), answer.map().get("access_token"));
        assertEquals(600L, answer.map().get("expires_in"));
        assertEquals("2026-11-23T00:00:00Z", answer.map().get("issued_at"));
        assertEquals("no-store", answer.header("Cache-Control"));
        return "Bearer " + answer.map().get("token");
    }

    @Test
    void clientIsToldWhereTokensAreAndIsLetInWithOne() throws Exception {
        Answer refused = registry.post(UPLOADS, new byte[0]);
        assertEquals(401, refused.status());
        assertEquals("UNAUTHORIZED", refused.error());
        assertEquals(
                List.of(
                        "Bearer realm=\"http://127.0.0.1:" + registry.port()
                                + "/v2/token\",service=\"slipway\",scope=\"repository:team/app:pull,push\"",
                        "Basic realm=\"slipway\", charset=\"UTF-8\""),
                refused.headers().get("www-authenticate"));
        String token = token("&scope=repository:team/app:pull,push", "Authorization", CI);
        assertEquals(
                202, registry.post(UPLOADS, new byte[0], "Authorization", token).status());
        assertEquals(200, registry.get("/v2/", "Authorization", token).status());
    }

    @Test
    void tokenIsGoodForWhatWasAskedForAndMayBeDone() throws Exception {
        String pull = token("&scope=repository:team/app:pull", "Authorization", CI);
        Answer narrow = registry.post(UPLOADS, new byte[0], "Authorization", pull);
        assertEquals(401, narrow.status());
        assertTrue(narrow.header("WWW-Authenticate").endsWith(",error=\"insufficient_scope\""));
        assertEquals(
                401,
                registry.get("/v2/other/app/tags/list", "Authorization", pull).status());
        String all = token("&scope=repository:team/app:*%20repository:other/app:*", "Authorization", CI);
        assertEquals(
                202, registry.post(UPLOADS, new byte[0], "Authorization", all).status());
        assertEquals(
                404,
                registry.get("/v2/other/app/tags/list", "Authorization", all).status());
        Answer mayNot = registry.post("/v2/other/app/blobs/uploads/", new byte[0], "Authorization", all);
        assertEquals(403, mayNot.status());
        assertEquals("DENIED", mayNot.error());
    }

    @Test
    void nobodyInParticularGetsOneThatIsGoodForWhatEverybodyMay() throws Exception {
        String nobody = token("&scope=repository:public/app:pull,push&scope=repository:team/app:pull");
        assertEquals(
                404,
                registry.get("/v2/public/app/tags/list", "Authorization", nobody)
                        .status());
        assertEquals(
                401,
                registry.post("/v2/public/app/blobs/uploads/", new byte[0], "Authorization", nobody)
                        .status());
        assertEquals(
                401,
                registry.get("/v2/team/app/tags/list", "Authorization", nobody).status());
    }

    @Test
    void wrongPasswordGetsNone() throws Exception {
        String wrong = "Basic " + Base64.getEncoder().encodeToString("ci:wrong".getBytes(UTF_8));
        Answer answer = registry.get("/v2/token?scope=repository:public/app:pull", "Authorization", wrong);
        assertEquals(401, answer.status());
        assertEquals("UNAUTHORIZED", answer.error());
        assertEquals(
                "UNSUPPORTED",
                registry.post("/v2/token", new byte[0], "Authorization", CI).error());
        assertEquals(
                400,
                registry.get("/v2/token?x" + "&scope=repository:a:pull".repeat(41))
                        .status());
    }

    @Test
    void tokenThatEndedOrIsNonsenseIsAskedForAgain() throws Exception {
        String token = token("&scope=repository:team/app:push", "Authorization", CI);
        now = now.plus(Tokens.LIFE);
        for (String useless : List.of(token, token + "x", "Bearer", "Bearer ", "Bearer a.b.c", "Digest x", "")) {
            Answer answer = registry.post(UPLOADS, new byte[0], "Authorization", useless);
            assertEquals(401, answer.status(), useless);
            assertTrue(answer.header("WWW-Authenticate").contains("error=\"invalid_token\""), useless);
        }
        assertEquals(401, registry.get("/v2/", "Authorization", token).status());
    }

    @Test
    void mountAsksForTheRightToPullFromThere() throws Exception {
        byte[] content = "shared".getBytes(UTF_8);
        OciDigest digest = OciDigest.sha256(content);
        registry.registry
                .repository(io.slipway.mirror.oci.registry.RepositoryName.parse("other/app")
                        .orElseThrow())
                .putBlob(digest, content);
        String mount = UPLOADS + "?mount=" + digest + "&from=other/app";
        String narrow = token("&scope=repository:team/app:pull,push", "Authorization", CI);
        Answer refused = registry.post(mount, new byte[0], "Authorization", narrow);
        assertEquals(401, refused.status());
        assertTrue(refused.header("WWW-Authenticate")
                .contains("scope=\"repository:team/app:pull,push repository:other/app:pull\""));
        String both =
                token("&scope=repository:team/app:pull,push&scope=repository:other/app:pull", "Authorization", CI);
        assertEquals(
                201, registry.post(mount, new byte[0], "Authorization", both).status());
        assertEquals("ci", registry.changes.getLast().user());
        assertEquals(
                202,
                registry.post(UPLOADS + "?mount=" + digest + "&from=secret/app", new byte[0], "Authorization", narrow)
                        .status(),
                "what one may not pull is not there");
    }
}
