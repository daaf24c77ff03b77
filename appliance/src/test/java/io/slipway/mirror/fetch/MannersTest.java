package io.slipway.mirror.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.common.Progress;
import io.slipway.mirror.FakeUpstream;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords, redirects, patience and pace. */
class MannersTest {

    private static final byte[] CONTENT = new byte[100_000];

    static {
        new Random(5).nextBytes(CONTENT);
    }

    @TempDir
    Path directory;

    private final FakeUpstream upstream = new FakeUpstream().put("file", CONTENT);
    private final FakeUpstream elsewhere = new FakeUpstream().put("there", CONTENT);
    private final List<Duration> pauses = new CopyOnWriteArrayList<>();
    private final Map<String, String> seen = new ConcurrentHashMap<>();
    private Credentials credentials = Credentials.none();
    private List<Manners> manners = List.of();
    private StoreWriter store;

    @BeforeEach
    void open() {
        store = ContentStore.in(directory.resolve("store")).lock();
    }

    @AfterEach
    void close() {
        store.close();
        upstream.close();
        elsewhere.close();
    }

    private Fetch fetch() {
        Backoff backoff = new Backoff(3, Duration.ofSeconds(1), Duration.ofSeconds(9), pauses::add);
        InstantSource clock = InstantSource.fixed(Instant.parse("2026-11-22T08:00:00Z"));
        return new Fetch(new Fetch.Settings(
                backoff, 4, Duration.ofMillis(400), ProxySelector.of(null), credentials, manners, clock));
    }

    private void intoStore(URI... places) {
        Generation.Entry entry = new Generation.Entry(Digest.of(CONTENT), CONTENT.length);
        try (Fetch fetch = fetch()) {
            fetch.intoStore(store, List.of(new Wanted(List.of(places), entry, false)), "test", Progress.NONE);
        }
    }

    private byte[] stored() throws IOException {
        return Files.readAllBytes(store.store().blob(Digest.of(CONTENT)));
    }

    /** Takes it out of the store, as if it had never come. */
    private void forget() throws IOException {
        Files.delete(store.store().blob(Digest.of(CONTENT)));
        store.close();
        store = ContentStore.in(directory.resolve("store")).lock();
    }

    private void passwords(String text, String permissions) throws IOException {
        Path file = directory.resolve("auth.conf");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        credentials = Credentials.in(file);
    }

    /** Remembers the header and answers as usual. */
    private FakeUpstream.Fault remember(String who, String header) {
        return (exchange, content) -> {
            seen.put(who, String.valueOf(exchange.getRequestHeaders().getFirst(header)));
            return false;
        };
    }

    @Test
    void aPasswordIsShownToItsHostAloneAlsoWhenThatSendsUsElsewhere() throws Exception {
        passwords("# of the vendor\nmachine http://127.0.0.1/file\n  login me\n  password s3cret\n", "rw-------");
        upstream.fail("file", remember("first", "Authorization"));
        intoStore(upstream.uri("file"));
        String basic = "Basic " + Base64.getEncoder().encodeToString("me:s3cret".getBytes(StandardCharsets.UTF_8));
        assertEquals(basic, seen.get("first"));
        forget();
        elsewhere.fail("there", remember("second", "Authorization"));
        upstream.fail("file", FakeUpstream.redirect(elsewhere.elsewhere("there")));
        intoStore(upstream.uri("file"));
        assertEquals("null", seen.get("second"), "another host");
        assertArrayEquals(CONTENT, stored());
    }

    @Test
    void anEntryWithoutASchemeIsForHttpsAlone() throws Exception {
        passwords("machine 127.0.0.1 login me password s3cret", "rw-------");
        upstream.fail("file", remember("plain", "Authorization"));
        intoStore(upstream.uri("file"));
        assertEquals("null", seen.get("plain"));
        assertTrue(credentials.authorization(URI.create("https://127.0.0.1/x")).isPresent());
        assertEquals(Optional.empty(), credentials.authorization(URI.create("https://127.0.0.2/x")));
    }

