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
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What came whole gets to its place, many at once. */
class ArrivalsTest {

    private static final int MANY = 300;

    @TempDir
    Path directory;

    private ContentStore store;

    @BeforeEach
    void open() {
        store = ContentStore.in(directory.resolve("store"));
    }

    private static byte[] content(int number) {
        return ("content " + number).getBytes(StandardCharsets.US_ASCII);
    }

    private static Generation.Entry entry(int number) {
        return new Generation.Entry(Digest.of(content(number)), content(number).length);
    }

    private static void bring(StoreWriter writer, int number) {
        try (StagedBlob staged = writer.stage(entry(number))) {
            staged.write(ByteBuffer.wrap(content(number)));
            staged.commitSoon();
        }
    }

    private List<Path> staged() throws IOException {
        try (Stream<Path> files = Files.list(store.staging())) {
            return files.toList();
        }
    }

    @Test
    void allAreThereWhenTheWriterHasSettled() throws IOException {
        try (StoreWriter writer = store.lock()) {
            IntStream.range(0, MANY).parallel().forEach(number -> bring(writer, number));
            writer.settle();
            assertTrue(IntStream.range(0, MANY).allMatch(number -> writer.has(entry(number))));
            assertEquals(List.of(), staged());
        }
        assertEquals(MANY, store.size().files());
        assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
    }

    @Test
    void allAreThereWhenTheWriterIsClosed() throws IOException {
        try (StoreWriter writer = store.lock()) {
            IntStream.range(0, MANY).forEach(number -> bring(writer, number));
        }
        assertTrue(IntStream.range(0, MANY).allMatch(number -> store.has(entry(number))));
        assertEquals(List.of(), staged());
    }

    @Test
    void whoWantsTheSameContentMeanwhileWaitsAndFindsIt() {
        try (StoreWriter writer = store.lock()) {
            IntStream.range(0, MANY).parallel().forEach(number -> {
                bring(writer, number / 10 * 10);
                try (StagedBlob again = writer.stage(entry(number / 10 * 10))) {
                    assertEquals(0, again.size());
                    assertTrue(writer.has(entry(number / 10 * 10)));
                }
            });
        }
        assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
    }

    @Test
    void whatCannotGetToItsPlaceIsToldAndNothingMoreIsBelieved() throws IOException {
        try (StoreWriter writer = store.lock()) {
            Path shelf = store.blob(entry(1).digest()).getParent();
            Files.writeString(shelf, "not a directory");
            bring(writer, 1);
            assertThrows(StoreException.class, writer::settle);
            assertFalse(store.has(entry(1)));
            assertEquals(1, staged().size(), "it is still there for the next sync");
            Files.delete(shelf);
            assertThrows(StoreException.class, writer::settle);
        }
        try (StoreWriter next = store.lock();
                StagedBlob staged = next.stage(entry(1))) {
            assertEquals(entry(1).size(), staged.size());
            staged.commit();
            assertTrue(store.has(entry(1)));
        }
    }

    @Test
    void oldSystemsDoNotTellWhatWasLostWhenAllIsFlushedAtOnce() throws IOException {
        assertFalse(WholeDisk.tellsErrors("5.4.0-212-generic"));
        assertFalse(WholeDisk.tellsErrors("4.18.0"));
        assertFalse(WholeDisk.tellsErrors("something else"));
        assertTrue(WholeDisk.tellsErrors("5.8.0"));
        assertTrue(WholeDisk.tellsErrors("6.1.0-28-amd64"));
        WholeDisk.here().orElseThrow().flush(directory);
        assertThrows(IOException.class, () -> WholeDisk.here().orElseThrow().flush(directory.resolve("nowhere")));
    }
}
