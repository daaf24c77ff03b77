package io.slipway.mirror.oci.places;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Debian's {@code docker-registry} (CNCF distribution), with its files in a folder. */
public final class DebianRegistry implements AutoCloseable {

    private final Process process;
    private final int port;

    public DebianRegistry(Path folder) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Files.createDirectories(folder);
        Path settings = Files.writeString(folder.resolve("settings.yml"), """
                version: 0.1
                log: {level: error, accesslog: {disabled: true}}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: '127.0.0.1:%d'}
                """.formatted(folder.resolve("data"), port));
        process = new ProcessBuilder("docker-registry", "serve", settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        awaitAnswer(folder);
    }

    private void awaitAnswer(Path folder) throws IOException {
        Instant end = Instant.now().plusSeconds(20);
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest ping = HttpRequest.newBuilder(URI.create("http://" + host() + "/v2/"))
                    .build();
            while (true) {
                try {
                    client.send(ping, HttpResponse.BodyHandlers.discarding());
                    return;
                } catch (IOException notYet) {
                    if (Instant.now().isAfter(end) || !process.isAlive()) {
                        throw new AssertionError(Files.readString(folder.resolve("log")), notYet);
                    }
                    LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    /** As images' names begin. */
    public String host() {
        return "127.0.0.1:" + port;
    }

    public URI uri() {
        return URI.create("http://" + host());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
