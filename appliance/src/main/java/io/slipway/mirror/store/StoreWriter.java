package io.slipway.mirror.store;

import io.slipway.common.Digest;
import io.slipway.common.Problem;
import io.slipway.common.crypto.openssl.BulkDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Adds to a store, for as long as it holds the store's lock. Everything it says it did survives a power cut; everything else
 * leaves at most something in {@code staging}. Safe for use by many threads.
 */
public final class StoreWriter implements AutoCloseable {

    /** So many bytes are worth the time that it takes to bind a faster digest. */
    private static final long BULK = 8L << 20;

    private final ContentStore store;
    private final StoreLock storeLock;
    private final AtomicBoolean writing;
    private final Shelves shelves;
    private final Room room;
    private final Set<Digest> claimed = ConcurrentHashMap.newKeySet();
    private final Set<Path> renamedIn = ConcurrentHashMap.newKeySet();
    private final ReentrantLock syncing = new ReentrantLock();
    private final LongAdder newFiles = new LongAdder();
    private final LongAdder newBytes = new LongAdder();
    private final InHand inHand = new InHand();
    private final Arrivals arrivals = new Arrivals(this);
    private final LongAdder toDigest = new LongAdder();

    private StoreWriter(ContentStore store, StoreLock storeLock, AtomicBoolean writing) {
        this.store = store;
        this.storeLock = storeLock;
        this.writing = writing;
        this.shelves = new Shelves(store);
        this.room = new Room(this::free);
    }

