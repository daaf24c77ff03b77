package io.slipway.mirror.oci.serve;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.mirror.oci.OciDigest;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand clients at the same time, each with a connection of its own to a registry in another process. */
@Tag("full")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TenThousandConnectionsTest {

    private static final int CLIENTS = 10_000;
    private static final byte[] CONTENT = "the very same layer".getBytes(StandardCharsets.US_ASCII);
    private static final OciDigest DIGEST = OciDigest.sha256(CONTENT);

    @TempDir
    Path home;

    private KillableRegistry registry;
    private final List<Socket> clients = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        registry = KillableRegistry.start(home);
        for (int i = 0; i < CLIENTS; i++) {
            clients.add(new Socket("127.0.0.1", registry.port()));
        }
    }

    @AfterEach
    void stop() throws Exception {
        for (Socket client : clients) {
            client.close();
        }
        registry.kill();
    }

    private static void send(Socket client, String head, byte[] body) throws IOException {
        byte[] text = (head + " HTTP/1.1\r\nHost: x\r\nContent-Length: " + body.length + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        client.getOutputStream().write(text);
        client.getOutputStream().write(body);
    }

    private static String hear(Socket client, int body) throws IOException {
        InputStream in = client.getInputStream();
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("closed after: " + head);
            }
            head.append((char) next);
        }
        return head + new String(in.readNBytes(body), StandardCharsets.US_ASCII);
    }

    private void push() throws IOException {
        send(clients.getFirst(), "POST /v2/team/app/blobs/uploads/?digest=" + DIGEST, CONTENT);
        assertTrue(hear(clients.getFirst(), 0).startsWith("HTTP/1.1 201 "));
    }

    private static void ask(Socket client) throws IOException {
        send(client, "GET /v2/team/app/blobs/" + DIGEST, new byte[0]);
    }

    private static void requireRight(Socket client) throws IOException {
        String heard = hear(client, CONTENT.length);
        assertTrue(heard.startsWith("HTTP/1.1 200 ") && heard.endsWith("the very same layer"), heard);
    }

    @Test
    void eachGetsWhatItAskedForTwice() throws Exception {
        push();
        for (int round = 0; round < 2; round++) {
            for (Socket client : clients) {
                ask(client);
            }
            for (Socket client : clients) {
                requireRight(client);
            }
        }
    }

    @Test
    void whileNearlyAllTrickleAnUploadTheOthersArePullingAsBefore() throws Exception {
        push();
        List<Socket> slow = clients.subList(0, CLIENTS - 500);
        for (Socket client : slow) {
            send(client, "POST /v2/team/app/blobs/uploads/", new byte[0]);
        }
        for (Socket client : slow) {
            String heard = hear(client, 0);
            assertTrue(heard.startsWith("HTTP/1.1 202 "), heard);
            String place = heard.split("Location: ")[1].split("\r\n")[0];
            client.getOutputStream()
                    .write(("PATCH " + place + " HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nabc")
                            .getBytes(StandardCharsets.US_ASCII));
        }
        for (Socket client : clients.subList(CLIENTS - 500, CLIENTS)) {
            ask(client);
            requireRight(client);
        }
    }
}
