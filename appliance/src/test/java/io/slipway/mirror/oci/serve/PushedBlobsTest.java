package io.slipway.mirror.oci.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.TestImages;
import io.slipway.mirror.oci.serve.TestRegistry.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OCI distribution-spec 1.1, "Pushing blobs", and how they are pulled. */
class PushedBlobsTest {

    private static final byte[] CONTENT = TestImages.noise(1, 2048);
    private static final OciDigest DIGEST = OciDigest.sha256(CONTENT);
    private static final String UPLOADS = "/v2/team/app/blobs/uploads/";

    @TempDir
    Path home;

    private TestRegistry registry;

    @BeforeEach
    void start() {
        registry = new TestRegistry(home);
    }

    @AfterEach
    void stop() {
        registry.close();
        assertTrue(registry.failures.isEmpty(), registry.failures.toString());
    }

    private void assertPulled(String location, byte[] content) throws Exception {
        Answer answer = registry.get(location);
        assertEquals(200, answer.status());
        assertArrayEquals(content, answer.body());
        assertEquals("" + content.length, answer.header("Content-Length"));
    }

    private static String closing(String location, OciDigest digest) {
        return location + (location.contains("?") ? "&" : "?") + "digest=" + digest;
    }

    @Test
    void blobThatNobodyPushedIsNotFound() throws Exception {
        Answer answer = registry.get("/v2/team/app/blobs/" + DIGEST);
        assertEquals(404, answer.status());
        assertEquals("BLOB_UNKNOWN", answer.error());
        assertEquals(404, registry.head("/v2/team/app/blobs/" + DIGEST).status());
    }

    @Test
    void postThenPut() throws Exception {
        Answer begun = registry.post(UPLOADS, new byte[0]);
        assertEquals(202, begun.status());
        Answer done = registry.put(closing(begun.header("Location"), DIGEST), CONTENT);
        assertEquals(201, done.status());
        assertEquals(DIGEST.toString(), done.header("Docker-Content-Digest"));
        assertPulled(done.header("Location"), CONTENT);
        assertEquals(404, registry.get(begun.header("Location")).status(), "the upload is over");
    }

    @Test
    void singlePost() throws Exception {
        Answer done = registry.post(UPLOADS + "?digest=" + DIGEST, CONTENT);
        assertEquals(201, done.status());
        assertPulled(done.header("Location"), CONTENT);
    }

    @Test
    void streamWithoutLength() throws Exception {
        Answer begun = registry.post(UPLOADS, new byte[0]);
        Answer sent = registry.stream(begun.header("Location"), CONTENT);
        assertEquals(202, sent.status());
        assertEquals("0-2047", sent.header("Range"));
        Answer done = registry.put(closing(sent.header("Location"), DIGEST), new byte[0]);
        assertEquals(201, done.status());
        assertPulled(done.header("Location"), CONTENT);
    }

    @Test
    void streamMayBeLong() throws Exception {
        byte[] large = TestImages.noise(5, 10_000_000);
        String location = registry.post(UPLOADS, new byte[0]).header("Location");
        assertEquals(202, registry.stream(location, large).status());
        Answer done = registry.put(closing(location, OciDigest.sha256(large)), new byte[0]);
        assertEquals(201, done.status());
        assertPulled(done.header("Location"), large);
    }

    @Test
    void chunksTheLastOfThemWithThePut() throws Exception {
        String location = registry.post(UPLOADS, new byte[0]).header("Location");
        Answer first = registry.patch(location, Arrays.copyOfRange(CONTENT, 0, 1000), "Content-Range", "0-999");
        assertEquals(202, first.status());
        assertEquals("0-999", first.header("Range"));
        Answer second = registry.patch(
                first.header("Location"), Arrays.copyOfRange(CONTENT, 1000, 1500), "Content-Range", "1000-1499");
        assertEquals(202, second.status());
        Answer done = registry.put(
                closing(second.header("Location"), DIGEST),
                Arrays.copyOfRange(CONTENT, 1500, 2048),
                "Content-Range",
                "1500-2047");
        assertEquals(201, done.status());
        assertPulled(done.header("Location"), CONTENT);
    }

