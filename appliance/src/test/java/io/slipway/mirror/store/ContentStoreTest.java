package io.slipway.mirror.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.common.Problem;
import io.slipway.common.Progress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContentStoreTest {

    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final byte[] HELLO = "hello, store".getBytes(StandardCharsets.UTF_8);
    private static final Generation.Entry ENTRY = new Generation.Entry(Digest.of(HELLO), HELLO.length);

    @TempDir
    Path directory;

    private ContentStore store;

    @BeforeEach
    void open() {
        store = ContentStore.in(directory.resolve("store"));
    }

    private static Generation generation(Instant created, Map<String, Generation.Entry> files) {
        return Generation.of("demo", created, Map.of("inputs", "a b c"), files, Map.of());
    }

    private VerifyStore.Report verify() {
        return VerifyStore.verify(store, Progress.NONE);
    }

    @Test
    void aStoreThatDoesNotExistYetIsEmpty() {
        assertEquals(List.of(), store.names());
        assertEquals(Optional.empty(), store.current("demo"));
        assertFalse(store.has(ENTRY));
        assertTrue(verify().sound());
    }

    @Test
    void keepsContentUnderItsDigest() throws Exception {
        try (StoreWriter writer = store.lock()) {
            assertEquals(ENTRY, writer.put(HELLO));
        }
        assertTrue(store.has(ENTRY));
        Path blob = directory.resolve("store/blobs/sha256/"
                + ENTRY.digest().hex().substring(0, 2) + "/" + ENTRY.digest().hex());
        assertEquals("hello, store", Files.readString(blob));
    }

    @Test
    void onePointerSaysWhichGenerationCounts() {
        try (StoreWriter writer = store.lock()) {
            Generation.Entry entry = writer.put(HELLO);
            String first = writer.publish(generation(NOW, Map.of("pool/a b.deb", entry)));
            String second = writer.publish(generation(NOW.plusSeconds(60), Map.of("pool/c.deb", entry)));
            assertEquals(List.of(first, second), store.generations("demo"));
            assertEquals(Optional.of(second), store.currentId("demo"));
        }
        assertEquals(List.of("demo"), store.names());
        assertEquals(Optional.of(generation(NOW.plusSeconds(60), Map.of("pool/c.deb", ENTRY))), store.current("demo"));
    }

    @Test
    void aGenerationIsReadableText() throws Exception {
        String id;
        try (StoreWriter writer = store.lock()) {
            id = writer.publish(generation(NOW, Map.of("pool/a.deb", writer.put(HELLO))));
        }
        assertEquals(
                """
                slipway-generation 1
                name demo
                created 2026-11-22T08:00:00Z
                note inputs a b c
                serve %s 12 pool/a.deb
                end
                """.formatted(ENTRY.digest().hex()),
                Files.readString(directory.resolve("store/generations/demo/" + id)));
    }

    @Test
    void nothingIsPublishedWhoseContentIsMissing() {
        try (StoreWriter writer = store.lock()) {
            assertThrows(StoreException.class, () -> writer.publish(generation(NOW, Map.of("a", ENTRY))));
        }
        assertEquals(Optional.empty(), store.current("demo"));
    }

    @Test
    void whatWentAwayBehindTheWritersBackIsMissed() throws Exception {
        try (StoreWriter writer = store.lock()) {
            assertTrue(writer.has(writer.put(HELLO)));
            Files.delete(store.blob(ENTRY.digest()));
            assertFalse(writer.has(ENTRY));
            assertThrows(StoreException.class, () -> writer.publish(generation(NOW, Map.of("a", ENTRY))));
        }
    }

    @Test
    void wrongContentNeverGetsIn() {
        try (StoreWriter writer = store.lock()) {
            for (String wrong : List.of("hello, st0re", "hello", "hello, store and more")) {
                assertThrows(WrongContent.class, () -> {
                    try (StagedBlob staged = writer.stage(ENTRY)) {
                        staged.write(ByteBuffer.wrap(wrong.getBytes(StandardCharsets.UTF_8)));
                        staged.commit();
                    }
                });
            }
        }
        assertFalse(store.has(ENTRY));
    }

    @Test
    void goesOnWithWhatAnEarlierAttemptStaged() {
        try (StoreWriter writer = store.lock();
                StagedBlob staged = writer.stage(ENTRY)) {
            staged.write(ByteBuffer.wrap(HELLO, 0, 5));
        }
        try (StoreWriter writer = store.lock();
                StagedBlob staged = writer.stage(ENTRY)) {
            assertEquals(5, staged.size());
            staged.write(ByteBuffer.wrap(HELLO, 5, HELLO.length - 5));
            staged.commit();
        }
        assertTrue(store.has(ENTRY));
        assertTrue(verify().sound());
    }

    @Test
    void oneWriterAtATimeAndTheOtherIsToldWho() {
        StoreWriter writer = store.lock();
        for (ContentStore other : List.of(store)) {
            StoreException refused = assertThrows(StoreException.class, other::lock);
            assertTrue(
                    refused.getMessage()
                            .contains("is being written by 'slipway' (process "
                                    + ProcessHandle.current().pid()),
                    refused.getMessage());
        }
        writer.close();
        store.lock().close();
    }

    @Test
    void leftoversOfACrashDoNotHurt() throws Exception {
        try (StoreWriter writer = store.lock()) {
            writer.publish(generation(NOW, Map.of("a", writer.put(HELLO))));
        }
        Path generations = directory.resolve("store/generations/demo");
        Files.writeString(generations.resolve(".current.tmp"), "2026");
        Files.writeString(generations.resolve(".20261122T080000Z-00.tmp"), "slipway-gen");
        Files.writeString(
                directory.resolve("store/staging/" + ENTRY.digest().hex() + ".part"), "garbage that is longer than it");
        assertTrue(verify().sound());
        try (StoreWriter writer = store.lock();
                StagedBlob staged = writer.stage(ENTRY)) {
            assertEquals(0, staged.size());
            assertFalse(Files.exists(generations.resolve(".current.tmp")));
        }
        assertTrue(verify().sound());
    }

    @Test
    void verifyNamesWhatIsWrong() throws Exception {
        String id;
        try (StoreWriter writer = store.lock()) {
            Generation.Entry other = writer.put("other".getBytes(StandardCharsets.UTF_8));
            id = writer.publish(generation(NOW, Map.of("pool/a.deb", writer.put(HELLO), "pool/b.deb", other)));
            Files.writeString(store.blob(ENTRY.digest()), "hello, stork");
            writer.discard(other.digest());
        }
        Files.writeString(directory.resolve("store/blobs/sha256/readme"), "?");
        VerifyStore.Report report = verify();
        assertEquals(List.of(ENTRY.digest()), report.damaged());
        assertEquals(
                List.of(
                        "this file of the store is damaged",
                        "this file does not belong in the store",
                        "'pool/b.deb' of 'demo' is missing"),
                report.problems().stream().map(Problem::what).toList());
        assertTrue(report.problems().getFirst().hint().contains("'slipway store verify --discard'"), report::toString);

        Path file = directory.resolve("store/generations/demo/" + id);
        Files.writeString(file, Files.readString(file).replace("pool/a", "pool/x"));
        assertTrue(verify().problems().stream().anyMatch(p -> p.why().contains("does not match its name")));
        Files.writeString(file, Files.readString(file).replace("\nend", ""));
        assertTrue(verify().problems().stream().anyMatch(p -> p.why().contains("incomplete")));
        Files.delete(file);
        assertTrue(verify().problems().stream().anyMatch(p -> p.what().contains("does not exist")));
    }
}
