package io.slipway.mirror.oci.docker;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stream to a Docker engine, with an engine that only counts; what real engines make of it is in {@code SkopeoScenarioTest}. */
class EngineImagesTest {

    private static final int MOST_OF_IT = 1_000_000;

    private final byte[] archive = new byte[1 << 20];
    private final ByteArrayOutputStream loaded = new ByteArrayOutputStream();
    private final CountDownLatch mostCame = new CountDownLatch(1);
    private HttpServer engine;

    @BeforeEach
    void start() throws IOException {
        new Random(7).nextBytes(archive);
        engine = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        engine.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        engine.createContext("/", this::answer);
        engine.start();
    }

    @AfterEach
    void stop() {
        engine.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        byte[] buffer = new byte[8192];
        try (InputStream body = exchange.getRequestBody()) {
            for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
                loaded.write(buffer, 0, count);
                if (loaded.size() >= MOST_OF_IT) {
                    mostCame.countDown();
                }
            }
        }
        byte[] said = "{\"stream\":\"Loaded image: a:1\"}\n".getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, said.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(said);
        }
    }

    private EngineImages images() {
        return EngineImages.at("tcp://127.0.0.1:" + engine.getAddress().getPort());
    }

    private static void write(OutputStream out, byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void awaitMost() {
        try {
            mostCame.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anArchiveMayBeWrittenByThreadsOfWhichTheFirstEndsEarly() {
        byte[] rest = "the rest".getBytes(StandardCharsets.UTF_8);
        try (EngineImages images = images()) {
            images.load(out -> {
                join(Thread.ofVirtual().start(() -> write(out, archive)));
                awaitMost();
                write(out, rest);
            });
        }
        byte[] all = loaded.toByteArray();
        assertArrayEquals(archive, Arrays.copyOf(all, archive.length));
        assertArrayEquals(rest, Arrays.copyOfRange(all, archive.length, all.length));
    }

    @Test
    void whoCannotWriteItIsHeard() {
        try (EngineImages images = images()) {
            IllegalStateException e = assertThrows(
                    IllegalStateException.class,
                    () -> images.load(_ -> {
                        throw new IllegalStateException("no such layer");
                    }));
            assertEquals("no such layer", e.getMessage());
        }
    }
}
