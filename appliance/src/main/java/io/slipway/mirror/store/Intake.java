package io.slipway.mirror.store;

import io.slipway.common.Digest;
import io.slipway.common.DurableFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Takes contents in one by one, beside whoever has the right to write and whoever collects garbage. For each, the {@link Hold} comes
 * first and the content is claimed after it: a collection that does not see the hold yet then finds the content newer than it looks for.
 */
public final class Intake {

    private final ContentStore store;
    private final Shelves shelves;
    private final LongAdder newFiles = new LongAdder();
    private final LongAdder newBytes = new LongAdder();

    Intake(ContentStore store) {
        this.store = store;
        this.shelves = new Shelves(store);
    }

    /** Makes sure that a content stays that is held since before this call; false if it is not there in full length. */
    public boolean claim(Generation.Entry entry) throws IOException {
        return shelves.claim(entry);
    }

    /**
     * Puts a complete file in its place, for good. It stays where it was, too, until its owner has seen that the content is held.
     *
     * @param file of the same disk, with its content on the disk already; that content was seen to be this one
     */
    public void adopt(Path file, Generation.Entry entry) throws IOException {
        Path place = store.blob(entry.digest());
        Path shelf = store.blobs().resolve(entry.digest().hex().substring(0, 2));
        if (!Files.isDirectory(shelf)) {
            Files.createDirectories(shelf);
            Files.createDirectories(store.aside());
            DurableFile.syncDirectory(store.blobs());
        }
        Files.setLastModifiedTime(file, FileTime.from(store.clock().instant()));
        while (!claim(entry)) {
            Files.deleteIfExists(place);
            try {
                Files.createLink(place, file);
                DurableFile.syncDirectory(shelf);
                newFiles.increment();
                newBytes.add(entry.size());
                return;
            } catch (FileAlreadyExistsException cameMeanwhile) {
                // it is as good as this one, if it has the same length
            }
        }
    }

    /**
     * Puts a small content in its place. Somebody should refer to it soon, and then put it once more: a collection may have begun
     * in between.
     */
    public Generation.Entry put(byte[] content) throws IOException {
        Generation.Entry entry = new Generation.Entry(Digest.of(content), content.length);
        if (!claim(entry)) {
            Files.createDirectories(store.staging());
            Path file = store.staging().resolve("." + entry.digest().hex());
            DurableFile.write(file, content);
            adopt(file, entry);
            Files.deleteIfExists(file);
        }
        return entry;
    }

    /** Adds what came to the count that {@link ContentStore#size} tells. */
    public void count() {
        store.keptSize().add(newFiles.sumThenReset(), newBytes.sumThenReset());
    }

    /** Every hold there is, with its file. */
    static void holds(ContentStore store, BiConsumer<Path, Hold> each) {
        try {
            walk(store.holds(), each);
        } catch (IOException e) {
            throw StoreException.io("the store cannot be read: '" + store.holds() + "'", store.holds(), e);
        }
    }

    private static void walk(Path directory, BiConsumer<Path, Hold> each) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (Files.isDirectory(file)) {
                    walk(file, each);
                } else if (!String.valueOf(file.getFileName()).startsWith(".")) {
                    read(file, each);
                }
            }
        } catch (NoSuchFileException nothingThere) {
            return;
        }
    }

    private static void read(Path file, BiConsumer<Path, Hold> each) throws IOException {
        byte[] content;
        try {
            content = Files.readAllBytes(file);
        } catch (NoSuchFileException goneMeanwhile) {
            return;
        }
        each.accept(file, Hold.parse(file, content));
    }
}
