package io.slipway.mirror.fetch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.mirror.FakeUpstream;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import io.slipway.mirror.store.VerifyStore;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchTest {

    private static final byte[] CONTENT = new byte[100_000];

    static {
        new Random(3).nextBytes(CONTENT);
    }

    @TempDir
    Path directory;

    private final FakeUpstream upstream = new FakeUpstream();
    private final List<Duration> pauses = new ArrayList<>();
    private Fetch fetch;
    private StoreWriter store;

    @BeforeEach
    void open() {
        Backoff backoff = new Backoff(3, Duration.ofSeconds(1), Duration.ofSeconds(9), pauses::add);
        fetch = new Fetch(new Fetch.Settings(backoff, 4, Duration.ofMillis(300), ProxySelector.of(null)));
        store = ContentStore.in(directory).lock();
        upstream.put("file", CONTENT);
    }

    @AfterEach
    void close() {
        fetch.close();
        store.close();
        upstream.close();
    }

    private Wanted wanted(String path) {
        return new Wanted(upstream.uri(path), new Generation.Entry(Digest.of(CONTENT), CONTENT.length));
    }

    private void intoStore(Wanted... files) {
        fetch.intoStore(store, List.of(files), "test", Progress.NONE);
    }

    private boolean stored() throws Exception {
        Path blob = store.store().blob(Digest.of(CONTENT));
        if (!Files.exists(blob)) {
            return false;
        }
        assertArrayEquals(CONTENT, Files.readAllBytes(blob));
        assertTrue(VerifyStore.verify(store.store(), Progress.NONE).sound());
        return true;
    }

    @Test
    void whatIsInTheStoreIsNotAskedForAgain() throws Exception {
        intoStore(wanted("file"), wanted("file"));
        intoStore(wanted("file"));
        assertEquals(List.of("file"), upstream.requests());
        assertTrue(stored());
    }

    @Test
    void asksForNoMoreAtOnceThanItMay() {
        AtomicInteger underWay = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch tooMany = new CountDownLatch(5);
        List<Wanted> files = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            byte[] content = ("file " + i).getBytes(StandardCharsets.UTF_8);
            upstream.put("many/" + i, content).fail("many/" + i, (exchange, body) -> {
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                tooMany.countDown();
                await(tooMany);
                exchange.sendResponseHeaders(200, body.length);
                underWay.decrementAndGet();
                exchange.getResponseBody().write(body);
                return true;
            });
            files.add(new Wanted(upstream.uri("many/" + i), new Generation.Entry(Digest.of(content), content.length)));
        }
        fetch.intoStore(store, files, "test", Progress.NONE);
        assertEquals(4, most.get());
    }

    /** Gives those that should not come the time to come. */
    private static void await(CountDownLatch latch) {
        try {
            boolean came = latch.await(100, TimeUnit.MILLISECONDS);
            assertFalse(came && latch.getCount() > 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void goesOnWhereAConnectionBroke() throws Exception {
        upstream.fail("file", FakeUpstream.breakAfter(40_000));
        intoStore(wanted("file"));
        assertEquals("file", upstream.requests().get(0));
        assertTrue(
                upstream.requests().get(1).startsWith("file@"),
                upstream.requests().toString());
        assertEquals(2, upstream.requests().size());
        assertEquals(List.of(Duration.ofSeconds(1)), pauses);
        assertTrue(stored());
    }

    @Test
    void startsAgainWhereAServerHasNoRanges() throws Exception {
        upstream.withoutRanges().fail("file", FakeUpstream.breakAfter(40_000));
        intoStore(wanted("file"));
        assertTrue(stored());
    }

    @Test
    void doesNotGoOnFromWhatIsWrong() throws Exception {
        Path staged = Files.createDirectories(directory.resolve("staging"))
                .resolve(Digest.of(CONTENT).hex() + ".part");
        Files.write(staged, new byte[70_000]);
        intoStore(wanted("file"));
        assertEquals(List.of("file@70000", "file"), upstream.requests());
        assertTrue(stored());
    }

    @Test
    void triesAgainAfterErrorsThatMayPass() throws Exception {
        upstream.fail("file", FakeUpstream.status(503), FakeUpstream.status(500));
        intoStore(wanted("file"));
        assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)), pauses);
        assertTrue(stored());
    }

    @Test
    void givesUpInTheEndAndSaysWhy() throws Exception {
        upstream.fail("file", FakeUpstream.status(502), FakeUpstream.status(502), FakeUpstream.status(502));
        FetchException e = assertThrows(FetchException.class, () -> intoStore(wanted("file")));
        assertEquals("the server answered 502", e.problem().why());
        assertEquals(3, upstream.requests().size());
        assertFalse(stored());
    }

    @Test
    void aMissingFileIsNotAskedForTwiceAndEveryOneIsNamed() {
        Wanted other = new Wanted(upstream.uri("gone"), new Generation.Entry(Digest.of(new byte[] {1}), 1));
        Wanted third = new Wanted(upstream.uri("lost"), new Generation.Entry(Digest.of(new byte[] {2}), 1));
        FetchException e = assertThrows(FetchException.class, () -> intoStore(other, wanted("file"), third));
        assertEquals(
                List.of(upstream.uri("gone").toString(), upstream.uri("lost").toString()),
                e.problems().stream().map(p -> String.valueOf(p.where())).toList());
        assertEquals(3, upstream.requests().size());
        assertTrue(store.store().has(wanted("file").content()), "the others are there");
    }

    private List<Wanted> many(int files, String where) {
        return IntStream.range(0, files)
                .mapToObj(i -> new Wanted(
                        upstream.uri(where + i), new Generation.Entry(Digest.of(new byte[] {(byte) i, 3}), 2)))
                .toList();
    }

    @Test
    void aServerThatIsDownIsNotAskedForEachOfTenThousandFiles() {
        List<Wanted> files = many(100, "down/");
        files.forEach(
                each -> upstream.failAlways(each.places().getFirst().getPath().substring(1), FakeUpstream.status(503)));
        FetchException e =
                assertThrows(FetchException.class, () -> fetch.intoStore(store, files, "test", Progress.NONE));
        assertTrue(
                upstream.requests().size() <= 3 * 16, () -> upstream.requests().size() + " requests");
        assertEquals(11, e.problems().size());
        Problem rest = e.problems().getLast();
        assertEquals("90 more files cannot be fetched", rest.what());
        assertTrue(rest.why().endsWith("8 in a row could not be had of the same server"), rest::toString);
        assertTrue(rest.hint().startsWith("sync again when it answers"), rest::toString);
    }

    @Test
    void filesThatAreNotThereSayNothingOfTheOthers() {
        FetchException e = assertThrows(
                FetchException.class, () -> fetch.intoStore(store, many(100, "gone/"), "test", Progress.NONE));
        assertEquals(100, upstream.requests().size());
        assertEquals("90 more files cannot be fetched", e.problems().getLast().what());
    }

    @Test
    void wrongContentIsRefusedAndNamed() throws Exception {
        upstream.fail("file", FakeUpstream.garbage(), FakeUpstream.garbage(), FakeUpstream.garbage());
        FetchException e = assertThrows(FetchException.class, () -> intoStore(wanted("file")));
        assertTrue(e.problem().why().startsWith("its digest is sha256:"), e.getMessage());
        assertTrue(e.problem().hint().contains("another mirror"), e.getMessage());
        assertEquals(2, upstream.requests().size(), "it does not get better by asking more often");
        assertFalse(stored());
    }

    @Test
    void anEndlessBodyEnds() throws Exception {
        upstream.fail("file", FakeUpstream.endless(), FakeUpstream.endless(), FakeUpstream.endless());
        FetchException e = assertThrows(FetchException.class, () -> intoStore(wanted("file")));
        assertTrue(e.problem().why().contains("longer than the 100000 bytes"), e.getMessage());
        upstream.fail("small", FakeUpstream.endless());
        FetchException small = assertThrows(FetchException.class, () -> fetch.small(upstream.uri("small"), 1000));
        assertTrue(small.problem().why().contains("longer than 1000 bytes"), small.getMessage());
    }

    @Test
    void aSilentServerDoesNotHangIt() throws Exception {
        upstream.fail("file", (exchange, content) -> {
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content, 0, 10);
            exchange.getResponseBody().flush();
            try {
                Thread.sleep(Duration.ofMinutes(5));
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
            return true;
        });
        intoStore(wanted("file"));
        assertTrue(stored());
    }

    @Test
    void followsRedirects() throws Exception {
        try (FakeUpstream elsewhere = new FakeUpstream().put("there", CONTENT)) {
            upstream.fail("file", FakeUpstream.redirect(elsewhere.uri("there")));
            intoStore(wanted("file"));
        }
        assertTrue(stored());
    }

    @Test
    void smallFilesComeWholeOrNotAtAll() {
        upstream.put("small", "text".getBytes());
        upstream.fail("small", FakeUpstream.breakAfter(2));
        assertArrayEquals(
                "text".getBytes(), fetch.small(upstream.uri("small"), 4).orElseThrow());
        assertEquals(Optional.empty(), fetch.small(upstream.uri("none"), 4));
    }

    @Test
    void addressesAreShownWithoutSecrets() {
        assertEquals(
                "https://example.org:8443/a%20b",
                Shown.of(URI.create("https://me:secret@example.org:8443/a%20b?token=secret")));
    }
}
