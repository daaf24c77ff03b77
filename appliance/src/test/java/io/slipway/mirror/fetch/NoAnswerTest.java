package io.slipway.mirror.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.crypto.PodAuthority;
import io.slipway.common.crypto.ServerTls;
import io.slipway.common.crypto.x509.ClientTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever reads why nothing came knows who was asked, what happened, and what to look at. */
class NoAnswerTest {

    private static final int ATTEMPTS = 3;

    @TempDir
    Path directory;

    private final AtomicInteger pauses = new AtomicInteger();
    private final List<ServerSocket> sockets = new ArrayList<>();
    private Optional<HttpServer> server = Optional.empty();

    @AfterEach
    void stop() throws IOException {
        server.ifPresent(each -> each.stop(0));
        for (ServerSocket each : sockets) {
            each.close();
        }
    }

    private Problem problem(URI uri, Manners... manners) {
        return problem(uri, ProxySelector.of(null), manners);
    }

    private Problem problem(URI uri, ProxySelector proxy, Manners... manners) {
        Backoff backoff = new Backoff(ATTEMPTS, Duration.ZERO, Duration.ZERO, pause -> pauses.incrementAndGet());
        try (Fetch fetch =
                new Fetch(new Fetch.Settings(backoff, 1, Duration.ofSeconds(20), proxy).with(List.of(manners)))) {
            Problem found = assertThrows(FetchException.class, () -> fetch.small(uri, 1000))
                    .problem();
            assertEquals(Position.in(uri.toString()), found.where());
            return found;
        }
    }

