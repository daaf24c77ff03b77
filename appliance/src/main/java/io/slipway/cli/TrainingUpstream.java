package io.slipway.cli;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slipway.common.Digest;
import io.slipway.common.crypto.SigningKey;
import io.slipway.mirror.oci.MediaTypes;
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
import java.util.HashMap;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** An archive with one package and a registry with one image, which nobody but the training of this process mirrors. */
final class TrainingUpstream implements AutoCloseable {

    /** As the registry of the home that mirrors it calls its image. */
    static final String IMAGE = "registry.example.org/app:v1";

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
        server.createContext(
                "/",
                exchange -> answer(exchange, files.get(exchange.getRequestURI().getPath())));
        server.start();
        return new TrainingUpstream(server, key);
    }

    private static void answer(HttpExchange exchange, byte @Nullable [] file) throws IOException {
        try (exchange) {
            Headers headers = exchange.getResponseHeaders();
            headers.add("Last-Modified", "Sun, 22 Nov 2026 08:00:00 GMT");
            if (file == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            if (exchange.getRequestURI().getPath().contains("/manifests/")) {
                headers.add("Content-Type", MediaTypes.OCI_MANIFEST);
                headers.add("Docker-Content-Digest", Digest.of(file).toString());
            }
            if (exchange.getRequestHeaders().containsKey("If-Modified-Since")) {
                exchange.sendResponseHeaders(304, -1);
            } else if (exchange.getRequestMethod().equals("HEAD")) {
                headers.add("Content-Length", String.valueOf(file.length));
                exchange.sendResponseHeaders(200, -1);
            } else {
                exchange.sendResponseHeaders(200, file.length);
                exchange.getResponseBody().write(file);
            }
        }
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
        Files.writeString(mirrors.resolve("images.yml"), """
                images: [%s]
                registries: {registry.example.org: {uri: 'http://127.0.0.1:%d', proxy: none}}
                """.formatted(
                        IMAGE, server.getAddress().getPort()));
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
        Map<String, byte[]> files = new HashMap<>(image());
        files.put("/pool/app.deb", app);
        files.put("/dists/stable/main/binary-amd64/Packages.gz", index);
        files.put("/dists/stable/InRelease", key.clearSign(release));
        return files;
    }

    private static Map<String, byte[]> image() {
        byte[] content = "{}".getBytes(StandardCharsets.US_ASCII);
        String blob = "\"digest\":\"" + Digest.of(content) + "\",\"size\":" + content.length;
        byte[] manifest = """
                {"schemaVersion":2,"mediaType":"%s","config":{"mediaType":"application/vnd.oci.image.config.v1+json",%s},
                "layers":[{"mediaType":"application/vnd.oci.image.layer.v1.tar",%s}]}
                """.formatted(MediaTypes.OCI_MANIFEST, blob, blob).getBytes(StandardCharsets.US_ASCII);
        return Map.of(
                "/v2/app/manifests/v1",
                manifest,
                "/v2/app/manifests/" + Digest.of(manifest),
                manifest,
                "/v2/app/blobs/" + Digest.of(content),
                content);
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
