package io.slipway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that mean no good, or are very many. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PatienceTest {

    private static final String REQUEST = "GET /small HTTP/1.1\r\nHost: x\r\n\r\n";

    @TempDir
    Path directory;

    private FrontDoor door;

    @BeforeEach
    void open() throws IOException {
        Path small = Files.writeString(directory.resolve("small"), "0123456789");
        Path large = Files.write(directory.resolve("large"), new byte[50_000_000]);
        List<Route> routes = List.of(
                new Route("/small", request -> new Response.File(small, "text/plain", "abc", Instant.EPOCH)),
                new Route("/sent", new Reading()),
                new Route("/large", request -> new Response.File(large, "text/plain", "abc", Instant.EPOCH)));
        FrontDoor.Patience little = new FrontDoor.Patience(Duration.ofSeconds(1), Duration.ofMillis(300));
        door = FrontDoor.open(
                new InetSocketAddress("127.0.0.1", 0), Optional.empty(), routes, FrontDoor.Listener.NONE, little);
    }

    @AfterEach
    void close() {
        door.close();
    }

    /** Takes what comes, up to a hundred kilobytes. */
    private static final class Reading implements Route.Handler {

        @Override
        public boolean takes(String method) {
            return true;
        }

        @Override
        public Response handle(Request request) {
            try (InputStream body = request.body().get()) {
                return Response.text(200, body.readNBytes(100_000).length + " bytes");
            } catch (IOException e) {
                return Response.text(400, String.valueOf(e.getMessage()));
            }
        }
    }

    @Test
    void whoTricklesIsSentAway() throws Exception {
        try (RawClient slow = new RawClient(door.port())) {
            slow.send("POST /sent HTTP/1.1\r\nHost: x\r\nContent-Length: 100000000\r\n\r\n");
            String heard = slow.sendAndHear(new byte[10], 50).text();
            assertTrue(heard.contains("next to nothing") || heard.equals("(reset)"), heard);
        }
    }

    @Test
    void whoNeverEndsIsSentAwayOnceHisAnswerIsSaid() throws Exception {
        for (String head : List.of("Content-Length: 1000000000000", "Transfer-Encoding: chunked")) {
            try (RawClient endless = new RawClient(door.port())) {
                endless.send("POST /sent HTTP/1.1\r\nHost: x\r\n" + head + "\r\n\r\n");
                byte[] piece = head.startsWith("T")
                        ? ("10000\r\n" + "x".repeat(0x10000) + "\r\n").getBytes(StandardCharsets.US_ASCII)
                        : new byte[0x10000];
                String heard = endless.sendAndHear(piece, 0).text();
                assertTrue(heard.contains("100000 bytes") || heard.equals("(reset)"), heard);
            }
        }
        try (Socket other = connect()) {
            send(other, REQUEST);
            assertEquals("HTTP/1.1 200 OK", answer(other));
        }
    }

    private Socket connect() throws IOException {
        return new Socket("127.0.0.1", door.port());
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    /** The status of the next answer, whose body is that of the small file. */
    private static String answer(Socket socket) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        while (!text.toString().endsWith("\r\n\r\n0123456789")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + text);
            }
            text.append((char) next);
        }
        return text.substring(0, text.indexOf("\r"));
    }

    @Test
    void whoNeverEndsHisRequestIsSentAwayHoweverBusyHeSeems() throws Exception {
        try (Socket slow = connect()) {
            send(slow, "GET /small HTTP/1.1\r\n");
            assertThrows(IOException.class, () -> {
                while (slow.getInputStream().available() == 0) {
                    send(slow, "X-A: b\r\n");
                    TimeUnit.MILLISECONDS.sleep(20);
                }
                throw new IOException("answered: " + slow.getInputStream().read());
            });
        }
        try (Socket other = connect()) {
            send(other, REQUEST);
            assertEquals("HTTP/1.1 200 OK", answer(other));
        }
    }

    @Test
    void whoSaysNothingIsSentAway() throws Exception {
        try (Socket silent = connect()) {
            assertEquals(-1, silent.getInputStream().read());
        }
        try (Socket once = connect()) {
            send(once, REQUEST);
            answer(once);
            assertEquals(-1, once.getInputStream().read());
        }
    }

    @Test
    void whoAsksAndDoesNotTakeIsSentAway() throws Exception {
        try (Socket lazy = new Socket()) {
            lazy.setReceiveBufferSize(8192);
            lazy.connect(new InetSocketAddress("127.0.0.1", door.port()));
            send(lazy, "GET /large HTTP/1.1\r\nHost: x\r\n\r\n");
            assertThrows(IOException.class, () -> {
                while (true) {
                    send(lazy, REQUEST);
                    TimeUnit.MILLISECONDS.sleep(50);
                }
            });
        }
    }

    @Test
    void anEndlessHeadIsRefused() throws Exception {
        for (String line : List.of("X-Long: " + "a".repeat(200_000) + "\r\n", "X-A: b\r\n".repeat(1000))) {
            try (Socket socket = connect()) {
                String answer;
                try {
                    send(socket, "GET /small HTTP/1.1\r\nHost: x\r\n" + line + "\r\n");
                    answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                } catch (IOException reset) {
                    answer = "";
                }
                assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 4"), answer);
            }
        }
    }

    @Test
    void aThousandKeepTheirConnections() throws Exception {
        List<Socket> clients = new ArrayList<>();
        door.close();
        List<Route> routes = List.of(new Route("/small", request -> Response.text(200, "0123456789")));
        door = FrontDoor.open(new InetSocketAddress("127.0.0.1", 0), routes, FrontDoor.Listener.NONE);
        try {
            for (int i = 0; i < 1000; i++) {
                clients.add(connect());
            }
            for (int round = 0; round < 2; round++) {
                for (Socket client : clients) {
                    send(client, REQUEST);
                }
                for (Socket client : clients) {
                    assertEquals("HTTP/1.1 200 OK", answer(client));
                }
            }
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
    }
}
