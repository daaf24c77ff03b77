package io.slipway.server;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slipway.common.crypto.PodAuthority;
import io.slipway.common.crypto.ServerTls;
import io.slipway.common.crypto.x509.ClientTls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The second entrance: the same routes, over TLS. */
class TlsTest {

    @TempDir
    Path directory;

    private final byte[] large = new byte[3_000_000];
    private PodAuthority authority;
    private ServerTls tls;
    private FrontDoor door;

    @BeforeEach
    void open() throws IOException {
        new Random(1).nextBytes(large);
        Path file = Files.write(directory.resolve("large"), large);
        authority = PodAuthority.openOrCreate(directory, InstantSource.system(), new SecureRandom());
        tls = new ServerTls(authority.issue(List.of("localhost"), List.of("127.0.0.1")));
        InetSocketAddress any = new InetSocketAddress("127.0.0.1", 0);
        door = FrontDoor.open(
                any,
                Optional.of(new FrontDoor.Tls(any, tls.context())),
                List.of(
                        new Route("/secure", request -> Response.text(200, "" + request.secure())),
                        new Route("/large", request -> new Response.File(file, "a/b", "abc", Instant.EPOCH))),
                FrontDoor.Listener.NONE);
    }

    @AfterEach
    void close() {
        door.close();
    }

    private HttpResponse<byte[]> get(String url, String... headers) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newBuilder()
                .sslContext(ClientTls.context(Optional.empty(), Optional.of(directory.resolve("ca.crt"))))
                .build()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return client.send(request.build(), BodyHandlers.ofByteArray());
        }
    }

    private String secure(String rest) {
        return "https://127.0.0.1:" + door.tlsPort().orElseThrow() + rest;
    }

    @Test
    void clientsThatTrustTheAuthorityGetTheSameOverBothEntrances() throws Exception {
        assertEquals("true", new String(get(secure("/secure")).body(), java.nio.charset.StandardCharsets.US_ASCII));
        assertEquals(
                "false",
                new String(
                        get("http://127.0.0.1:" + door.port() + "/secure").body(),
                        java.nio.charset.StandardCharsets.US_ASCII));
        assertArrayEquals(large, get(secure("/large")).body());
        HttpResponse<byte[]> part = get(secure("/large"), "Range", "bytes=1000000-2499999");
        assertEquals(206, part.statusCode());
        assertArrayEquals(java.util.Arrays.copyOfRange(large, 1_000_000, 2_500_000), part.body());
    }

    @Test
    void whoDoesNotKnowTheAuthorityIsWarned() {
        try (HttpClient stranger = HttpClient.newHttpClient()) {
            assertThrows(
                    SSLException.class,
                    () -> stranger.send(
                            HttpRequest.newBuilder(URI.create(secure("/secure")))
                                    .build(),
                            BodyHandlers.discarding()));
        }
    }

    @Test
    void renewedCertificateCountsForTheNextConnection() throws Exception {
        assertEquals(tls.shown().chain().getFirst(), shown());
        X509Certificate before = shown();
        tls.show(authority.issue(List.of("localhost"), List.of("127.0.0.1")));
        assertEquals(tls.shown().chain().getFirst(), shown());
        assertEquals(false, before.equals(shown()));
    }

    private X509Certificate shown() throws Exception {
        return (X509Certificate)
                get(secure("/secure")).sslSession().orElseThrow().getPeerCertificates()[0];
    }
}
