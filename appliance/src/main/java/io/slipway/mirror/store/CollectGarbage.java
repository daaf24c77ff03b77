package io.slipway.mirror.store;

import io.slipway.common.Digest;
import io.slipway.common.DurableFile;
import io.slipway.common.Problem;
import io.slipway.common.Progress;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Removes old generations and then what nothing needs any more, while others serve and sync from the same store.
 *
 * <p>A blob stays if a generation names it or a file under {@code holds/} holds it; if it is newer than the grace; or if it came, or was counted on, since a sync began that
 * runs now or was killed: that one's work is not published yet. Can be killed at any time.
 */
public final class CollectGarbage {

    /** Files are dated by the system's coarse clock, which is up to a tick behind the one that we read. */
    private static final Duration TICK = Duration.ofSeconds(2);

    private static final Duration UNFINISHED = Duration.ofDays(7);

    private final ContentStore store;
    private final Rules rules;
    private final boolean remove;
    private final Progress progress;
    private final Shelves shelves;
    private final Instant started;
    private Instant olderThan = Instant.EPOCH;
    private int generations;
    private long blobs;
    private long bytes;
    private KeptSize.Amount stays = KeptSize.Amount.NONE;

    /**
     * What stays.
     *
     * @param generations how many of each name at least
     * @param grace how old a blob must be before it can go
     */
    public record Rules(int generations, Duration grace) {

        public static final Rules STANDARD = new Rules(3, Duration.ofDays(1));

        public Rules {
            if (generations < 1 || grace.isNegative()) {
                throw new IllegalArgumentException("at least one generation stays, and time goes forward");
            }
        }
    }

    /**
     * What went.
     *
     * @param bytes the size of the blobs
     * @param stays what is left
     */
    public record Report(int generations, long blobs, long bytes, KeptSize.Amount stays) {}

    private CollectGarbage(ContentStore store, Rules rules, boolean remove, Progress progress) {
        this.store = store;
        this.rules = rules;
        this.remove = remove;
        this.progress = progress;
        this.shelves = new Shelves(store);
        this.started = store.clock().instant();
    }

    /** @throws StoreException if somebody else is collecting, or a generation is damaged: then it is not known what is needed */
    public static Report collect(ContentStore store, Rules rules, Progress progress) {
        return new CollectGarbage(store, rules, true, progress).run();
    }

    /** What {@link #collect} would find to remove. */
    public static Report plan(ContentStore store, Rules rules, Progress progress) {
        return new CollectGarbage(store, rules, false, progress).run();
    }

    private Report run() {
        if (!Files.isDirectory(store.blobs())) {
            return new Report(0, 0, 0, KeptSize.Amount.NONE);
        }
        if (!store.collecting().compareAndSet(false, true)) {
            throw alreadyRunning();
        }
        try {
            StoreLock lock = StoreLock.takeOnAFullDisk(store.collectorLock(), "slipway store gc", started)
                    .orElseThrow(this::alreadyRunning);
            try {
                collect();
            } finally {
                lock.close();
            }
            return new Report(generations, blobs, bytes, stays);
        } catch (IOException e) {
            throw StoreException.io("the garbage of '" + store.directory() + "' cannot be collected", store.blobs(), e);
        } finally {
            store.collecting().set(false);
        }
    }

    private StoreException alreadyRunning() {
        String holder;
        try {
            holder = StoreLock.holder(store.collectorLock())
                    .map(StoreLock.Holder::toString)
                    .orElse("another process");
        } catch (IOException unknown) {
            holder = "another process";
        }
        return new StoreException(
                Problem.of("the garbage of '" + store.directory() + "' is being collected by " + holder), null);
    }

    private void collect() throws IOException {
        KeptSize.Amount before = store.size();
        // First who writes, then what is needed: who begins to write after this, finds its blobs newer than we look
        // for.
        Optional<StoreLock.Holder> writer = StoreLock.holder(store.writerLock());
        olderThan = earlier(
                        started.minus(rules.grace()),
                        writer.map(StoreLock.Holder::since).orElse(started))
                .minus(TICK);
        Set<Digest> needed = needed();
        if (remove) {
            Files.createDirectories(store.aside());
            goOn(needed);
        }
        List<Path> shelvesOfBlobs = list(store.blobs());
        try (Progress.Step step = progress.begin("collect garbage", shelvesOfBlobs.size(), Progress.Unit.ITEMS)) {
            for (Path shelf : shelvesOfBlobs) {
                sweep(shelf, needed);
                step.advance(1);
            }
        }
        if (remove) {
            if (writer.isEmpty()) {
                removeUnfinished();
                store.keptSize().correct(before, stays);
            } else {
                store.keptSize().add(-blobs, -bytes);
            }
        }
    }

    /** What a collection that was killed had moved aside. */
    private void goOn(Set<Digest> needed) throws IOException {
        for (Path left : list(store.aside())) {
            Digest digest = new Digest(String.valueOf(left.getFileName()));
            long size = shelves.decide(digest, needed.contains(digest) ? Instant.MIN : olderThan);
            if (size >= 0) {
                blobs++;
                bytes += size;
            }
        }
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private Set<Digest> needed() {
        Set<Digest> needed = new HashSet<>();
        for (String name : store.names()) {
            List<String> going = remove
                    ? store.flips().prune(name, rules.generations())
                    : store.flips().superfluous(name, rules.generations());
            generations += going.size();
            for (String id : store.generations(name)) {
                if (!going.contains(id)) {
                    Generation generation = store.generation(name, id);
                    generation.served().values().forEach(entry -> needed.add(entry.digest()));
                    generation.kept().values().forEach(entry -> needed.add(entry.digest()));
                }
            }
        }
        Intake.holds(store, (file, hold) -> needed.add(hold.entry().digest()));
        return needed;
    }

    private void sweep(Path shelf, Set<Digest> needed) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(shelf)) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (Digest.isHex(name)) {
                    judge(new Digest(name), needed);
                }
            }
        } catch (NoSuchFileException nothingThere) {
            return;
        }
    }

    private void judge(Digest digest, Set<Digest> needed) throws IOException {
        long size;
        boolean old;
        try {
            BasicFileAttributes blob = Files.readAttributes(store.blob(digest), BasicFileAttributes.class);
            size = blob.size();
            old = blob.lastModifiedTime().toInstant().isBefore(olderThan);
        } catch (NoSuchFileException gone) {
            return;
        }
        if (!needed.contains(digest) && old && (!remove || shelves.remove(digest, olderThan) >= 0)) {
            blobs++;
            bytes += size;
        } else {
            stays = stays.plus(1, size);
        }
    }

    /** Downloads that nobody went on with for a long time. */
    private void removeUnfinished() throws IOException {
        for (Path part : store.unfinished()) {
            if (Files.getLastModifiedTime(part).toInstant().isBefore(started.minus(UNFINISHED))) {
                Files.deleteIfExists(part);
            }
        }
        if (Files.isDirectory(store.staging())) {
            DurableFile.syncDirectory(store.staging());
        }
    }

    private static List<Path> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }
}
