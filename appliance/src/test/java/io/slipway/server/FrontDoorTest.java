package io.slipway.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrontDoorTest {

    private static final Instant MODIFIED = Instant.parse("2026-11-22T08:00:00.5Z");
    private static final String DATE = "Sun, 22 Nov 2026 08:00:00 GMT";

    @TempDir
    Path directory;

    private final byte[] content = new byte[3_000_000];
    private final BlockingQueue<Access> accesses = new LinkedBlockingQueue<>();
    private final BlockingQueue<Problem> failures = new LinkedBlockingQueue<>();
    private final HttpClient http = HttpClient.newHttpClient();
    private FrontDoor door;

    @BeforeEach
    void open() throws IOException {
        new Random(1).nextBytes(content);
        Path file = Files.write(directory.resolve("file"), content);
        Path small = Files.writeString(directory.resolve("small"), "0123456789");
        ByteBuffer kept = ByteBuffer.wrap("0123456789".getBytes(StandardCharsets.US_ASCII));
        Path empty = Files.createFile(directory.resolve("empty"));
        List<Route> routes = List.of(
                new Route("/large", request -> new Response.File(file, "application/x-large", "abc", MODIFIED)),
                new Route("/small", request -> new Response.File(small, "text/plain", "abc", MODIFIED)),
                new Route("/kept", request -> new Response.Bytes(kept, "text/plain", "abc", MODIFIED)),
                new Route("/empty", request -> new Response.File(empty, "text/plain", "e", MODIFIED)),
                new Route(
                        "/lost", request -> new Response.File(directory.resolve("lost"), "text/plain", "e", MODIFIED)),
                new Route("/echo/", request -> Response.text(200, "outer " + request.rest())),
                new Route("/echo/inner/", request -> Response.text(200, "inner " + request.rest())),
                new Route("/broken", request -> {
                    throw new ServerException(Problem.of("broken on purpose"), null);
                }),
                new Route("/mistake", request -> {
                    throw new IllegalStateException("nobody thought of this");
                }));
        door = FrontDoor.open(new InetSocketAddress("127.0.0.1", 0), routes, new FrontDoor.Listener() {
            @Override
            public void answered(Access access) {
                accesses.add(access);
            }

            @Override
            public void failed(Problem problem) {
                failures.add(problem);
            }
        });
    }

    @AfterEach
    void close() {
        door.close();
        http.close();
    }

    private HttpResponse<byte[]> send(String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("-");
    }

    @Test
    void sendsFilesWithAllThatACacheNeeds() throws Exception {
        HttpResponse<byte[]> response = send("GET", "/large");
        assertEquals(200, response.statusCode());
        assertArrayEquals(content, response.body());
        assertEquals("application/x-large", header(response, "content-type"));
        assertEquals("\"abc\"", header(response, "etag"));
        assertEquals(DATE, header(response, "last-modified"));
        assertEquals("bytes", header(response, "accept-ranges"));
        assertEquals("3000000", header(response, "content-length"));
        HttpResponse<byte[]> head = send("HEAD", "/large");
        assertEquals(200, head.statusCode());
        assertEquals("3000000", header(head, "content-length"));
        assertEquals(0, head.body().length);
        assertEquals(0, send("GET", "/empty").body().length);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            bytes=0-0      | 206 | 0          | bytes 0-0/10
            bytes=2-4      | 206 | 234        | bytes 2-4/10
            bytes=7-       | 206 | 789        | bytes 7-9/10
            bytes=-3       | 206 | 789        | bytes 7-9/10
            bytes=-99      | 206 | 0123456789 | bytes 0-9/10
            bytes=8-99     | 206 | 89         | bytes 8-9/10
            bytes=10-      | 416 | ''         | bytes */10
            bytes=-0       | 416 | ''         | bytes */10
            bytes=4-2      | 200 | 0123456789 | -
            bytes=-        | 200 | 0123456789 | -
            bytes=0-4,4-5  | 200 | 0123456789 | -
            bytes=0-1,x    | 200 | 0123456789 | -
            bytes=8-,99-   | 206 | 89         | bytes 8-9/10
            bytes=10-,20-  | 416 | ''         | bytes */10
            lines=1-2      | 200 | 0123456789 | -
            bytes=a-b      | 200 | 0123456789 | -
            bytes=99999999999999999999-1 | 200 | 0123456789 | -
            """)
    void sendsRanges(String range, int status, String body, String contentRange) throws Exception {
        for (String path : List.of("/small", "/kept")) {
            HttpResponse<byte[]> response = send("GET", path, "Range", range);
            assertEquals(status, response.statusCode());
            assertEquals(body, new String(response.body(), StandardCharsets.UTF_8));
            assertEquals(contentRange == null ? "-" : contentRange, header(response, "content-range"));
            HttpResponse<byte[]> head = send("HEAD", path, "Range", range);
            assertEquals(200, head.statusCode());
            assertEquals("10", header(head, "content-length"));
            assertEquals("\"abc\"", header(head, "etag"));
        }
    }

    @Test
    void aRangeInTheMiddleOfALargeFile() throws Exception {
        assertArrayEquals(
                Arrays.copyOfRange(content, 1_234_567, 2_345_678),
                send("GET", "/large", "Range", "bytes=1234567-2345677").body());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            If-None-Match     | "abc"                         | 304
            If-None-Match     | "x", W/"abc"                  | 304
            If-None-Match     | *                             | 304
            If-None-Match     | "x"                           | 200
            If-Modified-Since | Sun, 22 Nov 2026 08:00:00 GMT | 304
            If-Modified-Since | Sun, 22 Nov 2026 07:00:00 GMT | 200
            If-Modified-Since | Sun, 22 Nov 2026 09:00:00 GMT | 200
            If-Modified-Since | yesterday                     | 200
            If-Match          | "abc"                         | 200
            If-Match          | "x", "abc"                    | 200
            If-Match          | *                             | 200
            If-Match          | "x"                           | 412
            If-Match          | W/"abc"                       | 412
            If-Unmodified-Since | Sun, 22 Nov 2026 08:00:00 GMT | 200
            If-Unmodified-Since | Sun, 22 Nov 2026 07:59:59 GMT | 412
            """)
    void sendsNothingTwice(String name, String value, int status) throws Exception {
        for (String path : List.of("/small", "/kept")) {
            assertEquals(status, send("GET", path, name, value).statusCode());
            assertEquals(status, send("HEAD", path, name, value).statusCode());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            "abc"                         | 206
            "old"                         | 200
            W/"abc"                       | 200
            Sun, 22 Nov 2026 08:00:00 GMT | 206
            Sun, 22 Nov 2026 07:00:00 GMT | 200
            """)
    void aRangeOfAnOldFileIsNotMixedWithTheNewOne(String condition, int status) throws Exception {
        for (String path : List.of("/small", "/kept")) {
            assertEquals(
                    status,
                    send("GET", path, "Range", "bytes=2-4", "If-Range", condition)
                            .statusCode());
        }
    }

    @Test
    void theLongestRouteWins() throws Exception {
        assertEquals(
                "outer a/b c", new String(send("GET", "/echo/a/b%20c?token=x").body(), StandardCharsets.UTF_8));
        assertEquals("inner x+y", new String(send("GET", "/echo/inner/x+y").body(), StandardCharsets.UTF_8));
        HttpResponse<byte[]> missing = send("GET", "/nowhere");
        assertEquals(404, missing.statusCode());
        assertEquals("not found: /nowhere\n", new String(missing.body(), StandardCharsets.UTF_8));
        assertEquals("text/plain; charset=utf-8", header(missing, "content-type"));
        HttpResponse<byte[]> post = send("POST", "/small");
        assertEquals(405, post.statusCode());
        assertEquals("GET, HEAD", header(post, "allow"));
    }

    @Test
    void aFailureIsReportedInsideAndHiddenOutside() throws Exception {
        HttpResponse<byte[]> response = send("GET", "/broken");
        assertEquals(500, response.statusCode());
        assertEquals(
                "the server cannot answer this: its log says why\n",
                new String(response.body(), StandardCharsets.UTF_8));
        assertEquals("broken on purpose", failures.take().what());
        assertEquals(500, send("GET", "/lost").statusCode());
        assertTrue(failures.take().what().contains("cannot be sent"));
    }

    @Test
    void aMistakeOfOursIsAnsweredAndReportedToo() throws Exception {
        assertEquals(500, send("GET", "/mistake").statusCode());
        String why = failures.take().why();
        assertTrue(why.contains("nobody thought of this"), why);
        assertTrue(why.contains("FrontDoorTest"), why);
    }

    @Test
    void everyAnswerIsAnEventWithoutTheQuery() throws Exception {
        send("GET", "/small?token=secret", "Range", "bytes=0-4");
        Access access = accesses.poll(10, TimeUnit.SECONDS);
        assertEquals(
                "127.0.0.1 GET /small 206 5",
                String.join(
                        " ",
                        access.client(),
                        access.method(),
                        access.path(),
                        access.status() + "",
                        access.bytes() + ""));
    }

    @Test
    void keepsAConnectionOpenForMoreRequests() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", door.port())) {
            String request = "GET /small HTTP/1.1\r\nHost: x\r\n\r\n";
            for (int i = 0; i < 3; i++) {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                assertTrue(readUntil(socket.getInputStream(), "0123456789").startsWith("HTTP/1.1 200"));
            }
        }
    }

    private static String readUntil(InputStream in, String end) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        while (!text.toString(StandardCharsets.US_ASCII).endsWith(end)) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + text);
            }
            text.write(next);
        }
        return text.toString(StandardCharsets.US_ASCII);
    }

    @Test
    void nobodyClimbsOutOfARoute() throws Exception {
        for (String path :
                List.of("/echo/../large", "/../../etc/passwd", "/echo/%2e%2e/x", "/echo/..%2fx", "//large")) {
            try (Socket socket = new Socket("127.0.0.1", door.port())) {
                String request = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                boolean echoed = answer.startsWith("HTTP/1.1 200") && answer.contains("outer ");
                assertTrue(
                        echoed || answer.startsWith("HTTP/1.1 404") || answer.startsWith("HTTP/1.1 400"),
                        path + "\n" + answer);
            }
        }
    }

    @Test
    void manyClientsAtOnceGetWhatTheyAskFor() throws Exception {
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<byte[]>> answers = IntStream.range(0, 40)
                    .mapToObj(i -> clients.submit(() -> send("GET", "/large").body()))
                    .toList();
            for (Future<byte[]> answer : answers) {
                assertArrayEquals(content, answer.get());
            }
        }
    }

    @Test
    void stopsWhileASlowClientIsInTheMiddleOfAFile() throws Exception {
        try (Socket slow = new Socket("127.0.0.1", door.port())) {
            slow.getOutputStream().write("GET /large HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            slow.getInputStream().read();
            door.close();
            assertThrows(IOException.class, () -> send("GET", "/small"));
        }
    }

    @Test
    void aPortThatIsTakenIsExplained() {
        ServerException e = assertThrows(
                ServerException.class,
                () -> FrontDoor.open(
                        new InetSocketAddress("127.0.0.1", door.port()), List.of(), FrontDoor.Listener.NONE));
        assertEquals("cannot listen on 127.0.0.1:" + door.port(), e.problem().what());
    }
}
