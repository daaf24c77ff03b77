package io.slipway.mirror.store;

import io.slipway.common.Digest;
import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/**
 * Everything that is mirrored, by content. Reading needs no lock and no start-up work, whatever the size:
 *
 * <pre>
 * blobs/sha256/ab/HEX         a file, under its own digest
 * generations/NAME/ID         which content stands under which path, immutable
 * generations/NAME/current    the id of the one that counts: the only thing that ever changes
 * staging/HEX.part            what is not complete yet; the next sync goes on with it
 * lock, lock.owner            held by the one that writes
 * </pre>
 */
public final class ContentStore {

    static final String CURRENT = "current";

    private final Path directory;
    private final AtomicBoolean writing = new AtomicBoolean();

    private ContentStore(Path directory) {
        this.directory = directory;
    }

    /** The store in this directory, which need not exist yet. */
    public static ContentStore in(Path directory) {
        return new ContentStore(directory.toAbsolutePath());
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
        Path pointer = generations().resolve(name).resolve(CURRENT);
        try {
            return Optional.of(
                    Files.readString(pointer, StandardCharsets.US_ASCII).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreException.io("the store cannot be read: '" + pointer + "'", pointer, e);
        }
    }

    public Optional<Generation> current(String name) {
        return currentId(name).map(id -> generation(name, id));
    }

    /** The ids of all generations of this name, oldest first. */
    public List<String> generations(String name) {
        return list(generations().resolve(name)).stream()
                .filter(id -> !id.equals(CURRENT) && !id.startsWith("."))
                .toList();
    }

    public Generation generation(String name, String id) {
        Path file = generations().resolve(name).resolve(id);
        try {
            byte[] content = Files.readAllBytes(file);
            Generation generation = GenerationText.read(file.toString(), content);
            if (!GenerationText.id(generation, content).equals(id)) {
                throw new StoreException(
                        Problem.of("the generation '" + file + "' is damaged")
                                .because("its content does not match its name"),
                        null);
            }
            return generation;
        } catch (IOException e) {
            throw StoreException.io("the generation '" + file + "' cannot be read", file, e);
        }
    }

    /** The right to write, for one process at a time. */
    public StoreWriter lock() {
        return StoreWriter.lock(this, writing);
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

    Path staging() {
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
