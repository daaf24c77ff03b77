package io.slipway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clients of HTTP/1.0, and such as send what does not belong there. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class OldAndOddClientsTest {

    private FrontDoor door;

    @BeforeEach
    void open() {
        door = FrontDoor.open(
                new InetSocketAddress("127.0.0.1", 0),
                List.of(new Route("/text", request -> Response.text(200, "0123456789"))),
                FrontDoor.Listener.NONE);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private Socket send(String text) throws IOException {
        Socket socket = new Socket("127.0.0.1", door.port());
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String until(InputStream in, String end) throws IOException {
        StringBuilder heard = new StringBuilder();
        while (!heard.toString().endsWith(end)) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + heard);
            }
            heard.append((char) next);
        }
        return heard.toString();
    }

    @Test
    void ofHttp10HearsThatTheConnectionStays() throws Exception {
        String request = "GET /text HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
        try (Socket socket = send(request)) {
            for (int again = 0; again < 3; again++) {
                String heard = until(socket.getInputStream(), "\r\n\r\n0123456789");
                assertTrue(heard.contains("\r\nConnection: keep-alive\r\n"), heard);
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            }
        }
        for (String head :
                List.of("GET /text HTTP/1.0\r\n\r\n", "GET /text HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")) {
            try (Socket socket = send(head)) {
                String heard = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertTrue(heard.contains("\r\nConnection: close\r\n"), heard);
            }
        }
    }

    @Test
    void chunksThatNobodyReadsDoNotEndTheConnectionIfTheyAreFew() throws Exception {
        String request = "GET /text HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
        try (Socket socket = send(request + request)) {
            for (int each = 0; each < 2; each++) {
                assertTrue(until(socket.getInputStream(), "\r\n\r\n0123456789").startsWith("HTTP/1.1 200 "));
            }
        }
    }

    @Test
    void aCodingThatNobodyKnowsIsRefusedAndNothingBehindItBelieved() throws Exception {
        for (String coding : List.of("gzip", "gzip, chunked", "identity", "chunked, identity")) {
            try (Socket socket = send("POST /text HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: " + coding
                    + "\r\n\r\nGET /text HTTP/1.1\r\nHost: x\r\n\r\n")) {
                String heard = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                assertTrue(heard.startsWith("HTTP/1.1 501 "), heard);
                assertEquals(1, heard.split("HTTP/1.1 ", -1).length - 1, heard);
            }
        }
    }
}
