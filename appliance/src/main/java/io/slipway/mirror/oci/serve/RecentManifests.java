package io.slipway.mirror.oci.serve;

import static io.slipway.mirror.oci.serve.Answers.header;
import static io.slipway.mirror.oci.serve.Answers.with;

import io.slipway.mirror.oci.registry.RegistryStore;
import io.slipway.mirror.oci.registry.RepositoryName;
import io.slipway.mirror.oci.registry.StoredManifest;
import io.slipway.server.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What clients asked for lately, ready to be sent: a hundred nodes that start ask for the same few tags again and again. Each time
 * it is seen whether the file that says so is still the same one, so that a push counts at once, also one of another process.
 */
final class RecentManifests {

    /** What was not asked for while as many others were is forgotten. */
    private static final int HALF = 10_000;

    private final RegistryStore registry;
    private volatile Map<Key, Ready> recent = new ConcurrentHashMap<>();
    private volatile Map<Key, Ready> older = Map.of();

    RecentManifests(RegistryStore registry) {
        this.registry = registry;
    }

    private record Key(RepositoryName name, String reference) {}

    private record Ready(List<Path> witnesses, List<Object> seen, Response answer) {}

    private record Seen(@Nullable Object file, FileTime modified) {}

    /** Which files these are now. */
    private static List<Object> seen(List<Path> files) {
        return files.stream().map(RecentManifests::seen).toList();
    }

    private static Object seen(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Seen(now.fileKey(), now.lastModifiedTime());
        } catch (IOException absent) {
            return "absent";
        }
    }

    Optional<Response> find(RepositoryName name, String reference) {
        Key key = new Key(name, reference);
        Ready ready = recent.get(key);
        if (ready == null) {
            ready = older.get(key);
            if (ready != null) {
                put(key, ready);
            }
        }
        return ready != null && seen(ready.witnesses()).equals(ready.seen())
                ? Optional.of(ready.answer())
                : Optional.empty();
    }

    /**
     * Looks a manifest up, twice: what changed in between is not kept.
     *
     * @param said the file that says which manifest is meant; none where a digest does
     */
    Optional<Response> look(
            RepositoryName name, String reference, Optional<Path> said, Supplier<Optional<StoredManifest>> lookup) {
        Optional<StoredManifest> found = lookup.get();
        if (found.isEmpty()) {
            return Optional.empty();
        }
        List<Path> witnesses = new ArrayList<>(List.of(found.get().witness()));
        said.ifPresent(witnesses::add);
        List<Object> seen = seen(witnesses);
        Response answer = answer(found.get());
        if (lookup.get().equals(found)) {
            put(new Key(name, reference), new Ready(witnesses, seen, answer));
        }
        return Optional.of(answer);
    }

    private Response answer(StoredManifest manifest) {
        return with(
                new Response.File(
                        registry.store().blob(manifest.entry().digest()),
                        manifest.mediaType(),
                        manifest.digest().toString(),
                        Instant.EPOCH),
                header("Docker-Content-Digest", manifest.digest().toString()));
    }

    private void put(Key key, Ready ready) {
        if (recent.put(key, ready) == null && recent.size() > HALF) {
            older = recent;
            recent = new ConcurrentHashMap<>();
        }
    }
}
