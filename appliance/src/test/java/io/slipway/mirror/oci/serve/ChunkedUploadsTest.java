package io.slipway.mirror.oci.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.TestImages;
import io.slipway.mirror.oci.serve.TestRegistry.Answer;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Blobs in as many chunks as the distribution-spec's conformance suite sends, right and wrong. */
class ChunkedUploadsTest {

    private static final byte[] CONTENT = TestImages.noise(3, 3000);
    private static final OciDigest DIGEST = OciDigest.sha256(CONTENT);
    private static final OciDigest OTHER = OciDigest.sha256(new byte[1]);

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

    /** Sends all before {@code end} in chunks of this length, each to where the one before it said. */
    private String send(int length, int end) throws Exception {
        Answer begun = registry.post("/v2/team/app/blobs/uploads/", new byte[0]);
        assertEquals(202, begun.status());
        String location = begun.header("Location");
        for (int from = 0; from < end; from += length) {
            Answer taken = registry.patch(
                    location,
                    Arrays.copyOfRange(CONTENT, from, from + length),
                    "Content-Range",
                    from + "-" + (from + length - 1));
            assertEquals(202, taken.status());
            assertEquals("0-" + (from + length - 1), taken.header("Range"));
            location = taken.header("Location");
        }
        return location;
    }

    private Answer close(String location, OciDigest digest, int from) throws Exception {
        byte[] rest = Arrays.copyOfRange(CONTENT, from, CONTENT.length);
        String closing = location + "?digest=" + digest;
        return from == CONTENT.length
                ? registry.put(closing, rest)
                : registry.put(closing, rest, "Content-Range", from + "-" + (CONTENT.length - 1));
    }

    private void requireWhole(Answer done) throws Exception {
        assertEquals(201, done.status(), done.text());
        assertEquals(DIGEST.toString(), done.header("Docker-Content-Digest"));
        assertArrayEquals(CONTENT, registry.get(done.header("Location")).body());
    }

    @Test
    void one() throws Exception {
        requireWhole(close(send(3000, 3000), DIGEST, 3000));
    }

    @Test
    void three() throws Exception {
        requireWhole(close(send(1000, 3000), DIGEST, 3000));
    }

    @Test
    void twoAndTheLastWithTheClosingRequest() throws Exception {
        requireWhole(close(send(1000, 2000), DIGEST, 2000));
    }

    @Test
    void wrongDigestIsRefusedAtTheEnd() throws Exception {
        for (int sent : new int[] {3000, 2000}) {
            Answer refused = close(send(1000, sent), OTHER, sent);
            assertEquals(400, refused.status());
            assertEquals("DIGEST_INVALID", refused.error());
        }
        assertEquals(404, registry.head("/v2/team/app/blobs/" + OTHER).status());
        assertEquals(404, registry.head("/v2/team/app/blobs/" + DIGEST).status());
    }

    @Test
    void statusTellsWhereToGoOn() throws Exception {
        String location = send(1000, 1000);
        Answer status = registry.get(location);
        assertEquals(204, status.status());
        assertEquals("0-999", status.header("Range"));
        assertEquals(0, status.body().length);
        requireWhole(close(status.header("Location"), DIGEST, 1000));
    }
}
