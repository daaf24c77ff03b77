package io.slipway.mirror.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.common.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CollectGarbageTest {

    private static final Instant PUBLISHED = Instant.parse("2026-11-22T08:00:00Z");
    private static final CollectGarbage.Rules LAST_TWO = new CollectGarbage.Rules(2, Duration.ofDays(1));

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(PUBLISHED);
    private ContentStore store;
    private int generations;

    @BeforeEach
    void open() {
        store = ContentStore.in(directory.resolve("store"), now::get);
    }

    private Generation.Entry put(StoreWriter writer, String content) {
        return writer.put(content.getBytes(StandardCharsets.UTF_8));
    }

    private String publish(StoreWriter writer, String... contents) {
        Map<String, Generation.Entry> served = new HashMap<>();
        for (String content : contents) {
            served.put("pool/" + content, put(writer, content));
        }
        Instant created = PUBLISHED.plusSeconds(generations++);
        return writer.publish(Generation.of("demo", created, Map.of(), served, Map.of("index", put(writer, "kept"))));
    }

    private String publish(String... contents) {
        try (StoreWriter writer = store.lock()) {
            return publish(writer, contents);
        }
    }

    private Generation.Entry entry(String content) {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        return new Generation.Entry(Digest.of(bytes), bytes.length);
    }

    private boolean has(String content) {
        return store.has(entry(content));
    }

    private CollectGarbage.Report collect() {
        return CollectGarbage.collect(store, LAST_TWO, Progress.NONE);
    }

    private void daysPass(int days) {
        now.set(now.get().plus(Duration.ofDays(days)));
    }

    private void requireSound() {
        assertEquals(List.of(), VerifyStore.verify(store, Progress.NONE).problems());
    }

    @Test
    void anEmptyStoreHasNoGarbage() {
        assertEquals(new CollectGarbage.Report(0, 0, 0, new KeptSize.Amount(0, 0)), collect());
    }

    @Test
    void oldGenerationsGoAndThenWhatOnlyTheyHad() {
        String first = publish("a", "both");
        String second = publish("b", "both");
        String third = publish("c", "both");
        daysPass(2);
        CollectGarbage.Report would = CollectGarbage.plan(store, LAST_TWO, Progress.NONE);
        assertEquals(List.of(first, second, third), store.generations("demo"), "a plan removes nothing");
        assertTrue(has("a"));
        CollectGarbage.Report report = collect();
        assertEquals(would, report);
        assertEquals(new CollectGarbage.Report(1, 1, 1, new KeptSize.Amount(4, 10)), report);
        assertEquals(List.of(second, third), store.generations("demo"));
        assertFalse(has("a"));
        assertTrue(has("b") && has("both") && has("kept"));
        assertEquals(new KeptSize.Amount(4, 10), store.size());
        requireSound();
    }

    @Test
    void whatIsNewStaysForASyncThatFailed() {
        publish("a");
        try (StoreWriter writer = store.lock()) {
            put(writer, "fetched, then the sync failed");
        }
        assertEquals(0, collect().blobs());
        daysPass(2);
        assertEquals(1, collect().blobs());
        requireSound();
    }

    @Test
    void whatARunningSyncFetchedStaysHoweverLongItRuns() {
        publish("a");
        try (StoreWriter writer = store.lock()) {
            put(writer, "fetched");
            daysPass(5);
            assertEquals(0, collect().blobs());
            publish(writer, "a", "fetched");
        }
        requireSound();
    }

    @Test
    void whatASyncThatWasKilledFetchedStaysForTheNextOne() throws IOException {
        publish("a");
        Path owner = store.directory().resolve("lock.owner");
        Path left = directory.resolve("left");
        try (StoreWriter writer = store.lock()) {
            put(writer, "fetched");
            Files.copy(owner, left);
        }
        Files.move(left, owner);
        daysPass(5);
        assertEquals(0, collect().blobs());
        try (StoreWriter next = store.lock()) {
            publish(next, "a", "fetched");
        }
        requireSound();
    }

    @Test
    void whatARunningSyncCountsOnStaysAlthoughItIsOldAndNothingRefersToIt() {
        publish("old");
        publish("b");
        publish("c");
        daysPass(2);
        try (StoreWriter writer = store.lock()) {
            assertTrue(writer.has(entry("old")), "so that it need not be fetched again");
            CollectGarbage.Report report = collect();
            assertEquals(1, report.generations());
            assertEquals(0, report.blobs());
            publish(writer, "c", "old");
        }
        requireSound();
    }

    @Test
    void neitherTheGenerationThatCountsNorTheOneBeforeGoes() {
        String first = publish("a");
        publish("b");
        String third = publish("c");
        publish("d");
        store.rollBack("demo", Optional.of(first));
        store.rollBack("demo", Optional.of(third));
        daysPass(2);
        CollectGarbage.collect(store, new CollectGarbage.Rules(1, Duration.ZERO), Progress.NONE);
        assertEquals(3, store.generations("demo").size(), "the newest, the current one, and the one before");
        assertTrue(has("a") && has("c") && has("d"));
        assertFalse(has("b"));
        requireSound();
    }

    @Test
    void aCollectionThatWasKilledIsFinishedByTheNext() throws IOException {
        publish("a");
        publish("b");
        publish("c");
        daysPass(2);
        Files.createDirectories(store.aside());
        Files.move(
                store.blob(entry("a").digest()),
                store.aside().resolve(entry("a").digest().hex()));
        Files.move(
                store.blob(entry("c").digest()),
                store.aside().resolve(entry("c").digest().hex()));
        assertEquals(1, collect().blobs());
        assertTrue(has("c"), "it is needed: put back");
        assertFalse(has("a"));
        requireSound();
    }

    @Test
    void aWriterTakesBackWhatIsAboutToGo() throws IOException {
        publish("a");
        Files.createDirectories(store.aside());
        Path aside = store.aside().resolve(entry("a").digest().hex());
        Files.move(store.blob(entry("a").digest()), aside);
        try (StoreWriter writer = store.lock()) {
            assertTrue(writer.has(entry("a")));
        }
        assertTrue(has("a"));
        assertFalse(Files.exists(aside));
    }

    @Test
    void aReaderInTheMiddleGoesOn() throws IOException {
        publish("a");
        publish("b");
        publish("c");
        daysPass(2);
        try (var reader = Files.newByteChannel(store.blob(entry("a").digest()))) {
            assertEquals(1, collect().blobs());
            ByteBuffer content = ByteBuffer.allocate(1);
            assertEquals(1, reader.read(content));
            assertEquals('a', content.get(0));
        }
    }

    @Test
    void whatIsForgottenGoesAsAWhole() {
        publish("a");
        store.forget("demo");
        assertEquals(List.of(), store.names());
        daysPass(2);
        assertEquals(2, collect().blobs());
        assertEquals(new KeptSize.Amount(0, 0), store.size());
        assertThrows(StoreException.class, () -> store.forget("demo"));
        assertThrows(StoreException.class, () -> store.forget("../demo"));
    }

    @Test
    void nothingGoesWhileAGenerationCannotBeRead() throws IOException {
        publish("a");
        String id = publish("b");
        daysPass(2);
        Files.writeString(directory.resolve("store/generations/demo/" + id), "?");
        try (StoreWriter writer = store.lock()) {
            put(writer, "garbage");
        }
        daysPass(2);
        assertThrows(StoreException.class, this::collect);
        assertTrue(has("garbage") && has("b"));
    }

    @Test
    void abandonedDownloadsGoAfterAWeek() throws IOException {
        publish("a");
        Path part = Files.writeString(directory.resolve("store/staging/" + "0".repeat(64) + ".part"), "half");
        now.set(Instant.now().plus(Duration.ofDays(6)));
        collect();
        assertTrue(Files.exists(part));
        daysPass(2);
        collect();
        assertFalse(Files.exists(part));
    }
}
