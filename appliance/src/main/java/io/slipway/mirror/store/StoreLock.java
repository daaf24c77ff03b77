package io.slipway.mirror.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The right to do something alone, held by the operating system for the life of a process: one that was killed holds it no longer.
 * Beside the lock file stands {@code NAME.owner}, which says who has it. That note stays when its writer is killed: it then tells
 * what was left undone.
 */
final class StoreLock implements AutoCloseable {

    private final FileChannel channel;
    private final Path owner;

    private StoreLock(FileChannel channel, Path owner) {
        this.channel = channel;
        this.owner = owner;
    }

    /**
     * Who has a lock, or had it when it was killed.
     *
     * @param work what it does, as the user called it
     */
    record Holder(long pid, Instant since, String work) {

        @Override
        public String toString() {
            return "'" + work + "' (process " + pid + ", since " + since.truncatedTo(ChronoUnit.SECONDS) + ")";
        }
    }

    /**
     * Takes the lock if nobody has it.
     *
     * <p>The system frees a process's lock as soon as that process closes any channel to the file: never let a process try while
     * it has the lock.
     */
    static Optional<StoreLock> take(Path file, String work, Instant now) throws IOException {
        Optional<StoreLock> taken = take(file);
        if (taken.isPresent()) {
            boolean noted = false;
            try {
                taken.get().note(work, now);
                noted = true;
            } finally {
                if (!noted) {
                    taken.get().close();
                }
            }
        }
        return taken;
    }

    /** Takes the lock also where there is no room for a note of who has it: to collect garbage, for example. */
    static Optional<StoreLock> takeOnAFullDisk(Path file, String work, Instant now) throws IOException {
        Optional<StoreLock> taken = take(file);
        if (taken.isPresent()) {
            try {
                taken.get().note(work, now);
            } catch (IOException noRoomForTheNote) {
                return taken;
            }
        }
        return taken;
    }

    private static Optional<StoreLock> take(Path file) throws IOException {
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            taken = tryLock(channel) != null;
            return taken ? Optional.of(new StoreLock(channel, ownerOf(file))) : Optional.empty();
        } finally {
            if (!taken) {
                channel.close();
            }
        }
    }

    private void note(String work, Instant now) throws IOException {
        Files.writeString(owner, ProcessHandle.current().pid() + " " + now + " " + work.replace('\n', ' ') + "\n");
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Who has the lock, or was killed while it had it; nothing when the last one gave it back. */
    static Optional<Holder> holder(Path file) throws IOException {
        String[] words;
        try {
            words = Files.readString(ownerOf(file), StandardCharsets.UTF_8)
                    .strip()
                    .split(" ", 3);
        } catch (NoSuchFileException free) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Holder(Long.parseLong(words[0]), Instant.parse(words[1]), words[2]));
        } catch (IllegalArgumentException | DateTimeException | ArrayIndexOutOfBoundsException beingWritten) {
            return Optional.of(new Holder(0, Instant.EPOCH, "somebody"));
        }
    }

    private static Path ownerOf(Path file) {
        return file.resolveSibling(file.getFileName() + ".owner");
    }

    @Override
    public void close() throws IOException {
        try {
            Files.deleteIfExists(owner);
        } finally {
            channel.close();
        }
    }
}
