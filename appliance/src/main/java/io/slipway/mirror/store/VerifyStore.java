package io.slipway.mirror.store;

import io.slipway.common.Digest;
import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.Progress;
import io.slipway.common.crypto.openssl.BulkDigest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads everything in a store again and says what is wrong with it. */
public final class VerifyStore {

    private final ContentStore store;
    private final Progress progress;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Digest> damaged = new ArrayList<>();
    private long blobs;
    private long bytes;
    private int generations;
    private int unfinished;
    private long unfinishedBytes;

    private VerifyStore(ContentStore store, Progress progress) {
        this.store = store;
        this.progress = progress;
    }

    /**
     * What was found.
     *
     * @param bytes the size of all blobs together
     * @param unfinished how many downloads broke off or are going on, with so many bytes; no problem, but they take room
     * @param damaged the blobs whose content is not what their name says
     */
    public record Report(
            long blobs,
            long bytes,
            int generations,
            int unfinished,
            long unfinishedBytes,
            List<Digest> damaged,
            List<Problem> problems) {
        public Report {
            damaged = List.copyOf(damaged);
            problems = List.copyOf(problems);
        }

        public boolean sound() {
            return problems.isEmpty();
        }
    }

    public static Report verify(ContentStore store, Progress progress) {
        return new VerifyStore(store, progress).run();
    }

    private Report run() {
        List<Path> files = blobFiles();
        try (Progress.Step step = progress.begin("verify the store", files.size(), Progress.Unit.ITEMS)) {
            for (Path file : files) {
                verifyBlob(file);
                step.advance(1);
            }
        }
        store.names().forEach(this::verifyName);
        verifyHolds();
        store.unfinished().forEach(this::count);
        return new Report(blobs, bytes, generations, unfinished, unfinishedBytes, damaged, problems);
    }

    private void count(Path part) {
        try {
            unfinishedBytes += Files.size(part);
            unfinished++;
        } catch (NoSuchFileException finishedMeanwhile) {
            return;
        } catch (IOException e) {
            throw StoreException.io("the store cannot be read: '" + part + "'", part, e);
        }
    }

    private List<Path> blobFiles() {
        if (!Files.isDirectory(store.blobs())) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(store.blobs())) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw StoreException.io("the store cannot be read: '" + store.blobs() + "'", store.blobs(), e);
        }
    }

    private void verifyBlob(Path file) {
        String name = String.valueOf(file.getFileName());
        if (!Digest.isHex(name) || !store.blob(new Digest(name)).equals(file)) {
            problems.add(Problem.of("this file does not belong in the store").at(Position.in(file.toString())));
            return;
        }
        Digest expected = new Digest(name);
        try {
            Digest actual = digest(file);
            bytes += Files.size(file);
            if (!actual.equals(expected)) {
                damaged.add(expected);
                problems.add(Problem.of("this file of the store is damaged")
                        .at(Position.in(file.toString()))
                        .because("its digest is " + actual)
                        .hint(
                                "run 'slipway store verify --discard', then sync again, or push again what was pushed; and look"
                                        + " after the disk"));
            }
            blobs++;
        } catch (NoSuchFileException collectedMeanwhile) {
            // if a generation names it, it is missing there
        } catch (IOException e) {
            problems.add(Problem.of("this file of the store cannot be read")
                    .at(Position.in(file.toString()))
                    .because(IoReason.of(e)));
        }
    }

    private static Digest digest(Path file) throws IOException {
        MessageDigest digest = BulkDigest.sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return Digest.finish(digest);
    }

    private void verifyHolds() {
        try {
            Intake.holds(store, this::verifyHold);
        } catch (StoreException e) {
            problems.addAll(e.problems());
        }
    }

    private void verifyHold(Path file, Hold hold) {
        if (!store.has(hold.entry()) && Files.exists(file)) {
            problems.add(Problem.of("a content that is held is missing")
                    .at(Position.in(file.toString()))
                    .because("the store does not hold " + hold.entry().digest() + " in full"));
        }
    }

    private void verifyName(String name) {
        try {
            Optional<String> current = store.currentId(name);
            List<String> ids = store.generations(name);
            if (current.isPresent() && !ids.contains(current.get())) {
                problems.add(Problem.of(
                        "'" + name + "' points to the generation " + current.get() + ", which does not exist"));
            }
            for (String id : ids) {
                verifyGeneration(name, id);
            }
        } catch (StoreException e) {
            problems.addAll(e.problems());
        }
    }

    private void verifyGeneration(String name, String id) {
        try {
            Generation generation = store.generation(name, id);
            generations++;
            Set<Digest> missing = new HashSet<>();
            Stream.concat(generation.served().entrySet().stream(), generation.kept().entrySet().stream())
                    .filter(entry -> !store.has(entry.getValue())
                            && missing.add(entry.getValue().digest()))
                    .forEach(entry -> problems.add(Problem.of("'" + entry.getKey() + "' of '" + name + "' is missing")
                            .because("generation " + id + " names "
                                    + entry.getValue().digest() + ", which the store does not hold in full")));
        } catch (ProblemException e) {
            if (store.generations(name).contains(id)) {
                problems.addAll(e.problems());
            }
        }
    }
}