    @Test
    void passwordsThatOthersCanReadAreRefused() throws Exception {
        FetchException e =
                assertThrows(FetchException.class, () -> passwords("machine h login me password s3cret", "rw-r-----"));
        assertTrue(e.problem().hint().startsWith("chmod 600 "), e.getMessage());
        assertFalse(e.getMessage().contains("s3cret"));
        e = assertThrows(FetchException.class, () -> passwords("machine h\nlogin me pasword s3cret", "rw-------"));
        assertTrue(String.valueOf(e.problem().where()).endsWith("auth.conf:2:10"), e.getMessage());
        assertFalse(e.getMessage().contains("s3cret"));
    }

    @Test
    void aServerThatWantsAPasswordIsAnsweredWithWhereToPutIt() {
        upstream.fail("file", FakeUpstream.status(401));
        FetchException e = assertThrows(FetchException.class, () -> intoStore(upstream.uri("file")));
        assertTrue(
                e.problem()
                        .hint()
                        .contains("'machine http://127.0.0.1:"
                                + upstream.uri("").getPort() + " login NAME password WORD' in auth.conf"),
                e.getMessage());
        assertEquals(1, upstream.requests().size());
    }

    @Test
    void redirectsInACircleAndToOddPlacesEnd() {
        upstream.failAlways("file", FakeUpstream.redirect(upstream.uri("file")));
        FetchException e = assertThrows(FetchException.class, () -> intoStore(upstream.uri("file")));
        assertTrue(e.problem().why().contains("redirects more than"), e.getMessage());
        for (String odd : List.of("file:///etc/passwd", "ftp://127.0.0.1/x", "http:///nothing")) {
            upstream.failAlways("file", FakeUpstream.redirect(URI.create(odd)));
            e = assertThrows(FetchException.class, () -> intoStore(upstream.uri("file")));
            assertTrue(e.problem().why().startsWith("it redirects to"), e.getMessage());
        }
    }

    @Test
    void aServerThatAsksForPatienceGetsIt() throws Exception {
        upstream.fail("file", (exchange, content) -> {
            exchange.getResponseHeaders().set("Retry-After", "42");
            exchange.sendResponseHeaders(429, -1);
            return true;
        });
        upstream.fail("file", (exchange, content) -> {
            exchange.getResponseHeaders().set("Retry-After", "Sun, 22 Nov 2026 08:01:40 GMT");
            exchange.sendResponseHeaders(503, -1);
            return true;
        });
        intoStore(upstream.uri("file"));
        assertEquals(List.of(Duration.ofSeconds(42), Duration.ofSeconds(100)), pauses);
        assertArrayEquals(CONTENT, stored());
    }

    @Test
    void whatBrokeIsGoneOnWithOnlyIfItIsStillTheSameFile() throws Exception {
        upstream.withTags().fail("file", (exchange, content) -> {
            exchange.getResponseHeaders().set("ETag", "\"another one\"");
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(new byte[40_000]);
            exchange.getResponseBody().flush();
            throw new IOException("broken on purpose");
        });
        intoStore(upstream.uri("file"));
        assertEquals(List.of("file", "file"), upstream.requests(), "the server started again by itself");
        assertArrayEquals(CONTENT, stored());
    }

    @Test
    void aTrickleIsGivenUp() throws Exception {
        upstream.fail("file", (exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            for (int i = 0; i < content.length; i++) {
                exchange.getResponseBody().write(content, i, 1);
                exchange.getResponseBody().flush();
                try {
                    Thread.sleep(30);
                } catch (InterruptedException stopped) {
                    throw new IOException(stopped);
                }
            }
            return true;
        });
        intoStore(upstream.uri("file"));
        assertEquals(2, upstream.requests().size(), upstream.requests().toString());
        assertArrayEquals(CONTENT, stored());
    }

    @Test
    void anotherPlaceIsAskedForWhatTheFirstDoesNotHave() throws Exception {
        intoStore(upstream.uri("gone"), upstream.uri("file"));
        assertArrayEquals(CONTENT, stored());
        forget();
        elsewhere.put("other", "wrong".getBytes(StandardCharsets.UTF_8));
        intoStore(elsewhere.uri("other"), upstream.uri("file"));
        assertArrayEquals(CONTENT, stored());
    }