    /** A port that nobody listens at. */
    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Answers with the same whatever it is asked, in whatever language. */
    private int blunt(String status) throws IOException {
        ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
        sockets.add(socket);
        byte[] answer = ("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        Thread.startVirtualThread(() -> {
            while (!socket.isClosed()) {
                try (Socket client = socket.accept()) {
                    client.getInputStream().read(new byte[8192]);
                    client.getOutputStream().write(answer);
                    client.shutdownOutput();
                    client.getInputStream().readAllBytes();
                } catch (IOException gone) {
                    // the test is over, or the client has heard enough
                    continue;
                }
            }
        });
        return socket.getLocalPort();
    }

    private int answering(HttpServer made, int status) {
        server = Optional.of(made);
        made.createContext("/", exchange -> {
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        made.start();
        return made.getAddress().getPort();
    }

    private PodAuthority authority(String name, Instant now) {
        return PodAuthority.openOrCreate(directory.resolve(name), InstantSource.fixed(now), new SecureRandom());
    }

    private int secureServer(PodAuthority authority, String host) throws IOException {
        HttpsServer made = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        made.setHttpsConfigurator(
                new HttpsConfigurator(new ServerTls(authority.issue(List.of(host), List.of("127.0.0.9"))).context()));
        return answering(made, 200);
    }

    private Manners believing(URI uri, PodAuthority authority) throws IOException {
        Path file = Files.writeString(directory.resolve("authority.pem"), authority.certificatePem());
        return new Manners(
                uri.resolve("/"),
                0,
                Optional.of(ClientTls.context(Optional.empty(), Optional.of(file))),
                Optional.empty());
    }

    @Test
    void nobodyListens() throws IOException {
        int port = closedPort();
        Problem problem = problem(URI.create("http://127.0.0.1:" + port + "/file"));
        assertEquals("127.0.0.1:" + port + " cannot be reached: connection refused", problem.why());
        assertTrue(problem.hint().contains("under 'proxy' or in http_proxy"), problem::toString);
        assertEquals(ATTEMPTS - 1, pauses.get(), "it may be up in a moment");
        problem = problem(URI.create("https://127.0.0.1:" + port + "/file"));
        assertEquals("127.0.0.1:" + port + " cannot be reached: connection refused", problem.why());
    }

    @Test
    void theHostHasNoAddress() {
        for (String scheme : List.of("http", "https")) {
            Problem problem = problem(URI.create(scheme + "://archive.invalid/file"));
            assertEquals("no host has the name archive.invalid", problem.why());
            assertTrue(problem.hint().endsWith("getent hosts archive.invalid"), problem::toString);
        }
    }

    @Test
    void theProxyDoesNotAnswer() throws IOException {
        int port = closedPort();
        ProxySelector proxy = new EnvironmentProxies(
                Map.of("http_proxy", "http://127.0.0.1:" + port, "https_proxy", "http://127.0.0.1:" + port));
        for (String scheme : List.of("http", "https")) {
            Problem problem = problem(URI.create(scheme + "://archive.invalid/file"), proxy);
            assertEquals(
                    "the proxy http://127.0.0.1:" + port + "/ cannot be reached: connection refused", problem.why());
            assertTrue(
                    problem.hint().startsWith("check 'proxy' in the description, and http_proxy"), problem::toString);
        }
        Problem problem = problem(
                URI.create("http://archive.invalid/file"),
                new EnvironmentProxies(Map.of("http_proxy", "proxy.invalid")));
        assertEquals("no host has the name proxy.invalid, which is the proxy", problem.why());
    }

    @Test
    void theProxyRefuses() throws IOException {
        int port = blunt("403 Forbidden");
        ProxySelector proxy = ProxySelector.of(InetSocketAddress.createUnresolved("127.0.0.1", port));
        Problem problem = problem(URI.create("https://archive.invalid:8443/file"), proxy);
        assertEquals(
                "the proxy http://127.0.0.1:" + port + "/ makes no way to archive.invalid:8443, it answered 403",
                problem.why());
        assertTrue(problem.hint().contains("'proxy: none'"), problem::toString);
        assertEquals(0, pauses.get(), "it has made up its mind");
        problem = problem(URI.create("http://archive.invalid/file"), proxy);
        assertEquals("the server answered 403", problem.why());
        assertTrue(
                problem.hint().endsWith("it may be the proxy http://127.0.0.1:" + port + "/ that says this"),
                problem::toString);
    }

    @Test
    void theEnvironmentNamesNoProxyThatCanBeUsed() {
        for (String odd : List.of("https://me:secret@proxy:3128", "socks5://proxy", "http://pro xy:3128", "::")) {
            FetchException e = assertThrows(
                    FetchException.class,
                    () -> new EnvironmentProxies(Map.of("http_proxy", odd))
                            .select(URI.create("http://archive.invalid/")));
            assertEquals(
                    "the environment's http_proxy names no proxy that can be used",
                    e.problem().what());
            assertTrue(!e.getMessage().contains("secret"), e.getMessage());
        }
    }

    @Test
    void theCertificateHasExpired() throws IOException {
        PodAuthority authority = authority("old", Instant.now().minus(Duration.ofDays(20_000)));
        URI uri = URI.create("https://localhost:" + secureServer(authority, "localhost") + "/file");
        Problem problem = problem(uri, believing(uri, authority));
        assertEquals("the certificate of localhost:" + uri.getPort() + " has expired", problem.why());
        assertTrue(problem.hint().contains("must renew it"), problem::toString);
        assertEquals(0, pauses.get(), "it does not become younger");
    }

    @Test
    void theCertificateIsOfTheFuture() throws IOException {
        PodAuthority authority = authority("young", Instant.now().plus(Duration.ofDays(1000)));
        URI uri = URI.create("https://localhost:" + secureServer(authority, "localhost") + "/file");
        Problem problem = problem(uri, believing(uri, authority));
        assertEquals("the certificate of localhost:" + uri.getPort() + " is not valid yet", problem.why());
        assertEquals("is this machine's clock right?", problem.hint());
    }

    @Test
    void theCertificateIsForAnotherHost() throws IOException {
        PodAuthority authority = authority("pod", Instant.now());
        URI uri = URI.create("https://localhost:" + secureServer(authority, "archive.invalid") + "/file");
        Problem problem = problem(uri, believing(uri, authority));
        assertTrue(
                problem.why().startsWith("the certificate of localhost:" + uri.getPort() + " is for another host: "),
                problem::toString);
        assertTrue(problem.why().contains("localhost"), problem::toString);
        assertEquals(0, pauses.get());
    }

    @Test
    void theCertificateIsOfAnAuthorityThatNobodyKnows() throws IOException {
        URI uri =
                URI.create("https://localhost:" + secureServer(authority("pod", Instant.now()), "localhost") + "/file");
        Problem problem = problem(uri, believing(uri, authority("other", Instant.now())));
        assertEquals(
                "the certificate of localhost:" + uri.getPort() + " comes from an authority that is not known here",
                problem.why());
        assertTrue(problem.hint().endsWith("name its PEM file under 'authority'"), problem::toString);
        assertEquals(0, pauses.get());
    }

    @Test
    void thereIsNoTlsAtAll() throws IOException {
        int port = blunt("400 Bad Request");
        Problem problem = problem(URI.create("https://127.0.0.1:" + port + "/file"));
        assertEquals("127.0.0.1:" + port + " does not speak TLS", problem.why());
        assertEquals("write http:// into the address, or its other port", problem.hint());
        String registry = problem(URI.create("https://127.0.0.1:" + port + "/v2/app/manifests/v1"))
                .hint();
        assertTrue(registry.contains("--plain-http-host 127.0.0.1:" + port + ","), registry);
    }

    @Test
    void anotherHostThanTheOneThatWasAskedFirst() throws IOException {
        int closed = closedPort();
        HttpServer made = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        made.createContext("/there", exchange -> {
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:" + closed + "/elsewhere");
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        int port = answering(made, 404);
        Problem problem = problem(URI.create("http://127.0.0.1:" + port + "/there"));
        assertEquals("127.0.0.1:" + closed + " cannot be reached: connection refused", problem.why());
    }
}