    @Test
    void chunkOutOfOrderIsRefusedAndTheUploadGoesOn() throws Exception {
        String location = registry.post(UPLOADS, new byte[0]).header("Location");
        byte[] first = Arrays.copyOfRange(CONTENT, 0, 1000);
        byte[] rest = Arrays.copyOfRange(CONTENT, 1000, 2048);
        assertEquals(
                416,
                registry.patch(location, rest, "Content-Range", "1000-2047").status());
        assertEquals(
                202, registry.patch(location, first, "Content-Range", "0-999").status());
        assertEquals(
                416, registry.patch(location, first, "Content-Range", "0-999").status());
        assertEquals(
                416,
                registry.put(closing(location, DIGEST), first, "Content-Range", "0-999")
                        .status());
        Answer status = registry.get(location);
        assertEquals(204, status.status());
        assertEquals("0-999", status.header("Range"));
        assertTrue(status.header("Location").startsWith(UPLOADS));
        assertEquals(
                201,
                registry.put(closing(location, DIGEST), rest, "Content-Range", "1000-2047")
                        .status());
    }

    @Test
    void wrongDigestIsRefusedHoweverTheBlobCame() throws Exception {
        OciDigest other = OciDigest.sha256("other".getBytes(UTF_8));
        Answer post = registry.post(UPLOADS + "?digest=" + other, CONTENT);
        assertEquals(400, post.status());
        assertEquals("DIGEST_INVALID", post.error());
        String location = registry.post(UPLOADS, new byte[0]).header("Location");
        assertEquals(400, registry.put(closing(location, other), CONTENT).status());
        location = registry.post(UPLOADS, new byte[0]).header("Location");
        registry.stream(location, CONTENT);
        assertEquals(400, registry.put(closing(location, other), new byte[0]).status());
        assertEquals(404, registry.get("/v2/team/app/blobs/" + other).status());
        assertEquals(404, registry.get("/v2/team/app/blobs/" + DIGEST).status());
        assertEquals(0, filesIn(home.resolve("registry/.uploads")), "nothing stays of it");
    }

    @Test
    void wrongLengthsAreRefused() throws Exception {
        String location = registry.post(UPLOADS, new byte[0]).header("Location");
        Answer answer = registry.patch(location, CONTENT, "Content-Range", "0-9");
        assertEquals(400, answer.status());
        assertEquals("SIZE_INVALID", answer.error());
        assertEquals(
                400,
                registry.patch(location, CONTENT, "Content-Range", "nonsense").status());
        assertEquals(400, registry.put(location, CONTENT).status(), "a PUT says the digest");
        assertEquals(
                400, registry.put(location + "?digest=sha256:short", CONTENT).status());
    }

    @Test
    void cancelledUploadIsGone() throws Exception {
        String location = registry.post(UPLOADS, new byte[0]).header("Location");
        registry.stream(location, CONTENT);
        assertEquals(204, registry.delete(location).status());
        assertEquals(404, registry.get(location).status());
        assertEquals(404, registry.delete(location).status());
        assertEquals(0, filesIn(home.resolve("registry/.uploads")));
    }

    @Test
    void uploadGoesOnAfterARestart() throws Exception {
        String location = registry.post(UPLOADS, new byte[0]).header("Location");
        registry.patch(location, Arrays.copyOfRange(CONTENT, 0, 1000));
        registry.close();
        registry = new TestRegistry(home);
        assertEquals("0-999", registry.get(location).header("Range"));
        Answer done = registry.put(closing(location, DIGEST), Arrays.copyOfRange(CONTENT, 1000, 2048));
        assertEquals(201, done.status());
        assertPulled(done.header("Location"), CONTENT);
    }

    @Test
    void abandonedUploadExpires() throws Exception {
        String location = registry.post(UPLOADS, new byte[0]).header("Location");
        registry.uploads.expire(Duration.ofHours(1));
        assertEquals(204, registry.get(location).status());
        registry.uploads.expire(Duration.ofHours(-1));
        assertEquals(404, registry.get(location).status());
        assertEquals(0, filesIn(home.resolve("registry/.uploads")));
    }

    @Test
    void headTellsTheLengthAndTheDigest() throws Exception {
        registry.blob("team/app", CONTENT);
        Answer answer = registry.head("/v2/team/app/blobs/" + DIGEST);
        assertEquals(200, answer.status());
        assertEquals("2048", answer.header("Content-Length"));
        assertEquals(DIGEST.toString(), answer.header("Docker-Content-Digest"));
        assertEquals(0, answer.body().length);
    }

