package io.slipway.mirror.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether anything was touched since all was seen to be there. */
class SightingTest {

    private static final byte[] CONTENT = "some content".getBytes(StandardCharsets.US_ASCII);
    private static final Generation.Entry ENTRY = new Generation.Entry(Digest.of(CONTENT), CONTENT.length);

    @TempDir
    Path directory;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final InstantSource clock = now::get;
    private ContentStore store;

    @BeforeEach
    void publish() {
        store = ContentStore.in(directory, clock);
        publish(3);
    }

    private void publish(int files) {
        Map<String, Generation.Entry> served = new TreeMap<>();
        for (int i = 0; i < files; i++) {
            served.put("pool/ä" + i + ".deb", ENTRY);
        }
        try (StoreWriter writer = store.lock()) {
            writer.put(CONTENT);
            writer.publish(Generation.of(
                    "test", clock.instant(), Map.of("note", "of ü"), served, Map.of("kept of ö", ENTRY, "z", ENTRY)));
        }
    }

    private Optional<Sighting> seen() {
        return Sighting.of(store, "test");
    }

    /** As after a sync with nothing new. */
    private Sighting confirmed() {
        now.set(Instant.now().plus(Duration.ofMinutes(1)));
        Sighting sighting = seen().orElseThrow();
        try (StoreWriter writer = store.lock()) {
            writer.confirm("test", Optional.of(sighting));
        }
        return sighting;
    }

    private boolean isUntouched() {
        return seen().flatMap(sighting -> store.untouched("test", sighting)).isPresent();
    }

    @Test
    void whatChangedAMomentAgoMayChangeAgainWithinTheSameDate() {
        assertEquals(Optional.empty(), seen());
        now.set(Instant.now().plus(Duration.ofMinutes(1)));
        assertTrue(seen().isPresent());
        assertEquals(Optional.empty(), Sighting.of(store, "nothing of this name"));
    }

    @Test
    void aPublicationAloneHasNotBeenSeen() {
        now.set(Instant.now().plus(Duration.ofMinutes(1)));
        assertEquals(Optional.empty(), store.untouched("test", seen().orElseThrow()));
    }

    @Test
    void anOutlineIsAllButWhatIsServed() {
        for (int files : new int[] {0, 1, 2000}) {
            now.updateAndGet(before -> before.plusSeconds(5));
            publish(files);
            Sighting sighting = confirmed();
            Generation whole = store.current("test").orElseThrow();
            Generation outline = store.untouched("test", sighting).orElseThrow();
            assertEquals(Generation.of("test", whole.created(), whole.notes(), Map.of(), whole.kept()), outline);
        }
    }

    @Test
    void whateverComesOrGoesShows() throws IOException {
        Sighting before = confirmed();
        assertEquals(before, seen().orElseThrow());
        assertTrue(isUntouched());
        Path shelf = store.blob(ENTRY.digest()).getParent();
        FileTime date = Files.getLastModifiedTime(shelf);
        Files.delete(store.blob(ENTRY.digest()));
        assertNotEquals(before, seen().orElseThrow());
        Files.setLastModifiedTime(shelf, date);
        assertTrue(isUntouched());
        try (StoreWriter writer = store.lock()) {
            Stream.of("a", "b", "c").forEach(each -> writer.put(each.getBytes(StandardCharsets.US_ASCII)));
        }
        assertTrue(!isUntouched());
    }

    @Test
    void anotherGenerationIsAnotherSight() throws IOException {
        confirmed();
        Path file =
                directory.resolve("generations/test/" + store.currentId("test").orElseThrow());
        Files.writeString(file, "damaged");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        assertTrue(!isUntouched());
    }
}
