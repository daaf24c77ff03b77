package io.slipway.mirror.oci.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Progress;
import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.TestImages;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.VerifyStore;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} at fifty random moments, while clients push, pull and delete and garbage is collected without any grace: what was
 * acknowledged is there and right, what was deleted is gone, and nothing is visible by half.
 */
@Tag("full")
class KilledRegistryTest {

    private static final int KILLS = 50;
    private static final int PUSHERS = 6;

    @TempDir
    Path home;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Random random = new Random(20261123);
    private final AtomicInteger seeds = new AtomicInteger();

    /** By what was acknowledged: the number of the image under each tag. */
    private final Map<String, Integer> pushed = new ConcurrentHashMap<>();

    /** Tags whose deletion was acknowledged, or asked for and perhaps done. */
    private final Set<String> deleted = ConcurrentHashMap.newKeySet();

    private final Set<String> perhapsDeleted = ConcurrentHashMap.newKeySet();

    private KillableRegistry server;

    @AfterEach
    void stop() throws Exception {
        if (server != null) {
            server.kill();
        }
        client.close();
    }

    /** An image is known by its number alone. */
    private record Image(byte[] config, byte[] layer, byte[] manifest) {

        static Image of(int seed) {
            byte[] config = ("{\"seed\":" + seed + "}").getBytes(java.nio.charset.StandardCharsets.US_ASCII);
            byte[] layer = TestImages.noise(seed, 64 + (seed % 7) * 40_000);
            return new Image(
                    config,
                    layer,
                    TestRegistry.json(Map.of(
                            "schemaVersion",
                            2,
                            "mediaType",
                            MediaTypes.OCI_MANIFEST,
                            "config",
                            TestRegistry.descriptor(TestImages.CONFIG, OciDigest.sha256(config), config.length),
                            "layers",
                            List.of(TestRegistry.descriptor(
                                    TestImages.LAYER, OciDigest.sha256(layer), layer.length)))));
        }
    }

    private HttpResponse<byte[]> send(String method, String path, byte[] body, String... headers) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(java.time.Duration.ofSeconds(30))
                .method(method, BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void require(int status, HttpResponse<byte[]> answer) {
        if (answer.statusCode() != status) {
            throw new AssertionError(answer.request() + " " + answer.statusCode() + " "
                    + new String(answer.body(), java.nio.charset.StandardCharsets.UTF_8));
        }
    }

    private void push(int pusher) throws IOException {
        int seed = seeds.incrementAndGet();
        Image image = Image.of(seed);
        String name = "/v2/team/app" + pusher % 3;
        require(201, send("POST", name + "/blobs/uploads/?digest=" + OciDigest.sha256(image.config()), image.config()));
        String location = send("POST", name + "/blobs/uploads/", new byte[0])
                .headers()
                .firstValue("Location")
                .orElseThrow();
        int half = image.layer().length / 2;
        require(202, send("PATCH", location, java.util.Arrays.copyOf(image.layer(), half)));
        require(
                201,
                send(
                        "PUT",
                        location + "?digest=" + OciDigest.sha256(image.layer()),
                        java.util.Arrays.copyOfRange(image.layer(), half, image.layer().length)));
        String tag = name + "/manifests/t" + seed;
        require(201, send("PUT", tag, image.manifest(), "Content-Type", MediaTypes.OCI_MANIFEST));
        pushed.put(tag, seed);
        if (seed % 5 == 0) {
            String digest = name + "/manifests/" + OciDigest.sha256(image.manifest());
            perhapsDeleted.add(tag);
            require(202, send("DELETE", digest, new byte[0]));
            for (byte[] blob : List.of(image.config(), image.layer())) {
                require(202, send("DELETE", name + "/blobs/" + OciDigest.sha256(blob), new byte[0]));
            }
            deleted.add(tag);
        } else if (seed % 3 == 0) {
            assertRight(tag, seed);
        }
    }

    /** Whole, or not there at all. */
    private void assertRight(String tag, int seed) throws IOException {
        Image image = Image.of(seed);
        HttpResponse<byte[]> manifest = send("GET", tag, new byte[0]);
        if (deleted.contains(tag)) {
            assertEquals(404, manifest.statusCode(), tag);
            return;
        }
        if (perhapsDeleted.contains(tag)) {
            return;
        }
        require(200, manifest);
        assertArrayEquals(image.manifest(), manifest.body(), tag);
        String name = tag.substring(0, tag.indexOf("/manifests/"));
        for (byte[] blob : List.of(image.config(), image.layer())) {
            HttpResponse<byte[]> got = send("GET", name + "/blobs/" + OciDigest.sha256(blob), new byte[0]);
            require(200, got);
            assertArrayEquals(blob, got.body(), tag);
        }
    }

    /** Each tag that can be seen means a manifest with all that it names, also one whose push was not acknowledged. */
    private void assertNothingIsThereByHalf(int repository) throws IOException {
        String name = "/v2/team/app" + repository;
        HttpResponse<byte[]> list = send("GET", name + "/tags/list", new byte[0]);
        if (list.statusCode() == 404) {
            return;
        }
        Object document = io.slipway.common.json.Json.read(
                "tags", new String(list.body(), java.nio.charset.StandardCharsets.UTF_8));
        for (Object tag : (List<?>) ((Map<?, ?>) java.util.Objects.requireNonNull(document)).get("tags")) {
            String path = name + "/manifests/" + tag;
            if (!perhapsDeleted.contains(path)) {
                assertRight(path, Integer.parseInt(String.valueOf(tag).substring(1)));
            }
        }
    }

    @Test
    void whatWasAcknowledgedOutlivesFiftyKills() throws Exception {
        Set<String> checked = ConcurrentHashMap.newKeySet();
        for (int kill = 0; kill < KILLS; kill++) {
            server = KillableRegistry.start(home);
            for (Map.Entry<String, Integer> each : pushed.entrySet()) {
                if (checked.add(each.getKey())) {
                    assertRight(each.getKey(), each.getValue());
                }
            }
            List<Thread> clients = new java.util.ArrayList<>();
            Set<Throwable> wrong = ConcurrentHashMap.newKeySet();
            for (int i = 0; i < PUSHERS; i++) {
                int pusher = i;
                clients.add(Thread.ofVirtual().start(() -> {
                    try {
                        while (true) {
                            push(pusher);
                        }
                    } catch (IOException killed) {
                        // that is what it works towards
                    } catch (AssertionError e) {
                        wrong.add(e);
                    }
                }));
            }
            TimeUnit.MILLISECONDS.sleep(200 + random.nextInt(1800));
            server.kill();
            for (Thread each : clients) {
                each.join();
            }
            assertEquals(Set.of(), wrong, "kill " + kill);
        }
        server = KillableRegistry.start(home);
        for (Map.Entry<String, Integer> each : pushed.entrySet()) {
            assertRight(each.getKey(), each.getValue());
        }
        for (int repository = 0; repository < 3; repository++) {
            assertNothingIsThereByHalf(repository);
        }
        server.kill();
        assertTrue(VerifyStore.verify(ContentStore.in(home.resolve("store")), Progress.NONE)
                .sound());
        assertTrue(pushed.size() > KILLS, pushed.size() + " pushes were acknowledged");
        assertTrue(KillableRegistry.collections(home) > KILLS, "garbage was collected meanwhile");
    }
}
