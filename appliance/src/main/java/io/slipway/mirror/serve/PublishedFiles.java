package io.slipway.mirror.serve;

import io.slipway.common.Digest;
import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.mirror.oci.pod.ImagePaths;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.Pointer;
import io.slipway.mirror.store.PublishedPaths;
import io.slipway.mirror.store.StoreException;
import io.slipway.server.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds published files by path. At every request it looks whether the pointer is still the same file, so that a flip counts at
 * once; what it points to never changes and is kept in memory.
 *
 * <p>What the current generation does not have, the one that counted before it may still give: a client that read the old index
 * just before a flip can go on with it. Images are not given out here: who may have them is for the registry to say.
 */
final class PublishedFiles {

    private final ContentStore store;
    private final Map<String, Loaded> loaded = new ConcurrentHashMap<>();

    PublishedFiles(ContentStore store) {
        this.store = store;
    }

    /** Which file the pointer is. */
    private record Seen(@Nullable Object file, FileTime modified) {}

    /** @param generations by id, the one that counts first */
    private record Loaded(Seen seen, SequencedMap<String, PublishedPaths> generations, Map<String, Response> answers) {}

    /** Whether something was found under this name. */
    boolean knows(String name) {
        return loaded.containsKey(name);
    }

    /** Answers from memory; nothing where the disk must be read. */
    Optional<Response> findAtOnce(String name, String path) {
        Loaded known = loaded.get(name);
        if (known == null) {
            return Optional.empty();
        }
        Response answer = known.answers().get(path);
        return answer != null && isStill(known.seen(), name) ? Optional.of(answer) : Optional.empty();
    }

    private boolean isStill(Seen seen, String name) {
        try {
            return seen(name).filter(seen::equals).isPresent();
        } catch (StoreException toBeReportedByWhoReads) {
            return false;
        }
    }

    Optional<Response> find(String name, String path) {
        if (!Generation.isName(name)) {
            return Optional.empty();
        }
        Optional<Seen> seen = seen(name);
        if (seen.isEmpty()) {
            loaded.remove(name);
            return Optional.empty();
        }
        Loaded now = loaded.compute(
                name,
                (key, known) -> known != null && known.seen().equals(seen.get())
                        ? known
                        : load(key, seen.get(), known == null ? Map.of() : known.generations()));
        Response answer = now.answers().get(path);
        if (answer == null) {
            answer = answer(now.generations(), path);
            if (answer != null) {
                now.answers().put(path, answer);
            }
        }
        return Optional.ofNullable(answer);
    }

    private @Nullable Response answer(SequencedMap<String, PublishedPaths> generations, String path) {
        for (PublishedPaths generation : generations.values()) {
            Optional<PublishedPaths.Found> found = generation.find(path);
            if (found.isPresent()) {
                Digest digest = found.get().entry().digest();
                return new Response.File(
                        store.blob(digest),
                        MediaTypes.of(path),
                        digest.hex(),
                        found.get().since());
            }
        }
        return null;
    }

    private Optional<Seen> seen(String name) {
        try {
            BasicFileAttributes pointer = Files.readAttributes(store.pointerFile(name), BasicFileAttributes.class);
            return Optional.of(new Seen(pointer.fileKey(), pointer.lastModifiedTime()));
        } catch (NoSuchFileException nothingPublished) {
            return Optional.empty();
        } catch (IOException e) {
            throw new StoreException(
                    Problem.of("what '" + name + "' points to cannot be read").because(IoReason.withFile(e)), e);
        }
    }

    /** @param known what need not be read again */
    private Loaded load(String name, Seen seen, Map<String, PublishedPaths> known) {
        SequencedMap<String, PublishedPaths> generations = new LinkedHashMap<>();
        Optional<Pointer> pointer = store.pointer(name);
        Stream.concat(
                        pointer.map(Pointer::current).stream(),
                        pointer
                                .flatMap(Pointer::before)
                                .filter(id -> store.generations(name).contains(id))
                                .stream())
                .forEach(id -> {
                    PublishedPaths there = known.get(id);
                    generations.put(id, there == null ? store.published(name, id) : there);
                });
        generations.values().removeIf(generation -> generation.hasNote(ImagePaths.NOTE));
        return new Loaded(seen, generations, new ConcurrentHashMap<>());
    }
}
