package io.slipway.mirror.store;

import io.slipway.common.Digest;
import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Everything that is mirrored, by content. Reading needs no lock and no start-up work, whatever the size:
 *
 * <pre>
 * blobs/sha256/ab/HEX         a file, under its own digest
 * generations/NAME/ID         which content stands under which path, immutable
 * generations/NAME/current    the id of the one that counts, and of the one that did before: the only thing that ever changes
 * generations/NAME/.synced    its date is when a sync last ended well; it may hold a {@link Sighting}
 * holds/…                     small files that each keep a content, beside the generations: see {@link Hold}
 * staging/HEX.part            what is not complete yet; the next sync goes on with it
 * staging/nameless-N.part     the same, of which nobody said what it is; it begins anew
 * aside/HEX                   what a collection of garbage is about to remove
 * size, size.lock             how much there is, counted as it comes and goes
 * lock, lock.owner            held by the one that writes
 * gc.lock, gc.lock.owner      held by the one that collects garbage
 * flip.lock                   held for the moment of a flip
 * </pre>
 *
 * <p>One process should have no more than one of these for a directory.
 */
public final class ContentStore {

    static final String CURRENT = "current";
    static final String SYNCED = ".synced";

    private final Path directory;
    private final InstantSource clock;
    private final Disk disk;
    private final AtomicBoolean writing = new AtomicBoolean();
    private final AtomicBoolean collecting = new AtomicBoolean();
    private final Flips flips;
    private final KeptSize size;

    private ContentStore(Path directory, InstantSource clock, Disk disk) {
        this.directory = directory;
        this.clock = clock;
        this.disk = disk;
        this.flips = new Flips(this);
        this.size = new KeptSize(directory);
    }

    /** The store in this directory, which need not exist yet. */
    public static ContentStore in(Path directory) {
        return in(directory, InstantSource.system());
    }

    /** @param clock must be the one by which the file system dates files, give or take a second */
    static ContentStore in(Path directory, InstantSource clock) {
        return in(directory, clock, Disk::flushed);
    }

    static ContentStore in(Path directory, InstantSource clock, Disk disk) {
        return new ContentStore(directory.toAbsolutePath(), clock, disk);
    }

    public Path directory() {
        return directory;
    }

    /** Where the content of this digest lies, or would lie. */
    public Path blob(Digest digest) {
        return blobs().resolve(digest.hex().substring(0, 2)).resolve(digest.hex());
    }

    /** Whether the content is there in full length. A blob is only ever moved in complete, so that its size says enough. */
    public boolean has(Generation.Entry entry) {
        try {
            return Files.size(blob(entry.digest())) == entry.size();
        } catch (IOException absent) {
            return false;
        }
    }

    /** The names that have been published, sorted. */
    public List<String> names() {
        return list(generations()).stream().filter(Generation::isName).toList();
    }

    /** The id of the generation that counts for this name. */
    public Optional<String> currentId(String name) {
        return pointer(name).map(Pointer::current);
    }

    /** The file whose change is a flip: another one comes in its place. */
    public Path pointerFile(String name) {
        return generations().resolve(name).resolve(CURRENT);
    }

