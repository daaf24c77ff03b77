package io.slipway.mirror.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.common.crypto.Keyring;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import io.slipway.server.FrontDoor;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MirrorServerTest {

    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    @TempDir
    Path home;

    private final HttpClient http = HttpClient.newHttpClient();
    private MirrorServer server;
    private int published;

    @BeforeEach
    void start() {
        server = MirrorServer.start(home, new InetSocketAddress("127.0.0.1", 0), FrontDoor.Listener.NONE);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void publish(Map<String, byte[]> files) {
        try (StoreWriter writer = ContentStore.in(home.resolve("store")).lock()) {
            Map<String, Generation.Entry> served = new HashMap<>();
            files.forEach((path, content) -> served.put(path, writer.put(content)));
            Map<String, Generation.Entry> kept = Map.of("secret", writer.put(bytes("kept")));
            writer.publish(Generation.of("demo", NOW.plusSeconds(published++), Map.of(), served, kept));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + server.port() + path);
    }

    private HttpResponse<byte[]> get(String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri(path));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private String text(String path) throws Exception {
        HttpResponse<byte[]> response = get(path);
        return response.statusCode() + " " + new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void servesTheCurrentGeneration() throws Exception {
        assertEquals("404 not found: /apt/demo/pool/a\n", text("/apt/demo/pool/a"));
        publish(Map.of("pool/a+b_1%3a2~x.deb", bytes("one")));
        assertEquals("200 one", text("/apt/demo/pool/a%2bb_1%253a2%7ex.deb"));
        assertEquals("200 one", text("/apt/demo/pool/a+b_1%253a2~x.deb"));
        HttpResponse<byte[]> response = get("/apt/demo/pool/a+b_1%253a2~x.deb");
        assertEquals(
                "application/vnd.debian.binary-package",
                response.headers().firstValue("content-type").orElseThrow());
        assertEquals(
                "Sun, 22 Nov 2026 08:00:00 GMT",
                response.headers().firstValue("last-modified").orElseThrow());
    }

    @Test
    void aNewGenerationCountsAtOnceAndTheOneBeforeStaysReachable() throws Exception {
        publish(Map.of("InRelease", bytes("1"), "by-hash/1", bytes("index 1")));
        assertEquals("200 1", text("/apt/demo/InRelease"));
        publish(Map.of("InRelease", bytes("2"), "by-hash/2", bytes("index 2")));
        assertEquals("200 2", text("/apt/demo/InRelease"));
        assertEquals("200 index 2", text("/apt/demo/by-hash/2"));
        assertEquals("200 index 1", text("/apt/demo/by-hash/1"));
        publish(Map.of("InRelease", bytes("3")));
        assertEquals("404 not found: /apt/demo/by-hash/1\n", text("/apt/demo/by-hash/1"));
    }

    @Test
    void afterARollbackTheIndexesOfTheOneThatCountedStayReachable() throws Exception {
        publish(Map.of("InRelease", bytes("1"), "by-hash/1", bytes("index 1")));
        publish(Map.of("InRelease", bytes("2"), "by-hash/2", bytes("index 2")));
        publish(Map.of("InRelease", bytes("3"), "by-hash/3", bytes("index 3")));
        assertEquals("200 3", text("/apt/demo/InRelease"));
        ContentStore store = ContentStore.in(home.resolve("store"));
        store.rollBack("demo", Optional.of(store.generations("demo").getFirst()));
        assertEquals("200 1", text("/apt/demo/InRelease"));
        assertEquals("200 index 3", text("/apt/demo/by-hash/3"));
        assertEquals("404 not found: /apt/demo/by-hash/2\n", text("/apt/demo/by-hash/2"));
        store.forget("demo");
        assertEquals("404 not found: /apt/demo/InRelease\n", text("/apt/demo/InRelease"));
    }

    @Test
    void theEtagIsTheDigestAndStaysWhileTheContentDoes() throws Exception {
        publish(Map.of("InRelease", bytes("1"), "pool/a.deb", bytes("a")));
        HttpResponse<byte[]> before = get("/apt/demo/pool/a.deb");
        publish(Map.of("InRelease", bytes("2"), "pool/a.deb", bytes("a")));
        assertEquals(
                "\"" + Digest.of(bytes("a")).hex() + "\"",
                before.headers().firstValue("etag").orElseThrow());
        assertEquals(
                304,
                get(
                                "/apt/demo/pool/a.deb",
                                "If-None-Match",
                                before.headers().firstValue("etag").orElseThrow())
                        .statusCode());
    }

    @Test
    void theDateOfAFileIsThatOfItsContentAndStaysThroughFlips() throws Exception {
        publish(Map.of("InRelease", bytes("1"), "pool/a.deb", bytes("a")));
        publish(Map.of("InRelease", bytes("2"), "pool/a.deb", bytes("a")));
        publish(Map.of("InRelease", bytes("3"), "pool/a.deb", bytes("a")));
        assertEquals("Sun, 22 Nov 2026 08:00:00 GMT", date("/apt/demo/pool/a.deb"));
        assertEquals("Sun, 22 Nov 2026 08:00:02 GMT", date("/apt/demo/InRelease"));
        assertEquals(
                206,
                get("/apt/demo/pool/a.deb", "Range", "bytes=0-", "If-Range", date("/apt/demo/pool/a.deb"))
                        .statusCode());
        publish(Map.of("InRelease", bytes("4"), "pool/a.deb", bytes("b")));
        publish(Map.of("InRelease", bytes("4"), "pool/a.deb", bytes("a")));
        assertEquals("Sun, 22 Nov 2026 08:00:04 GMT", date("/apt/demo/pool/a.deb"));
        assertEquals("Sun, 22 Nov 2026 08:00:03 GMT", date("/apt/demo/InRelease"));
    }

    private String date(String path) throws Exception {
        return get(path).headers().firstValue("last-modified").orElseThrow();
    }

    @Test
    void aDownloadGoesOnThroughAFlip() throws Exception {
        byte[] large = new byte[20_000_000];
        new Random(2).nextBytes(large);
        publish(Map.of("pool/large.deb", large));
        HttpResponse<InputStream> response = http.send(
                HttpRequest.newBuilder(uri("/apt/demo/pool/large.deb")).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            byte[] start = body.readNBytes(1000);
            publish(Map.of("InRelease", bytes("2")));
            publish(Map.of("InRelease", bytes("3")));
            byte[] whole = new byte[large.length];
            System.arraycopy(start, 0, whole, 0, start.length);
            assertEquals(large.length - 1000, body.readNBytes(whole, 1000, whole.length - 1000));
            assertArrayEquals(large, whole);
        }
    }

    @Test
    void nothingElseOfTheStoreIsReachable() throws Exception {
        publish(Map.of("InRelease", bytes("1")));
        for (String path : new String[] {
            "/apt/",
            "/apt/demo",
            "/apt/demo/",
            "/apt/demo/secret",
            "/apt/demo/current",
            "/apt/../keys/slipway.key",
            "/apt/demo/../../keys/slipway.key",
            "/apt/./current",
            "/apt/..%2fdemo/InRelease",
            "/keys/slipway.key",
            "/keys/ca.pem"
        }) {
            assertTrue(text(path).startsWith("404 "), path);
        }
    }

    @Test
    void nodesFindTheKeysThatTheyNeed() throws Exception {
        assertEquals("200 ok\n", text("/healthz"));
        Keyring binary = Keyring.parse("gpg", get("/keys/slipway.gpg").body());
        assertEquals(
                binary.primaries(),
                Keyring.parse("asc", get("/keys/slipway.asc").body()).primaries());
        assertTrue(text("/keys/ca.crt").startsWith("200 -----BEGIN CERTIFICATE-----\n"));
    }

    @Test
    void keysCanBeAskedForInPartsAndOnlyWhenTheyAreNew() throws Exception {
        for (String path : List.of("/keys/slipway.gpg", "/keys/slipway.asc", "/keys/ca.crt")) {
            HttpResponse<byte[]> whole = get(path);
            String tag = whole.headers().firstValue("etag").orElseThrow();
            String date = whole.headers().firstValue("last-modified").orElseThrow();
            assertEquals(304, get(path, "If-None-Match", tag).statusCode(), path);
            assertEquals(304, get(path, "If-Modified-Since", date).statusCode(), path);
            HttpResponse<byte[]> part = get(path, "Range", "bytes=7-", "If-Range", tag);
            assertEquals(206, part.statusCode(), path);
            assertArrayEquals(Arrays.copyOfRange(whole.body(), 7, whole.body().length), part.body(), path);
            stop();
            start();
            assertEquals(304, get(path, "If-None-Match", tag).statusCode(), "also after a restart");
            assertEquals(304, get(path, "If-Modified-Since", date).statusCode(), "also after a restart");
        }
    }

    @Test
    void aRotationOfTheKeyCountsWithoutARestart() throws Exception {
        Path keys = home.resolve("keys");
        HttpResponse<byte[]> before = get("/keys/slipway.gpg");
        SigningKey both = SigningKey.rotate(keys, InstantSource.system(), new SecureRandom());
        HttpResponse<byte[]> during = get("/keys/slipway.gpg", "If-None-Match", header(before, "etag"));
        assertArrayEquals(both.publicKeyring(), during.body());
        assertEquals("200 " + both.publicKeyringArmoured(), text("/keys/slipway.asc"));
        SigningKey.retire(keys);
        Keyring after = Keyring.parse("gpg", get("/keys/slipway.gpg").body());
        assertEquals(List.of(both.fingerprint()), after.primaries());
    }

    private static String header(HttpResponse<byte[]> response, String name) {
        return response.headers().firstValue(name).orElseThrow();
    }
}
