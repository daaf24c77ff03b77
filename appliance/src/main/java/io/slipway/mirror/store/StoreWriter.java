package io.slipway.mirror.store;

import io.slipway.common.Digest;
import io.slipway.common.DurableFile;
import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Adds to a store, for as long as it holds the store's lock. Everything it says it did survives a power cut; everything else
 * leaves at most something in {@code staging}. Safe for use by many threads.
 */
public final class StoreWriter implements AutoCloseable {

    private final ContentStore store;
    private final FileChannel lockFile;
    private final AtomicBoolean writing;
    private final Set<Digest> inHand = new HashSet<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition putDown = lock.newCondition();

    private StoreWriter(ContentStore store, FileChannel lockFile, AtomicBoolean writing) {
        this.store = store;
        this.lockFile = lockFile;
        this.writing = writing;
    }

    static StoreWriter lock(ContentStore store, AtomicBoolean writing) {
        // The system frees a process's lock as soon as that process closes any channel to the file: never open it
        // twice.
        if (!writing.compareAndSet(false, true)) {
            throw inUse(store);
        }
        boolean locked = false;
        try {
            Files.createDirectories(store.staging());
            Files.createDirectories(store.blobs());
            Files.createDirectories(store.generations());
            FileChannel channel = FileChannel.open(
                    store.directory().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw inUse(store);
            }
            StoreWriter writer = new StoreWriter(store, channel, writing);
            Files.writeString(owner(store), ProcessHandle.current().pid() + "\n");
            writer.removeLeftovers();
            locked = true;
            return writer;
        } catch (IOException e) {
            throw StoreException.io(
                    "the store '" + store.directory() + "' cannot be locked for writing", store.directory(), e);
        } finally {
            if (!locked) {
                writing.set(false);
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static Path owner(ContentStore store) {
        return store.directory().resolve("lock.owner");
    }

    private static StoreException inUse(ContentStore store) {
        String holder;
        try {
            holder = "process "
                    + Files.readString(owner(store), StandardCharsets.US_ASCII).strip();
        } catch (IOException unknown) {
            holder = "another process";
        }
        return new StoreException(
                Problem.of("the store '" + store.directory() + "' is being written by " + holder)
                        .hint("wait until it has finished, or stop it; nothing is lost either way"),
                null);
    }

    /** Half-written small files of a crash. Partly downloaded ones stay: they are worth going on with. */
    private void removeLeftovers() throws IOException {
        try (Stream<Path> files = Files.walk(store.generations(), 2)) {
            for (Path file : files.filter(StoreWriter::isTemporary).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isTemporary(Path file) {
        String name = String.valueOf(file.getFileName());
        return name.startsWith(".") && name.endsWith(".tmp");
    }

    public ContentStore store() {
        return store;
    }

    /**
     * Opens what there is of this content, to go on with it. Waits while another thread has it in hand: afterwards, the store may
     * have it.
     */
    public StagedBlob stage(Generation.Entry expected) {
        takeInHand(expected.digest());
        boolean opened = false;
        try {
            StagedBlob staged = StagedBlob.open(store, expected, () -> putDown(expected.digest()));
            opened = true;
            return staged;
        } finally {
            if (!opened) {
                putDown(expected.digest());
            }
        }
    }

    private void takeInHand(Digest digest) {
        lock.lock();
        try {
            while (!inHand.add(digest)) {
                putDown.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void putDown(Digest digest) {
        lock.lock();
        try {
            inHand.remove(digest);
            putDown.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Stores a small content whole. */
    public Generation.Entry put(byte[] content) {
        Generation.Entry entry = new Generation.Entry(Digest.of(content), content.length);
        if (!store.has(entry)) {
            try (StagedBlob staged = stage(entry)) {
                staged.restart();
                staged.write(ByteBuffer.wrap(content));
                staged.commit();
            }
        }
        return entry;
    }

    /**
     * Makes a generation the one that counts, in one step. All its content must be in the store.
     *
     * @return its id
     */
    public String publish(Generation generation) {
        generation.served().forEach(this::require);
        generation.kept().forEach(this::require);
        byte[] text = GenerationText.write(generation);
        String id = GenerationText.id(generation, text);
        Path directory = store.generations().resolve(generation.name());
        try {
            if (!Files.isDirectory(directory)) {
                Files.createDirectories(directory);
                DurableFile.syncDirectory(store.generations());
            }
            DurableFile.write(directory.resolve(id), text);
            DurableFile.write(directory.resolve(ContentStore.CURRENT), (id + "\n").getBytes(StandardCharsets.US_ASCII));
            return id;
        } catch (IOException e) {
            throw StoreException.io("'" + generation.name() + "' cannot be published", directory, e);
        }
    }

    private void require(String path, Generation.Entry entry) {
        if (!store.has(entry)) {
            throw new StoreException(
                    Problem.of("'" + path + "' cannot be published")
                            .because("its content " + entry.digest() + " is not in the store"),
                    null);
        }
    }

    /** Removes a content that turned out to be damaged, so that the next sync fetches it again. */
    public void discard(Digest digest) {
        try {
            Files.deleteIfExists(store.blob(digest));
        } catch (IOException e) {
            throw StoreException.io(
                    "the damaged file '" + store.blob(digest) + "' cannot be removed", store.blob(digest), e);
        }
    }

    /** Removes what downloads left behind that nobody goes on with. Only when nothing is staged. */
    public void discardUnfinished() {
        for (Path file : store.unfinished()) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw StoreException.io("the unfinished download '" + file + "' cannot be removed", file, e);
            }
        }
    }

    @Override
    public void close() {
        try {
            lockFile.close();
        } catch (IOException e) {
            throw StoreException.io("the store's lock cannot be given back", store.directory(), e);
        } finally {
            writing.set(false);
        }
    }
}
