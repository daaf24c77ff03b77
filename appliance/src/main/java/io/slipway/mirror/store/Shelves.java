package io.slipway.mirror.store;

import io.slipway.common.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/**
 * How a writer and a collection of garbage, each in its own process, agree on a blob without a lock between them.
 *
 * <p>A writer that counts on a blob renews its time of modification and then sees whether it is still there. A collection first
 * moves a blob aside and only then looks at its time: whoever renewed it before, gets it back; whoever comes after, finds it gone,
 * and either takes it back or writes it again. All steps are single operations of the file system, so that a process may be killed between any two.
 */
final class Shelves {

    private final ContentStore store;

    Shelves(ContentStore store) {
        this.store = store;
    }

    /** Makes sure that the blob stays, if it is there in full length. */
    boolean claim(Generation.Entry entry) throws IOException {
        Path blob = store.blob(entry.digest());
        if (!blob.toFile().exists() && !aside(entry.digest()).toFile().exists()) {
            return false;
        }
        do {
            try {
                Files.setLastModifiedTime(blob, FileTime.from(store.clock().instant()));
                return Files.size(blob) == entry.size();
            } catch (NoSuchFileException absent) {
                // perhaps it was moved aside a moment ago
            }
        } while (takeBack(entry.digest()));
        return false;
    }

    private boolean takeBack(Digest digest) throws IOException {
        try {
            Files.move(aside(digest), store.blob(digest), StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException gone) {
            return false;
        }
    }

    /**
     * Removes a blob that nothing refers to, unless it is newer than this.
     *
     * @return its size, or -1 if it stays
     */
    long remove(Digest digest, Instant olderThan) throws IOException {
        try {
            if (isNew(store.blob(digest), olderThan)) {
                return -1;
            }
            Files.move(store.blob(digest), aside(digest), StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException gone) {
            return -1;
        }
        return decide(digest, olderThan);
    }

    /** Goes on with a blob that was moved aside, also by a collection that was killed. */
    long decide(Digest digest, Instant olderThan) throws IOException {
        Path aside = aside(digest);
        try {
            if (isNew(aside, olderThan)) {
                Files.move(aside, store.blob(digest), StandardCopyOption.ATOMIC_MOVE);
                return -1;
            }
            long size = Files.size(aside);
            Files.delete(aside);
            return size;
        } catch (NoSuchFileException takenBack) {
            return -1;
        }
    }

    private static boolean isNew(Path file, Instant olderThan) throws IOException {
        return !Files.getLastModifiedTime(file).toInstant().isBefore(olderThan);
    }

    private Path aside(Digest digest) {
        return store.aside().resolve(digest.hex());
    }
}