    @Test
    void ranges() throws Exception {
        registry.blob("team/app", CONTENT);
        String blob = "/v2/team/app/blobs/" + DIGEST;
        String[][] rows = {
            {"500-1499", "500", "1500"},
            {"500-", "500", "2048"},
            {"-500", "1548", "2048"},
            {"2000-5000", "2000", "2048"},
        };
        for (String[] row : rows) {
            Answer answer = registry.get(blob, "Range", "bytes=" + row[0]);
            int from = Integer.parseInt(row[1]);
            int to = Integer.parseInt(row[2]);
            assertEquals(206, answer.status(), row[0]);
            assertArrayEquals(Arrays.copyOfRange(CONTENT, from, to), answer.body());
            assertEquals("bytes " + from + "-" + (to - 1) + "/2048", answer.header("Content-Range"));
            assertEquals("" + (to - from), answer.header("Content-Length"));
        }
        for (String outside : List.of("500-0", "5000-10000", "2048-", "2048-2050")) {
            Answer refused = registry.get(blob, "Range", "bytes=" + outside);
            assertEquals(416, refused.status(), outside);
            assertEquals("SIZE_INVALID", refused.error());
            assertEquals("bytes */2048", refused.header("Content-Range"));
        }
        Answer looked = registry.head(blob, "Range", "bytes=5000-10000");
        assertEquals(200, looked.status(), "ranges mean nothing to HEAD (RFC 9110 section 14.2)");
        assertEquals("2048", looked.header("Content-Length"));
    }

    @Test
    void emptyBlob() throws Exception {
        OciDigest digest = registry.blob("team/app", new byte[0]);
        assertPulled("/v2/team/app/blobs/" + digest, new byte[0]);
        assertEquals("0", registry.head("/v2/team/app/blobs/" + digest).header("Content-Length"));
    }

    @Test
    void sha512() throws Exception {
        OciDigest digest = TestRegistry.sha512(CONTENT);
        Answer single = registry.post(UPLOADS + "?digest=" + digest, CONTENT);
        assertEquals(201, single.status());
        assertPulled(single.header("Location"), CONTENT);
        String location = registry.post("/v2/other/blobs/uploads/?digest-algorithm=sha512", new byte[0])
                .header("Location");
        assertEquals(202, registry.stream(location, CONTENT).status());
        Answer done = registry.put(closing(location, digest), new byte[0]);
        assertEquals(201, done.status());
        assertPulled(done.header("Location"), CONTENT);
        assertEquals(404, registry.get("/v2/other/blobs/" + DIGEST).status(), "it was pushed under one name only");
    }

    @Test
    void mounts() throws Exception {
        registry.blob("one", CONTENT);
        Answer named = registry.post("/v2/two/blobs/uploads/?mount=" + DIGEST + "&from=one", new byte[0]);
        assertEquals(201, named.status());
        assertPulled(named.header("Location"), CONTENT);
        Answer anonymous = registry.post("/v2/three/blobs/uploads/?mount=" + DIGEST, new byte[0]);
        assertEquals(201, anonymous.status());
        assertPulled(anonymous.header("Location"), CONTENT);
        OciDigest absent = OciDigest.sha256("absent".getBytes(UTF_8));
        for (String from : new String[] {"", "&from=one", "&from=nowhere"}) {
            Answer begun = registry.post("/v2/two/blobs/uploads/?mount=" + absent + from, new byte[0]);
            assertEquals(202, begun.status());
            assertTrue(begun.header("Location").startsWith("/v2/two/blobs/uploads/"));
        }
    }

    @Test
    void deletedBlobIsGoneHereAndStaysElsewhere() throws Exception {
        registry.blob("one", CONTENT);
        registry.blob("two", CONTENT);
        assertEquals(202, registry.delete("/v2/one/blobs/" + DIGEST).status());
        assertEquals(404, registry.head("/v2/one/blobs/" + DIGEST).status());
        assertEquals(404, registry.delete("/v2/one/blobs/" + DIGEST).status());
        assertPulled("/v2/two/blobs/" + DIGEST, CONTENT);
    }

    static long filesIn(Path directory) throws Exception {
        if (!Files.exists(directory)) {
            return 0;
        }
        try (var files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).count();
        }
    }
}
