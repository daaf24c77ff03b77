package io.slipway.cli;

import com.sun.net.httpserver.HttpServer;
import io.slipway.common.Digest;
import io.slipway.common.crypto.SigningKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** An archive with one package, which nobody but the training of this process mirrors. */
final class TrainingUpstream implements AutoCloseable {

    private final HttpServer server;
    private final SigningKey key;

    private TrainingUpstream(HttpServer server, SigningKey key) {
        this.server = server;
        this.key = key;
    }

    /** @param home whose key signs it */
    static TrainingUpstream start(Path home) throws IOException {
        SigningKey key = SigningKey.openOrCreate(home.resolve("keys"), InstantSource.system(), new SecureRandom());
        Map<String, byte[]> files = files(key);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] file = files.get(exchange.getRequestURI().getPath());
            exchange.getResponseHeaders().add("Last-Modified", "Sun, 22 Nov 2026 08:00:00 GMT");
            boolean known = exchange.getRequestHeaders().containsKey("If-Modified-Since");
            exchange.sendResponseHeaders(
                    file == null ? 404 : known ? 304 : 200, file == null || known ? -1 : file.length);
            try (OutputStream body = exchange.getResponseBody()) {
                if (file != null && !known) {
                    body.write(file);
                }
            }
        });
        server.start();
        return new TrainingUpstream(server, key);
    }

    /** Writes how to mirror it. */
    void describe(Path mirrors) throws IOException {
        Files.createDirectories(mirrors);
        Files.write(mirrors.resolve("key.gpg"), key.publicKeyring());
        Files.writeString(mirrors.resolve("training.yml"), """
                sources:
                  - type: apt
                    uri: http://127.0.0.1:%d
                    suites: [stable]
                    components: [main]
                    signed-by: key.gpg
                    proxy: none
                packages: [app]
                """.formatted(
                        server.getAddress().getPort()));
    }

    private static Map<String, byte[]> files(SigningKey key) throws IOException {
        byte[] app = "no package at all".getBytes(StandardCharsets.US_ASCII);
        byte[] index = gzip("""
                Package: app
                Version: 1:1.0-1
                Architecture: amd64
                Maintainer: nobody <nobody@example.org>
                Depends: app (>= 0.9) | other
                Provides: thing (= 1)
                Filename: pool/app.deb
                Size: %d
                SHA256: %s
                Description: an example
                """.formatted(app.length, Digest.of(app).hex()));
        String release = """
                Origin: Training
                Suite: stable
                Codename: stable
                Date: Thu, 01 Jan 2026 00:00:00 UTC
                Architectures: amd64
                Components: main
                SHA256:
                 %s %d main/binary-amd64/Packages.gz
                """.formatted(Digest.of(index).hex(), index.length);
        return Map.of(
                "/pool/app.deb", app,
                "/dists/stable/main/binary-amd64/Packages.gz", index,
                "/dists/stable/InRelease", key.clearSign(release));
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream compressed = new GZIPOutputStream(bytes)) {
            compressed.write(text.getBytes(StandardCharsets.US_ASCII));
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
