package io.slipway.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several ranges in one request: {@code multipart/byteranges}. */
class ManyRangesTest {

    @TempDir
    Path directory;

    private final byte[] content = new byte[3_000_000];
    private final HttpClient http = HttpClient.newHttpClient();
    private FrontDoor door;

    @BeforeEach
    void open() throws IOException {
        new Random(1).nextBytes(content);
        Path large = Files.write(directory.resolve("large"), content);
        Path small = Files.writeString(directory.resolve("small"), "0123456789");
        List<Route> routes = List.of(
                new Route("/large", request -> new Response.File(large, "application/x-large", "abc", Instant.EPOCH)),
                new Route("/small", request -> new Response.File(small, "text/plain", "abc", Instant.EPOCH)));
        door = FrontDoor.open(new InetSocketAddress("127.0.0.1", 0), routes, FrontDoor.Listener.NONE);
    }

    @AfterEach
    void close() {
        door.close();
        http.close();
    }

    private HttpResponse<byte[]> get(String path, String range) throws Exception {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + door.port() + path))
                        .header("Range", range)
                        .build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("-");
    }

    @Test
    void ofASmallFileInTheOrderInWhichTheyWereAskedFor() throws Exception {
        HttpResponse<byte[]> response = get("/small", "bytes=7-, 0-1");
        assertEquals(206, response.statusCode());
        assertEquals("multipart/byteranges; boundary=\"slipway-abc\"", header(response, "content-type"));
        assertEquals("-", header(response, "content-range"));
        assertEquals("""
                \r
                --slipway-abc\r
                Content-Type: text/plain\r
                Content-Range: bytes 7-9/10\r
                \r
                789\r
                --slipway-abc\r
                Content-Type: text/plain\r
                Content-Range: bytes 0-1/10\r
                \r
                01\r
                --slipway-abc--\r
                """, new String(response.body(), StandardCharsets.US_ASCII));
        assertEquals("" + response.body().length, header(response, "content-length"));
    }

    @Test
    void ofALargeFile() throws Exception {
        HttpResponse<byte[]> response = get("/large", "bytes=10-1500009,1600000-2999999");
        assertEquals(206, response.statusCode());
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        expected.writeBytes(part("bytes 10-1500009/3000000"));
        expected.write(content, 10, 1_500_000);
        expected.writeBytes(part("bytes 1600000-2999999/3000000"));
        expected.write(content, 1_600_000, 1_400_000);
        expected.writeBytes("\r\n--slipway-abc--\r\n".getBytes(StandardCharsets.US_ASCII));
        assertArrayEquals(expected.toByteArray(), response.body());
    }

    private static byte[] part(String range) {
        return ("\r\n--slipway-abc\r\nContent-Type: application/x-large\r\nContent-Range: " + range + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void aClientThatAsksForTooManyGetsTheWholeOnce() throws Exception {
        StringBuilder many = new StringBuilder("bytes=0-0");
        for (int i = 2; i < 2000; i += 2) {
            many.append(',').append(i).append('-').append(i);
        }
        HttpResponse<byte[]> response = get("/large", many.toString());
        assertEquals(200, response.statusCode());
        assertTrue(Arrays.equals(content, response.body()));
        assertEquals(200, get("/large", "bytes=0-,0-,0-").statusCode(), "nor the same one over and over");
    }
}