    static StoreWriter lock(ContentStore store, String work, AtomicBoolean writing) {
        if (!writing.compareAndSet(false, true)) {
            throw inUse(store);
        }
        boolean locked = false;
        try {
            Files.createDirectories(store.staging());
            Files.createDirectories(store.blobs());
            Files.createDirectories(store.generations());
            Files.createDirectories(store.aside());
            StoreLock storeLock = StoreLock.take(
                            store.writerLock(), work, store.clock().instant())
                    .orElseThrow(() -> inUse(store));
            StoreWriter writer = new StoreWriter(store, storeLock, writing);
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

    private static StoreException inUse(ContentStore store) {
        String holder;
        try {
            holder = StoreLock.holder(store.writerLock())
                    .map(StoreLock.Holder::toString)
                    .orElse("another process");
        } catch (IOException unknown) {
            holder = "another process";
        }
        return new StoreException(
                Problem.of("the store '" + store.directory() + "' is being written by " + holder)
                        .hint("wait until it has finished, or stop it; nothing is lost either way"),
                null);
    }

    private long free() {
        try {
            return Files.getFileStore(store.directory()).getUsableSpace();
        } catch (IOException e) {
            throw StoreException.io(
                    "the free space of '" + store.directory() + "' cannot be found out", store.directory(), e);
        }
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
        inHand.take(expected.digest());
        boolean opened = false;
        try {
            StagedBlob staged = StagedBlob.open(this, expected);
            opened = true;
            return staged;
        } finally {
            if (!opened) {
                putDown(expected.digest());
            }
        }
    }

    void putDown(Digest digest) {
        inHand.putDown(digest);
    }

    Room room() {
        return room;
    }

    /** What pays for this content, and for all that came before it. */
    MessageDigest digestFor(long bytes) {
        toDigest.add(bytes);
        return toDigest.sum() < BULK ? Digest.sha256() : BulkDigest.sha256();
    }

    long arrive(Generation.Entry entry) {
        return arrivals.add(entry);
    }

    void settle(long number) {
        arrivals.settle(number);
    }

    /**
     * Waits until all that was committed so far is in its place.
     *
     * @throws StoreException if the disk did not take something of it
     */
    public void settle() {
        arrivals.settle();
    }

    /** The directory for a content, made if need be. */
    Path shelfFor(Digest digest) throws IOException {
        Path shelf = store.blobs().resolve(digest.hex().substring(0, 2));
        if (!Files.isDirectory(shelf)) {
            Files.createDirectories(shelf);
            renamedIn.add(store.blobs());
        }
        return shelf;
    }

    /** A content has come. */
    void stored(Generation.Entry entry, boolean fresh, Path shelf) {
        claimed.add(entry.digest());
        renamedIn.add(shelf);
        room.done(entry.digest());
        if (fresh) {
            newFiles.increment();
            newBytes.add(entry.size());
        }
    }

    /**
     * Whether the store has this content in full length. If so, it keeps it for as long as this writer writes: ask here, not the
     * store, before counting on something that no generation refers to yet.
     */
    public boolean has(Generation.Entry entry) {
        return (claimed.contains(entry.digest()) && store.has(entry)) || claim(entry);
    }

    private boolean claim(Generation.Entry entry) {
        try {
            if (!shelves.claim(entry)) {
                return false;
            }
            claimed.add(entry.digest());
            return true;
        } catch (IOException e) {
            throw StoreException.io(
                    "'" + store.blob(entry.digest()) + "' cannot be kept", store.blob(entry.digest()), e);
        }
    }

    /**
     * Sets room on the disk aside for what is to come, beside what was set aside before.
     *
     * @param whose for the message
     * @param wanted what is to be in the store at the end; what it has already, in whole or in part, takes no room
     * @throws StoreException if the disk cannot take it
     */
    public void makeRoom(String whose, Collection<Generation.Entry> wanted) {
        makeRoom(whose, wanted, 0);
    }

    /**
     * Like {@link #makeRoom(String, Collection)}.
     *
     * @param nameless how many bytes more will come of contents that are not known by SHA-256 yet
     */
    public void makeRoom(String whose, Collection<Generation.Entry> wanted, long nameless) {
        Map<Digest, Long> missing = new HashMap<>();
        for (Generation.Entry entry : wanted) {
            if (!has(entry)) {
                missing.put(entry.digest(), Math.max(0, entry.size() - staged(entry.digest())));
            }
        }
        room.promise(whose, missing, nameless);
    }

    private long staged(Digest digest) {
        try {
            return Files.size(StagedBlob.fileFor(store, digest));
        } catch (IOException nothingThere) {
            return 0;
        }
    }

    /** Stores a small content whole. */
    public Generation.Entry put(byte[] content) {
        Generation.Entry entry = new Generation.Entry(Digest.of(content), content.length);
        if (!has(entry)) {
            try (StagedBlob staged = stage(entry)) {
                staged.restart();
                staged.write(ByteBuffer.wrap(content));
                staged.commit();
            }
        }
        return entry;
    }

    /**
     * Stores a content of which nobody said what it is.
     *
     * @throws IOException if it cannot be read to its end; nothing of it stays then
     */
    public Generation.Entry put(InputStream content) throws IOException {
        return new Nameless(this).put(content);
    }

    /**
     * Makes a generation the one that counts, in one step. All its content must be in the store.
     *
     * @return its id
     */
    public String publish(Generation generation) {
        generation.served().forEach(this::require);
        generation.kept().forEach(this::require);
        syncShelves();
        Generation dated = dated(generation);
        byte[] text = GenerationText.write(dated);
        String id = GenerationText.id(dated, text);
        store.flips().publish(generation.name(), id, text);
        confirm(generation.name());
        countNew();
        return id;
    }

    private Generation dated(Generation generation) {
        try {
            return store.current(generation.name()).map(generation::after).orElse(generation);
        } catch (StoreException damaged) {
            return generation;
        }
    }

    /** Makes what came stay where it is, each directory once: the disk takes longer for that than for a small file. */
    private void syncShelves() {
        syncing.lock();
        try {
            syncAll(Set.copyOf(renamedIn));
        } finally {
            syncing.unlock();
        }
    }

    private void syncAll(Set<Path> shelves) {
        renamedIn.removeAll(shelves);
        try {
            store.disk().flush(store.directory(), shelves);
        } catch (IOException e) {
            renamedIn.addAll(shelves);
            throw StoreException.io("'" + store.blobs() + "' cannot be written", store.blobs(), e);
        }
    }

    /** A sync of this name ended well. */
    public void confirm(String name) {
        confirm(name, Optional.empty());
    }

    /**
     * The same, and all that the generation that counts names was seen to be there.
     *
     * @param sighting from before that was looked at
     */
    public void confirm(String name, Optional<Sighting> sighting) {
        Path mark = store.generations().resolve(name).resolve(ContentStore.SYNCED);
        try {
            if (sighting.isPresent()) {
                Files.writeString(mark, sighting.get().text(), StandardCharsets.US_ASCII);
            } else if (!Files.exists(mark)) {
                Files.createFile(mark);
            }
            Files.setLastModifiedTime(mark, FileTime.from(store.clock().instant()));
        } catch (IOException e) {
            throw StoreException.io("'" + mark + "' cannot be written", mark, e);
        }
    }

    private void countNew() {
        store.keptSize().add(newFiles.sumThenReset(), newBytes.sumThenReset());
    }

    private void require(String path, Generation.Entry entry) {
        if (!has(entry)) {
            throw new StoreException(
                    Problem.of("'" + path + "' cannot be published")
                            .because("its content " + entry.digest() + " is not in the store"),
                    null);
        }
    }

    /** Removes a content that turned out to be damaged, so that the next sync fetches it again. */
    public void discard(Digest digest) {
        Path blob = store.blob(digest);
        claimed.remove(digest);
        try {
            long size = Files.exists(blob) ? Files.size(blob) : 0;
            if (Files.deleteIfExists(blob)) {
                store.keptSize().add(-1, -size);
            }
        } catch (IOException e) {
            throw StoreException.io("the damaged file '" + blob + "' cannot be removed", blob, e);
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
        try (storeLock) {
            arrivals.rest();
            syncShelves();
            countNew();
        } catch (IOException e) {
            throw StoreException.io("the store's lock cannot be given back", store.directory(), e);
        } finally {
            writing.set(false);
        }
    }
}
