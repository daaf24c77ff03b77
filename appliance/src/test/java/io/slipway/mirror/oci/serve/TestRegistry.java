package io.slipway.mirror.oci.serve;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.registry.RegistryRules;
import io.slipway.mirror.oci.registry.RegistryStore;
import io.slipway.mirror.oci.registry.Uploads;
import io.slipway.mirror.store.ContentStore;
import io.slipway.server.Access;
import io.slipway.server.FrontDoor;
import io.slipway.server.Route;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** A registry on the loopback, and a plain client that sends exactly what it is told. */
final class TestRegistry implements AutoCloseable {

    final ContentStore store;
    final RegistryStore registry;
    final Uploads uploads;
    final List<Pushes.Change> changes = Collections.synchronizedList(new ArrayList<>());
    final List<Problem> failures = Collections.synchronizedList(new ArrayList<>());
    private final FrontDoor door;
    private final HttpClient client = HttpClient.newHttpClient();

    TestRegistry(Path directory) {
        this(directory, Guard.NONE);
    }

    TestRegistry(Path directory, Guard guard) {
        this(directory, guard, RegistryRules.NONE);
    }

    TestRegistry(Path directory, Guard guard, RegistryRules rules) {
        this(directory, rules, its -> RegistryRoutes.of(its.registry, its.uploads, guard, its.changes::add));
    }

    /** As these settings want it. */
    TestRegistry(Path directory, RegistrySettings settings, InstantSource clock) {
        this(
                directory,
                settings.rules(),
                its -> RegistryDoor.of(
                        its.registry, its.uploads, settings, directory, clock, new Random(8), its.changes::add));
    }

    private TestRegistry(Path directory, RegistryRules rules, Function<TestRegistry, List<Route>> routes) {
        store = ContentStore.in(directory);
        registry = RegistryStore.in(store, InstantSource.system(), new Random(7), rules);
        uploads = registry.uploads();
        door = FrontDoor.open(new InetSocketAddress("127.0.0.1", 0), routes.apply(this), new FrontDoor.Listener() {
            @Override
            public void answered(Access access) {}

            @Override
            public void failed(Problem problem) {
                failures.add(problem);
            }
        });
    }

    int port() {
        return door.port();
    }

    /** What came back. */
    record Answer(int status, Map<String, List<String>> headers, byte[] body) {

        String header(String name) {
            List<String> values = headers.get(name.toLowerCase(java.util.Locale.ROOT));
            return values == null ? "" : values.getFirst();
        }

        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        Object json() {
            Object value = Json.read("answer", text());
            if (value == null) {
                throw new AssertionError("null");
            }
            return value;
        }

        /** The code of the first error. */
        String error() {
            return String.valueOf(((Map<?, ?>) ((List<?>) map().get("errors")).getFirst()).get("code"));
        }

        Map<?, ?> map() {
            return (Map<?, ?>) json();
        }
    }

    Answer get(String path, String... headers) throws IOException, InterruptedException {
        return send("GET", path, BodyPublishers.noBody(), headers);
    }

    Answer head(String path, String... headers) throws IOException, InterruptedException {
        return send("HEAD", path, BodyPublishers.noBody(), headers);
    }

    Answer delete(String path) throws IOException, InterruptedException {
        return send("DELETE", path, BodyPublishers.noBody());
    }

    Answer post(String path, byte[] body, String... headers) throws IOException, InterruptedException {
        return send("POST", path, BodyPublishers.ofByteArray(body), headers);
    }

    Answer put(String path, byte[] body, String... headers) throws IOException, InterruptedException {
        return send("PUT", path, BodyPublishers.ofByteArray(body), headers);
    }

    Answer patch(String path, byte[] body, String... headers) throws IOException, InterruptedException {
        return send("PATCH", path, BodyPublishers.ofByteArray(body), headers);
    }

    /** Without a length: chunked. */
    Answer stream(String path, byte[] body) throws IOException, InterruptedException {
        return send("PATCH", path, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
    }

    Answer send(String method, String path, HttpRequest.BodyPublisher body, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
                .method(method, body);
        if (headers.length > 0) {
            request.headers(headers);
        }
        HttpResponse<byte[]> answer = client.send(request.build(), BodyHandlers.ofByteArray());
        return new Answer(answer.statusCode(), answer.headers().map(), answer.body());
    }

    /** Pushes a blob the usual way. */
    OciDigest blob(String name, byte[] content) throws IOException, InterruptedException {
        OciDigest digest = OciDigest.sha256(content);
        Answer pushed = post("/v2/" + name + "/blobs/uploads/?digest=" + digest, content);
        if (pushed.status() != 201) {
            throw new AssertionError(pushed.status() + " " + pushed.text());
        }
        return digest;
    }

    Answer manifest(String name, String reference, String type, byte[] content)
            throws IOException, InterruptedException {
        return put("/v2/" + name + "/manifests/" + reference, content, "Content-Type", type);
    }

    static OciDigest sha512(byte[] content) {
        try {
            return OciDigest.parse("sha512:"
                            + HexFormat.of()
                                    .formatHex(
                                            MessageDigest.getInstance("SHA-512").digest(content)))
                    .orElseThrow();
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    static Map<String, Object> descriptor(String type, OciDigest digest, long size) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("mediaType", type);
        map.put("digest", digest.toString());
        map.put("size", size);
        return map;
    }

    /** As it looks when it was written and read again. */
    static Object parsed(Map<String, Object> map) {
        return Map.copyOf((Map<?, ?>) Json.read("map", Json.write(map)));
    }

    static byte[] json(Object value) {
        return Json.write(value).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        door.close();
        client.close();
    }

    /** Twice, as what was asked for once is kept in memory. */
    void assertPulled(String reference, String type, byte[] content) throws Exception {
        for (int again = 0; again < 2; again++) {
            Answer got = get("/v2/team/app/manifests/" + reference);
            assertEquals(200, got.status());
            assertEquals(type, got.header("Content-Type"));
            assertArrayEquals(content, got.body());
            Answer head = head("/v2/team/app/manifests/" + reference);
            assertEquals(200, head.status());
            assertEquals(type, head.header("Content-Type"));
            assertEquals("" + content.length, head.header("Content-Length"));
            assertEquals(got.header("Docker-Content-Digest"), head.header("Docker-Content-Digest"));
            assertEquals(0, head.body().length);
        }
    }
}
