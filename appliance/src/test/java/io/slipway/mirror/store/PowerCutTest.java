package io.slipway.mirror.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.common.Progress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is left in the store when the power goes: all that it was said to have, and nothing torn. */
class PowerCutTest {

    @TempDir
    Path directory;

    private final ForgetfulDisk disk = new ForgetfulDisk();
    private ContentStore store;

    @BeforeEach
    void open() {
        store = ContentStore.in(directory.resolve("store"), InstantSource.system(), disk);
    }

    /** When the power goes, files are empty that nobody flushed, and gone from directories that nobody flushed since they came. */
    private static final class ForgetfulDisk implements Disk {

        private final Set<Object> flushedFiles = new HashSet<>();
        private final Map<Path, Set<Path>> flushedNames = new HashMap<>();

        @Override
        public synchronized void flush(Path on, Collection<Path> written) throws IOException {
            for (Path each : written) {
                assertTrue(each.startsWith(on));
                if (Files.isDirectory(each)) {
                    flushedNames.put(each, Set.copyOf(namesIn(each)));
                } else {
                    flushedFiles.add(identity(each));
                }
            }
        }

        synchronized void losePower(Path blobs) throws IOException {
            for (Path shelf : namesIn(blobs)) {
                boolean known = flushedNames.getOrDefault(blobs, Set.of()).contains(shelf);
                Set<Path> kept = known ? flushedNames.getOrDefault(shelf, Set.of()) : Set.of();
                for (Path file : namesIn(shelf)) {
                    if (!kept.contains(file)) {
                        Files.delete(file);
                    } else if (!flushedFiles.contains(identity(file))) {
                        Files.write(file, new byte[0]);
                    }
                }
            }
        }

        /** Stays when a file is renamed. */
        private static Object identity(Path file) throws IOException {
            return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        }

        private static List<Path> namesIn(Path directory) throws IOException {
            try (Stream<Path> names = Files.list(directory)) {
                return names.toList();
            }
        }
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

    private void requireAll(int count) {
        assertEquals(
                List.of(), VerifyStore.verify(store, Progress.NONE).problems(), "what is there is what it should be");
        assertEquals(
                count,
                IntStream.range(0, count).filter(each -> store.has(entry(each))).count());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 300})
    void whatIsPublishedStays(int count) throws IOException {
        Map<String, Generation.Entry> served = new TreeMap<>();
        IntStream.range(0, count).forEach(each -> served.put("pool/" + each, entry(each)));
        try (StoreWriter writer = store.lock()) {
            IntStream.range(0, count).parallel().forEach(each -> bring(writer, each));
            writer.settle();
            writer.publish(Generation.of("test", Instant.now(), Map.of(), served, Map.of()));
            disk.losePower(store.blobs());
            requireAll(count);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 300})
    void whatCameStaysForTheNextWriter(int count) throws IOException {
        try (StoreWriter writer = store.lock()) {
            IntStream.range(0, count).forEach(each -> bring(writer, each));
        }
        disk.losePower(store.blobs());
        requireAll(count);
    }

    @Test
    void whatADiskDidNotTakeIsNeitherUsedNorGoneOnWith() {
        store = ContentStore.in(directory.resolve("store"), InstantSource.system(), (on, written) -> {
            if (!written.isEmpty()) {
                throw new IOException("it is broken");
            }
        });
        try (StoreWriter writer = store.lock()) {
            bring(writer, 1);
            StoreException e = assertThrows(StoreException.class, writer::settle);
            assertTrue(e.problem().why().contains("it is broken"), e::toString);
            assertEquals(List.of(), store.unfinished(), "a file of which parts may be lost is not gone on with");
            assertTrue(!store.has(entry(1)));
        }
    }

    @Test
    void ofAFewFilesEachIsForcedToTheDisk() throws IOException {
        Path recorded = directory.resolve("recorded.jfr");
        Path file = Files.write(directory.resolve("file"), content(1));
        try (Recording recording = new Recording()) {
            recording.enable("jdk.FileForce").withThreshold(Duration.ZERO);
            recording.start();
            Disk.flushed(directory, List.of(file, directory));
            recording.stop();
            recording.dump(recorded);
        }
        assertEquals(
                List.of(file.toString(), directory.toString()),
                RecordingFile.readAllEvents(recorded).stream()
                        .map(event -> event.getString("path"))
                        .filter(path -> path.startsWith(directory.toString()))
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, Disk.MANY - 1, Disk.MANY, 100})
    void theDiskOfTheMachineTellsWhatItCannotKeep(int count) throws IOException {
        Path there = Files.createDirectory(directory.resolve("there"));
        List<Path> files = IntStream.range(0, count)
                .mapToObj(each -> there.resolve("file" + each))
                .toList();
        Path nowhere = directory.resolve("nowhere");
        List<Path> lost =
                files.stream().map(each -> nowhere.resolve(each.getFileName())).toList();
        assertThrows(IOException.class, () -> Disk.flushed(nowhere, lost));
        for (Path each : files) {
            Files.write(each, content(1));
        }
        Disk.flushed(there, files);
        Disk.flushed(directory, List.of(there));
    }
}
