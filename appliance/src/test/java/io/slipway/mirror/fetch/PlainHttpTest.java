package io.slipway.mirror.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server may answer, byte by byte, and what becomes of the connection. */
class PlainHttpTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final List<String> answers = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final PlainHttp http = new PlainHttp(Duration.ofSeconds(10), timer);
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        Thread.startVirtualThread(() -> {
            while (!server.isClosed()) {
                try {
                    Socket socket = server.accept();
                    connections.add(socket);
                    Thread.startVirtualThread(() -> serve(socket));
                } catch (IOException closed) {
                    return;
                }
            }
        });
    }

    @AfterEach
    void close() throws IOException {
        http.close();
        timer.shutdownNow();
        server.close();
        for (Socket each : connections) {
            each.close();
        }
    }

    /** Gives the answers in turn, over whatever connection is asked; an empty one closes it instead, without a word. */
    private void serve(Socket socket) {
        try (socket;
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                requests.add(line);
                while (!line.isEmpty()) {
                    line = in.readLine();
                }
                String answer = answers.removeFirst();
                socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
                if (answer.isEmpty() || answer.contains("close")) {
                    return;
                }
            }
        } catch (IOException gone) {
            assertTrue(socket.isClosed());
        }
    }

    private HttpRequest request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.getLocalPort() + path))
                .timeout(Duration.ofSeconds(20))
                .build();
    }

    private String get(String path) throws IOException {
        Http.Reply reply = http.send(request(path));
        try (Body body = reply.body()) {
            return reply.status() + " " + new String(body.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    @Test
    void oneConnectionServesMany() throws IOException {
        answers.addAll(List.of(OK, "HTTP/1.1 404 No\r\nContent-Length: 0\r\n\r\n", "HTTP/1.1 304 Same\r\n\r\n", OK));
        assertEquals("200 ok", get("/a?b=c"));
        assertEquals("404 ", get(""));
        assertEquals("304 ", get("/c"));
        assertEquals("200 ok", get("/%C3%A4ä"));
        assertEquals(
                List.of("GET /a?b=c HTTP/1.1", "GET / HTTP/1.1", "GET /c HTTP/1.1", "GET /%C3%A4%C3%A4 HTTP/1.1"),
                requests);
        assertEquals(1, connections.size());
    }

    @Test
    void aBodyThatNobodyWantsIsPassedOverIfItIsThereAlready() throws IOException {
        answers.addAll(List.of(OK, OK));
        Http.Reply first = http.send(request("/"));
        first.body().close();
        assertEquals("200 ok", get("/"));
        assertTrue(connections.size() <= 2);
    }

    @Test
    void piecesWithExtensionsAndTrailers() throws IOException {
        answers.add(
                "HTTP/1.1 200 OK\r\ntransfer-encoding: Chunked\r\n\r\n3;x=y\r\nabc\r\nA\r\n0123456789\r\n0\r\nT: x\r\n\r\n");
        answers.add(OK);
        assertEquals("200 abc0123456789", get("/"));
        assertEquals("200 ok", get("/"));
        assertEquals(1, connections.size());
    }

    @Test
    void aConnectionThatEndsIsTheEndOfABodyWithoutALength() throws IOException {
        answers.add("HTTP/1.0 200 OK\r\n\r\nall there is; close");
        assertEquals("200 all there is; close", get("/"));
    }

    @Test
    void interimAnswersAndFoldedLinesAreUnderstood() throws IOException {
        answers.add("\r\nHTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nLink: x\r\n\r\n"
                + "HTTP/1.1 200 OK\r\nETag: \"a\r\n b\"\r\nContent-Length: 2, 2\n\nok");
        Http.Reply reply = http.send(request("/"));
        assertEquals("\"a b\"", reply.headers().firstValue("etag").orElseThrow());
        assertEquals("ok", new String(reply.body().readAllBytes(), StandardCharsets.US_ASCII));
    }

    @Test
    void aConnectionThatWasClosedMeanwhileIsReplaced() throws IOException {
        answers.addAll(List.of(OK, "", OK));
        assertEquals("200 ok", get("/"));
        assertEquals("200 ok", get("/"));
        assertEquals(2, connections.size());
        answers.add("");
        connections.getLast().close();
        assertThrows(IOException.class, () -> get("/"), "a new one that says nothing is an error");
    }

    @Test
    void whoAnswersTwiceIsNotAskedAgain() throws IOException {
        answers.addAll(List.of(OK + OK, OK));
        assertEquals("200 ok", get("/"));
        assertEquals("200 ok", get("/"));
        assertEquals(2, connections.size(), "the second answer was not taken for that to the next request");
    }

    @Test
    void whatHasTwoLengthsEndsItsConnection() throws IOException {
        answers.addAll(List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", OK));
        assertEquals("200 ok", get("/"));
        assertEquals("200 ok", get("/"));
        assertEquals(2, connections.size());
    }

    @Test
    void whoChangesTheProtocolIsNotAskedAgainInThisOne() throws IOException {
        answers.addAll(List.of("HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\n", OK));
        assertEquals("101 ", get("/"));
        assertEquals("200 ok", get("/"));
        assertEquals(2, connections.size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SSH-2.0-OpenSSH\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 200 OK\r\nNo colon\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA name: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\n: x\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 9999999999999999999\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nokk",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-2\r\nok\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokay\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nok"
            })
    void nonsenseIsAnError(String answer) {
        answers.add(answer);
        assertThrows(IOException.class, () -> get("/"));
    }

    @Test
    void headsAndTrailersWithoutEndEnd() {
        answers.add("HTTP/1.1 200 OK\r\n" + "X: y\r\n".repeat(100_000));
        assertThrows(IOException.class, () -> get("/"));
        answers.add("HTTP/1.1 200 OK\r\nX: " + "y".repeat(300_000));
        assertThrows(IOException.class, () -> get("/"));
        answers.add("\r\n".repeat(200_000));
        assertThrows(IOException.class, () -> get("/"));
        answers.add("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + "X: y\r\n".repeat(1000));
        assertThrows(IOException.class, () -> get("/"));
    }

    @Test
    void whoDoesNotAnswerInTimeIsGivenUp() {
        answers.add("HTTP/1.1 200 OK\r\n");
        HttpRequest hasty = HttpRequest.newBuilder(request("/").uri())
                .timeout(Duration.ofMillis(50))
                .build();
        assertThrows(HttpTimeoutException.class, () -> http.send(hasty));
    }
}
