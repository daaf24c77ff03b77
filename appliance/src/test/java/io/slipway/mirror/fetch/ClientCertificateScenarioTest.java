package io.slipway.mirror.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import io.slipway.common.ProblemException;
import io.slipway.common.crypto.x509.ClientTls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
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

    private void openssl(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
    }

    private ClientTls.Identity identity(String name, String kind) throws Exception {
        String[] key = kind.equals("ec")
                ? new String[] {"ec", "-pkeyopt", "ec_paramgen_curve:P-256"}
                : new String[] {"rsa:2048"};
        List<String> request = new ArrayList<>(List.of("req", "-newkey"));
        request.addAll(List.of(key));
        request.addAll(List.of("-nodes", "-keyout", name + ".key", "-subj", "/CN=" + name, "-out", name + ".csr"));
        openssl(request.toArray(String[]::new));
        Files.writeString(directory.resolve(name + ".ext"), "subjectAltName=IP:127.0.0.1\n");
        openssl(
                "x509",
                "-req",
                "-in",
                name + ".csr",
                "-CA",
                "ca.crt",
                "-CAkey",
                "ca.key",
                "-CAcreateserial",
                "-days",
                "2",
                "-extfile",
                name + ".ext",
                "-out",
                name + ".crt");
        Files.setPosixFilePermissions(directory.resolve(name + ".key"), PosixFilePermissions.fromString("rw-------"));
        return new ClientTls.Identity(directory.resolve(name + ".crt"), directory.resolve(name + ".key"));
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
        openssl(
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-keyout",
                "ca.key",
                "-subj",
                "/CN=pod",
                "-days",
                "2",
                "-out",
                "ca.crt");
        Optional<Path> authority = Optional.of(directory.resolve("ca.crt"));
        SSLContext serving = ClientTls.context(Optional.of(identity("server", "rsa")), authority);
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
                SSLContext shown = ClientTls.context(Optional.of(identity("client-" + kind, kind)), authority);
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
        ClientTls.Identity open = identity("open", "rsa");
        Files.setPosixFilePermissions(open.key(), PosixFilePermissions.fromString("rw-r--r--"));
        ProblemException refused =
                assertThrows(ProblemException.class, () -> ClientTls.context(Optional.of(open), authority));
        assertTrue(refused.problem().hint().startsWith("chmod 600 "), refused.getMessage());
    }
}
