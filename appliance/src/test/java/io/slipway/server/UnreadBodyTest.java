package io.slipway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that bring along what nobody reads, and how their connections end. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class UnreadBodyTest {

    private static final String NEXT = "GET /small HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String SMALL = "0123456789";

    /** In chunks of 64 KiB. */
    private static final byte[] CHUNK =
            ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII);

    /** What may be in the buffers of two sockets beside the most that the server takes, in bytes. */
    private static final long BOUND = BodyStream.HEARD_OUT + 24 * 1024 * 1024;

    @TempDir
    Path directory;

    private final BlockingQueue<Access> answered = new LinkedBlockingQueue<>();
    private FrontDoor door;

    @BeforeEach
    void open() throws IOException {
        Path small = Files.writeString(directory.resolve("small"), SMALL);
        Path large = Files.write(directory.resolve("large"), new byte[3_000_000]);
        List<Route> routes = List.of(
                new Route("/small", request -> new Response.File(small, "text/plain", "abc", Instant.EPOCH)),
                new Route("/large", request -> new Response.File(large, "text/plain", "abd", Instant.EPOCH)),
                new Route("/careless", new Careless(false)),
                new Route("/curious", new Careless(true)));
        door = FrontDoor.open(
                new InetSocketAddress("127.0.0.1", 0),
                Optional.empty(),
                routes,
                new FrontDoor.Listener() {
                    @Override
                    public void answered(Access access) {
                        answered.add(access);
                    }

                    @Override
                    public void failed(Problem problem) {}
                },
                new FrontDoor.Patience(Duration.ofMillis(400), Duration.ofSeconds(1)));
    }

    @AfterEach
    void close() {
        door.close();
    }

    /** @param looks whether it takes a first byte of what is sent */
    private record Careless(boolean looks) implements Route.Handler {

        @Override
        public boolean takes(String method) {
            return true;
        }

        @Override
        public Response handle(Request request) {
            if (!looks) {
                return Response.text(200, SMALL);
            }
            try (InputStream body = request.body().get()) {
                return Response.text(200, body.read() + SMALL);
            } catch (IOException e) {
                return Response.text(400, String.valueOf(e.getMessage()));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "GET /nowhere, 404",
        "POST /small, 405",
        "GET /small, 200",
        "HEAD /small, 200",
        "GET /large, 200",
        "HEAD /large, 200",
        "POST /careless, 200",
        "HEAD /careless, 200"
    })
    void whoNeverEndsHearsHisAnswerAndIsSentAway(String request, int status) throws Exception {
        for (String length : List.of("Transfer-Encoding: chunked", "Content-Length: 1000000000000")) {
            try (RawClient endless = new RawClient(door.port())) {
                endless.send(request + " HTTP/1.1\r\nHost: x\r\n" + length + "\r\n\r\n");
                RawClient.Heard heard = endless.sendAndHear(CHUNK, 0);
                assertTrue(heard.text().startsWith("HTTP/1.1 " + status), heard.text());
                assertTrue(heard.text().contains("Connection: close"), heard.text());
                assertTrue(heard.sent() < BOUND, () -> length + ": sent " + heard.sent());
            }
            assertEquals(status, answered.take().status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /nowhere", "POST /small", "HEAD /small", "GET /large", "POST /careless"})
    void whoTricklesOrFallsSilentIsSentAway(String request) throws Exception {
        for (String length : List.of("Transfer-Encoding: chunked", "Content-Length: 100000")) {
            for (String drop : List.of("", "1\r\nx\r\n")) {
                try (RawClient slow = new RawClient(door.port())) {
                    slow.send(request + " HTTP/1.1\r\nHost: x\r\n" + length + "\r\n\r\n");
                    String heard = slow.sendAndHear(drop.getBytes(StandardCharsets.US_ASCII), 50)
                            .text();
                    assertTrue(heard.startsWith("HTTP/1.1 "), heard);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET /nowhere", "POST /small", "PUT /careless", "POST /curious"})
    void aLittleIsTakenAlongAndTheConnectionStays(String request) throws Exception {
        try (RawClient client = new RawClient(door.port())) {
            for (int round = 0; round < 3; round++) {
                client.send(request + " HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(100_000));
                assertFalse(client.hear("\r\n\r\n").contains("Connection: close"));
                client.send(NEXT);
                client.hear("\r\n\r\n" + SMALL);
            }
        }
    }

    @Test
    void aLittleInChunksIsHeardOutToo() throws Exception {
        try (RawClient client = new RawClient(door.port())) {
            client.send(
                    "POST /careless HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n");
            String heard = client.hear().text();
            assertTrue(heard.contains("Connection: close") && heard.endsWith(SMALL), heard);
        }
    }

    @Test
    void chunksThatWereReadLetTheConnectionStay() throws Exception {
        try (RawClient client = new RawClient(door.port())) {
            client.send("POST /curious HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"
                    + NEXT);
            assertFalse(client.hear("97" + SMALL).contains("Connection: close"));
            client.hear("\r\n\r\n" + SMALL);
        }
    }

    @Test
    void whoAsksBeforeSendingIsToldToGoOnOnlyIfSomebodyReads() throws Exception {
        for (String length : List.of("Transfer-Encoding: chunked", "Content-Length: 8")) {
            String ask = " HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n" + length + "\r\n\r\n";
            try (RawClient refused = new RawClient(door.port())) {
                refused.send("PUT /nowhere" + ask);
                String heard = refused.hear().text();
                assertTrue(heard.startsWith("HTTP/1.1 404") && heard.contains("Connection: close"), heard);
                assertTrue(heard.endsWith("not found: /nowhere\n"), heard);
            }
            try (RawClient welcome = new RawClient(door.port())) {
                welcome.send("PUT /curious" + ask);
                assertTrue(welcome.hear("\r\n\r\n").startsWith("HTTP/1.1 100 "));
                welcome.send("3\r\nabc\r\n0\r\n\r\n".substring(0, length.startsWith("C") ? 8 : 13));
                assertTrue(welcome.hear(SMALL).startsWith("HTTP/1.1 200 OK"));
                welcome.send(NEXT);
                welcome.hear("\r\n\r\n" + SMALL);
            }
        }
    }

    @Test
    void oldClientsKeepTheirConnectionIfTheyAskForIt() throws Exception {
        try (RawClient old = new RawClient(door.port())) {
            for (String request : List.of("GET /small", "GET /nowhere", "HEAD /small", "GET /small")) {
                old.send(request + " HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n");
                String head = old.hear("\r\n\r\n");
                assertTrue(head.contains("Connection: keep-alive"), head);
                old.hear(request.startsWith("HEAD") ? "" : request.endsWith("small") ? SMALL : "/nowhere\n");
            }
            old.send("GET /small HTTP/1.0\r\n\r\n");
            String last = old.hear().text();
            assertTrue(last.contains("Connection: close") && last.endsWith(SMALL), last);
        }
    }
}