    @Test
    void whatIsOptionalMayBeAbsentButNotWrong() {
        Generation.Entry entry = new Generation.Entry(Digest.of(CONTENT), CONTENT.length);
        try (Fetch fetch = fetch()) {
            Wanted absent = new Wanted(List.of(upstream.uri("gone")), entry, true);
            fetch.intoStore(store, List.of(absent), "test", Progress.NONE);
            assertFalse(store.store().has(entry));
            upstream.failAlways("file", FakeUpstream.garbage());
            Wanted wrong = new Wanted(List.of(upstream.uri("file")), entry, true);
            assertThrows(FetchException.class, () -> fetch.intoStore(store, List.of(wrong), "test", Progress.NONE));
        }
    }

    @Test
    void whatHasNotChangedDoesNotComeAgain() {
        upstream.withTags();
        try (Fetch fetch = fetch()) {
            Answer.Content<?> first =
                    assertInstanceOf(Answer.Content.class, fetch.small(upstream.uri("file"), 1 << 20, Validators.NONE));
            assertInstanceOf(Answer.Unchanged.class, fetch.small(upstream.uri("file"), 1 << 20, first.validators()));
            upstream.put("file", new byte[] {1});
            assertInstanceOf(Answer.Content.class, fetch.small(upstream.uri("file"), 1 << 20, first.validators()));
        }
    }

    @Test
    void downloadsFromASlowLaneWaitTheirTurn() throws Exception {
        manners = List.of(new Manners(upstream.uri(""), 50_000, Optional.empty(), Optional.empty()));
        intoStore(upstream.uri("file"));
        Duration waited = pauses.stream().reduce(Duration.ZERO, Duration::plus);
        assertTrue(waited.compareTo(Duration.ofMillis(1900)) > 0, waited.toString());
        assertArrayEquals(CONTENT, stored());
    }

    @Test
    void aProxyIsShownItsOwnPasswordAndTheArchiveIsNot() throws Exception {
        int port = elsewhere.uri("").getPort();
        passwords("machine http://127.0.0.1:" + port + " login me password s3cret\n", "rw-------");
        manners = List.of(new Manners(
                upstream.uri(""),
                0,
                Optional.empty(),
                Optional.of(ProxySelector.of(new java.net.InetSocketAddress("127.0.0.1", port)))));
        elsewhere.put("file", CONTENT).fail("file", (exchange, content) -> {
            seen.put("archive's", String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            seen.put("proxy's", String.valueOf(exchange.getRequestHeaders().getFirst("Proxy-Authorization")));
            return false;
        });
        intoStore(upstream.uri("file"));
        String basic = "Basic " + Base64.getEncoder().encodeToString("me:s3cret".getBytes(StandardCharsets.UTF_8));
        assertEquals(Map.of("archive's", "null", "proxy's", basic), seen);
        assertArrayEquals(CONTENT, stored());

        forget();
        manners = List.of();
        upstream.fail("file", remember("without proxy", "Proxy-Authorization"));
        intoStore(upstream.uri("file"));
        assertEquals("null", seen.get("without proxy"));
    }

    @Test
    void aProxyThatWantsAPasswordIsAnsweredWithWhereToPutIt() {
        int port = elsewhere.uri("").getPort();
        manners = List.of(new Manners(
                upstream.uri(""),
                0,
                Optional.empty(),
                Optional.of(ProxySelector.of(new java.net.InetSocketAddress("127.0.0.1", port)))));
        elsewhere.fail("file", FakeUpstream.status(407));
        FetchException e = assertThrows(FetchException.class, () -> intoStore(upstream.uri("file")));
        assertTrue(
                e.problem()
                        .hint()
                        .contains("'machine http://127.0.0.1:" + port + " login NAME password WORD' in auth.conf"),
                e.getMessage());
    }

    @Test
    void aProxyOfItsOwn() throws Exception {
        URI proxy = elsewhere.uri("");
        elsewhere.put("dists/file", CONTENT);
        manners = List.of(new Manners(
                URI.create("http://archive.invalid/dists/"),
                0,
                Optional.empty(),
                Optional.of(ProxySelector.of(new java.net.InetSocketAddress("127.0.0.1", proxy.getPort())))));
        intoStore(URI.create("http://archive.invalid/dists/file"));
        assertArrayEquals(CONTENT, stored());
    }
}
