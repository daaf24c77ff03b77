package io.slipway.mirror.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.slipway.common.ProblemException;
import io.slipway.common.crypto.x509.ClientTls;
import io.slipway.mirror.OpenSsl;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An archive that asks its clients for a certificate, with certificates that OpenSSL made. */
@Tag("scenario")
class ClientCertificateScenarioTest {

    private static final byte[] CONTENT = "for those who may see it".getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private static ClientTls.Identity identity(OpenSsl openssl, String name) {
        return new ClientTls.Identity(openssl.certificate(name), openssl.key(name));
    }

    private static Optional<byte[]> get(URI uri, SSLContext tls) {
        Backoff once = new Backoff(1, Duration.ZERO, Duration.ZERO, pause -> {});
        Manners manners = new Manners(uri.resolve("/"), 0, Optional.of(tls), Optional.empty());
        try (Fetch fetch = new Fetch(
                new Fetch.Settings(once, 1, Duration.ofSeconds(20), ProxySelector.of(null)).with(List.of(manners)))) {
            return fetch.small(uri, 1000);
        }
    }

    @Test
    void aCertificateIsShownToTheArchiveThatAsksForIt() throws Exception {
        OpenSsl openssl = new OpenSsl(directory)
                .issue("server", "rsa:2048")
                .issue("client-rsa", "rsa:2048")
                .issue("client-ec", "ec -pkeyopt ec_paramgen_curve:P-256")
                .issue("open", "rsa:2048");
        Optional<Path> authority = Optional.of(openssl.authority());
        SSLContext serving = ClientTls.context(Optional.of(identity(openssl, "server")), authority);
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(serving) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters wanted = serving.getDefaultSSLParameters();
                wanted.setNeedClientAuth(true);
                parameters.setSSLParameters(wanted);
            }
        });
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT);
            exchange.close();
        });
        server.start();
        try {
            URI uri = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/file");
            for (String kind : List.of("rsa", "ec")) {
                SSLContext shown = ClientTls.context(Optional.of(identity(openssl, "client-" + kind)), authority);
                assertArrayEquals(CONTENT, get(uri, shown).orElseThrow());
            }
            SSLContext silent = ClientTls.context(Optional.empty(), authority);
            assertThrows(FetchException.class, () -> get(uri, silent));
            SSLContext stranger = ClientTls.context(Optional.empty(), Optional.empty());
            FetchException unknown = assertThrows(FetchException.class, () -> get(uri, stranger));
            assertTrue(unknown.problem().why().contains("certi"), unknown.getMessage());
        } finally {
            server.stop(0);
        }
        ClientTls.Identity open = identity(openssl, "open");
        Files.setPosixFilePermissions(open.key(), PosixFilePermissions.fromString("rw-r--r--"));
        ProblemException refused =
                assertThrows(ProblemException.class, () -> ClientTls.context(Optional.of(open), authority));
        assertTrue(refused.problem().hint().startsWith("chmod 600 "), refused.getMessage());
    }
}
