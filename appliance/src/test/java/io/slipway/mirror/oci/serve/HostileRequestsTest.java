package io.slipway.mirror.oci.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.registry.Quota;
import io.slipway.mirror.oci.registry.RegistryRules;
import io.slipway.mirror.oci.registry.RepositoryPattern;
import io.slipway.mirror.oci.serve.TestRegistry.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a client sends: a clear refusal, no file outside, nothing that stays. */
class HostileRequestsTest {

    @TempDir
    Path outside;

    private TestRegistry registry;

    @BeforeEach
    void start() {
        registry = new TestRegistry(outside.resolve("store"));
    }

    @AfterEach
    void stop() {
        registry.close();
        assertTrue(registry.failures.isEmpty(), registry.failures.toString());
    }

    /** Byte by byte as it is: a well-behaved client would not send it. */
    private int raw(String method, String target, String body) throws Exception {
        try (Socket socket = new Socket("127.0.0.1", registry.port())) {
            OutputStream out = socket.getOutputStream();
            out.write((method + " " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body)
                    .getBytes(StandardCharsets.UTF_8));
            InputStream in = socket.getInputStream();
            String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return answer.isEmpty() ? 0 : Integer.parseInt(answer.substring(9, 12));
        }
    }

    @Test
    void namesThatAreNone() throws Exception {
        for (String name : List.of(
                "..",
                "../..",
                "a/../b",
                "a/./b",
                "a//b",
                "%2e%2e/%2e%2e/etc",
                "a/..%2f..%2fetc",
                "A/b",
                "a/-b",
                "a/b-",
                "a%00b",
                "a%0ab",
                "a%25b",
                ".uploads",
                ".locks",
                "a:1",
                "a:123456/b",
                "a".repeat(256),
                "ä")) {
            String upload = "/v2/" + name + "/blobs/uploads/";
            int status = raw("POST", upload, "");
            assertTrue(status == 400 || status == 404, name + ": " + status);
            status = raw("PUT", "/v2/" + name + "/manifests/v1", "{}");
            assertTrue(status == 400 || status == 404, name + ": " + status);
            status = raw("GET", "/v2/" + name + "/tags/list", "");
            assertTrue(status == 400 || status == 404, name + ": " + status);
        }
        assertNothingIsThere();
    }

    @Test
    void tagsDigestsAndUploadsThatAreNone() throws Exception {
        for (String odd : List.of(
                "..",
                "%2e%2e",
                "..%2f..%2fx",
                ".hidden",
                "-x",
                "sha256:..",
                "sha256:%2e%2e%2f",
                "sha1:" + "a".repeat(40),
                "sha256:" + "A".repeat(64),
                "sha256:" + "a".repeat(65),
                "a".repeat(129),
                "%00",
                "x%0d%0aY:%20z")) {
            for (String request : List.of(
                    "GET manifests/",
                    "PUT manifests/",
                    "DELETE manifests/",
                    "GET blobs/",
                    "DELETE blobs/",
                    "GET referrers/",
                    "PATCH blobs/uploads/",
                    "DELETE blobs/uploads/",
                    "GET blobs/uploads/")) {
                String[] words = request.split(" ");
                int status = raw(words[0], "/v2/app/" + words[1] + odd, words[0].startsWith("P") ? "{}" : "");
                assertTrue(status == 400 || status == 404 || status == 405, request + odd + ": " + status);
            }
        }
        assertNothingIsThere();
    }

    private void assertNothingIsThere() throws Exception {
        try (var files = Files.walk(outside)) {
            assertEquals(
                    "",
                    files.filter(Files::isRegularFile)
                            .map(Path::toString)
                            .filter(file -> !file.contains("/.locks/"))
                            .collect(Collectors.joining("\n")));
        }
    }

    @Test
    void uploadOfOneRepositoryMeansNothingInAnother() throws Exception {
        String location = registry.post("/v2/one/blobs/uploads/", new byte[0]).header("Location");
        assertEquals(404, registry.get(location.replace("/one/", "/two/")).status());
        assertEquals(404, registry.delete(location.replace("/one/", "/two/")).status());
        assertEquals(204, registry.get(location).status());
    }

    @Test
    void whatBreaksOffCanGoOn() throws Exception {
        String location = registry.post("/v2/app/blobs/uploads/", new byte[0]).header("Location");
        try (Socket socket = new Socket("127.0.0.1", registry.port())) {
            socket.getOutputStream()
                    .write(("PATCH " + location + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhello")
                            .getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            socket.getInputStream().readAllBytes();
        }
        Answer status = registry.get(location);
        assertEquals("0-4", status.header("Range"));
        OciDigest digest = OciDigest.sha256("hello, world".getBytes(StandardCharsets.US_ASCII));
        Answer done = registry.put(location + "?digest=" + digest, ", world".getBytes(StandardCharsets.US_ASCII));
        assertEquals(201, done.status());
        assertEquals("hello, world", registry.get(done.header("Location")).text());
    }

    @Test
    void anEndlessUploadEndsAtTheQuota() throws Exception {
        registry.close();
        registry = new TestRegistry(
                outside.resolve("store"),
                Guard.NONE,
                new RegistryRules(List.of(new Quota(new RepositoryPattern("**"), 10_000_000)), List.of()));
        String location = registry.post("/v2/app/blobs/uploads/", new byte[0]).header("Location");
        byte[] piece = ("100000\r\n" + "x".repeat(0x100000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        int taken = 0;
        try (Socket socket = new Socket("127.0.0.1", registry.port())) {
            OutputStream out = socket.getOutputStream();
            out.write(("PATCH " + location + " HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            while (taken < 1000) {
                out.write(piece);
                taken++;
            }
        } catch (IOException sentAway) {
            // that is what it waits for
        }
        assertTrue(taken < 200, taken + " MiB");
        assertEquals(204, registry.delete(location).status());
        assertNothingIsThere();
    }

    @Test
    void whatIsPackedStaysPackedWhateverItIsCalled() throws Exception {
        byte[] packed = {31, (byte) 139, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0};
        OciDigest digest = OciDigest.sha256(packed);
        Answer pushed = registry.post("/v2/app/blobs/uploads/?digest=" + digest, packed, "Content-Encoding", "gzip");
        assertEquals(201, pushed.status());
        Answer pulled = registry.get(pushed.header("Location"), "Accept-Encoding", "gzip");
        assertArrayEquals(packed, pulled.body());
        assertEquals("", pulled.header("Content-Encoding"));
    }

    @Test
    void methodsThatMeanNothing() throws Exception {
        for (String request : List.of("POST manifests/v1", "PATCH blobs/x", "PUT tags/list", "GET blobs/uploads/")) {
            String[] words = request.split(" ");
            assertEquals(405, raw(words[0], "/v2/app/" + words[1], ""), request);
        }
        assertEquals(405, raw("TRACE", "/v2/", ""));
        assertEquals(404, raw("GET", "/v2/app/unknown/x", ""));
    }
}
