package io.slipway.mirror.oci.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slipway.common.Problem;
import io.slipway.mirror.fetch.Backoff;
import io.slipway.mirror.fetch.Fetch;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.ImageName;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.TestImages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A registry that takes one upload, and loses connections. */
class PushTest {

    private static final ImageName APP = new ImageName("registry.example.org", "team/app");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final ByteArrayOutputStream upload = new ByteArrayOutputStream();
    private volatile int breaks;
    private volatile int refuse;
    private volatile boolean mounts;
    private volatile String asked = "";
    private volatile byte[] manifest = new byte[0];
    private HttpServer server;
    private RegistryClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        Backoff hasty = new Backoff(4, Duration.ZERO, Duration.ZERO, pause -> {});
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        client = new RegistryClient(
                new Fetch.Settings(hasty, 4, Duration.ofSeconds(20), ProxySelector.of(null)),
                new Registries(Map.of(APP.host(), uri), plain -> false));
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            String range = exchange.getRequestHeaders().getFirst("Content-Range");
            requests.add(method + (range == null ? "" : " " + range));
            exchange.getResponseHeaders().set("Location", "/here/it/is?state=x%2Fy");
            switch (method) {
                case "POST" -> {
                    asked = String.valueOf(exchange.getRequestURI().getQuery());
                    exchange.sendResponseHeaders(mounts ? 201 : 202, -1);
                }
                case "GET" -> {
                    exchange.getResponseHeaders().set("Range", "0-" + Math.max(0, upload.size() - 1));
                    exchange.sendResponseHeaders(204, -1);
                }
                case "PATCH" -> {
                    if (breaks-- > 0) {
                        upload.write(exchange.getRequestBody().readNBytes(1_000_000));
                        return;
                    }
                    exchange.getRequestBody().transferTo(upload);
                    exchange.sendResponseHeaders(202, -1);
                }
                default -> put(exchange);
            }
        }
    }

    private void put(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (refuse > 0) {
            byte[] said =
                    "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"read only\"}]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(refuse, said.length);
            exchange.getResponseBody().write(said);
            return;
        }
        if (exchange.getRequestURI().getPath().contains("/manifests/")) {
            manifest = body;
        } else {
            upload.write(body);
        }
        exchange.sendResponseHeaders(201, -1);
    }

    private static Descriptor blob(byte[] content) {
        return new Descriptor("application/octet-stream", OciDigest.sha256(content), content.length);
    }

    private void push(byte[] content) {
        push(content, Optional.empty());
    }

    private void push(byte[] content, Optional<ImageName> neighbour) {
        client.pushTo(APP)
                .blob(
                        blob(content),
                        offset -> new ByteArrayInputStream(content, (int) offset, content.length - (int) offset),
                        neighbour);
    }

    @Test
    void aSmallBlobGoesInOnePiece() {
        byte[] content = TestImages.noise(1, 100_000);
        push(content);
        assertEquals(List.of("POST", "PUT"), requests);
        assertArrayEquals(content, upload.toByteArray());
    }

    @Test
    void anEmptyBlobIsABlob() {
        push(new byte[0]);
        assertEquals(List.of("POST", "PUT"), requests);
    }

    @Test
    void aLargeBlobGoesInChunksAndGoesOnWhereItBroke() {
        int chunk = (int) UploadBlob.CHUNK;
        byte[] content = TestImages.noise(1, chunk + 5_000_000);
        breaks = 1;
        push(content);
        assertArrayEquals(content, upload.toByteArray());
        assertEquals(
                List.of(
                        "POST",
                        "PATCH 0-" + (chunk - 1),
                        "GET",
                        "PATCH 1000000-" + (1_000_000 + chunk - 1),
                        "PATCH " + (1_000_000 + chunk) + "-" + (content.length - 1),
                        "PUT"),
                requests);
    }

    @Test
    void aBlobOfANeighbourIsTakenOver() {
        mounts = true;
        push(new byte[1], Optional.of(new ImageName(APP.host(), "team/other")));
        assertEquals(List.of("POST"), requests);
        assertEquals("mount=" + OciDigest.sha256(new byte[1]) + "&from=team/other", asked);
    }

    @Test
    void aRegistryMayFindABlobByItselfAndElseTheSameRequestBeginsTheUpload() {
        mounts = true;
        push(new byte[1]);
        assertEquals(List.of("POST"), requests);
        assertEquals("mount=" + OciDigest.sha256(new byte[1]), asked);
        mounts = false;
        push(new byte[1]);
        assertEquals(List.of("POST", "POST", "PUT"), requests);
    }

    @Test
    void aManifestGoesByteByByteAndARefusalIsTold() {
        Manifest image = new TestImages().image("amd64", 1);
        client.pushTo(APP).manifest("v1", image);
        assertArrayEquals(image.content(), manifest);
        refuse = 403;
        Problem problem = assertThrows(
                        ClientException.class, () -> client.pushTo(APP).manifest("v1", image))
                .problem();
        assertEquals("it answered 403: DENIED, read only", problem.why());
    }
}