    public Optional<Pointer> pointer(String name) {
        Path pointer = pointerFile(name);
        try {
            return Optional.of(Pointer.read(Files.readString(pointer, StandardCharsets.US_ASCII)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreException.io("the store cannot be read: '" + pointer + "'", pointer, e);
        }
    }

    public Optional<Generation> current(String name) {
        return currentId(name).map(id -> generation(name, id));
    }

    /**
     * What the generation that counts says of itself, without what it serves: if it was all seen to be there, and nothing in the store
     * has come or gone since. Takes as long for a million files as for one.
     *
     * @param now how things look
     */
    public Optional<Generation> untouched(String name, Sighting now) {
        Path mark = generations().resolve(name).resolve(SYNCED);
        try {
            return Files.readString(mark, StandardCharsets.US_ASCII).equals(now.text())
                    ? Optional.of(GenerationText.outline(
                            generationFile(name, currentId(name).orElseThrow())))
                    : Optional.empty();
        } catch (IOException | StoreException never) {
            return Optional.empty();
        }
    }

    /** The ids of all generations of this name, oldest first. */
    public List<String> generations(String name) {
        return list(generations().resolve(name)).stream()
                .filter(id -> !id.equals(CURRENT) && !id.startsWith("."))
                .toList();
    }

    /** When a sync of this name last ended well, also if it found nothing new. */
    public Optional<Instant> lastSynced(String name) {
        Path mark = generations().resolve(name).resolve(SYNCED);
        try {
            return Optional.of(Files.getLastModifiedTime(mark).toInstant());
        } catch (NoSuchFileException never) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreException.io("the store cannot be read: '" + mark + "'", mark, e);
        }
    }

    /** When the generation with this id was made: the id says it, the generation need not be read. */
    public Optional<Instant> createdOf(String id) {
        return GenerationText.created(id);
    }

    public Generation generation(String name, String id) {
        Path file = generationFile(name, id);
        byte[] text = read(file);
        Generation generation = GenerationText.read(file.toString(), text);
        if (!GenerationText.id(generation, text).equals(id)) {
            throw damaged(file);
        }
        return generation;
    }

    /** What a generation serves, at hand at once however much that is. */
    public PublishedPaths published(String name, String id) {
        Path file = generationFile(name, id);
        byte[] text = read(file);
        if (!GenerationText.proves(id, text)) {
            throw damaged(file);
        }
        return PublishedPaths.in(file.toString(), text);
    }

    private Path generationFile(String name, String id) {
        return generations().resolve(name).resolve(id);
    }

    private static byte[] read(Path generation) {
        try {
            return Files.readAllBytes(generation);
        } catch (IOException e) {
            throw StoreException.io("the generation '" + generation + "' cannot be read", generation, e);
        }
    }

    private static StoreException damaged(Path generation) {
        return new StoreException(
                Problem.of("the generation '" + generation + "' is damaged")
                        .because("its content does not match its name"),
                null);
    }

    /** The right to write, for one process at a time. */
    public StoreWriter lock() {
        return lock("slipway");
    }

    /** @param work what it is for, as the user called it, for whoever has to wait */
    public StoreWriter lock(String work) {
        return StoreWriter.lock(this, work, writing);
    }

    /**
     * Makes another generation count, at once, also while a sync runs.
     *
     * @param id the generation to go back to, or forward; without one, the one before the current one
     */
    public Pointer rollBack(String name, Optional<String> id) {
        return rollBack(name, id, UnaryOperator.identity());
    }

    /**
     * Like {@link #rollBack(String, Optional)}.
     *
     * @param anew makes of that generation what is to count in its place; the same if it may count as it is
     */
    public Pointer rollBack(String name, Optional<String> id, UnaryOperator<Generation> anew) {
        return flips.rollBack(name, id, anew);
    }

    /** Removes all generations of a name. What only they had goes with the next collection of garbage. */
    public void forget(String name) {
        flips.forget(name);
    }

    /** How much there is, without looking at it: what was counted as it came and went. */
    public KeptSize.Amount size() {
        return size.read();
    }

    Flips flips() {
        return flips;
    }

    KeptSize keptSize() {
        return size;
    }

    InstantSource clock() {
        return clock;
    }

    Disk disk() {
        return disk;
    }

    AtomicBoolean collecting() {
        return collecting;
    }

    Path writerLock() {
        return directory.resolve("lock");
    }

    Path collectorLock() {
        return directory.resolve("gc.lock");
    }

    Path aside() {
        return directory.resolve("aside");
    }

    Path blobs() {
        return directory.resolve("blobs/sha256");
    }

    Path generations() {
        return directory.resolve("generations");
    }

    /** What downloads that did not end have left behind, sorted. */
    List<Path> unfinished() {
        return list(staging()).stream()
                .filter(name -> name.endsWith(StagedBlob.SUFFIX))
                .map(staging()::resolve)
                .toList();
    }

    /** Where the files lie that each keep a content. */
    public Path holds() {
        return directory.resolve("holds");
    }

    /** The way in for single contents; a process should have no more than one. */
    public Intake intake() {
        return new Intake(this);
    }

    /** Where what is not complete yet lies; names that end with {@code .part} are taken for downloads to go on with. */
    public Path staging() {
        return directory.resolve("staging");
    }

    private static List<String> list(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw StoreException.io("the store cannot be read: '" + directory + "'", directory, e);
        }
    }
}
