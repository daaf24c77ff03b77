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
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
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

    private record Ready(Path witness, Object seen, Response answer) {}

    private record Seen(@Nullable Object file, FileTime modified) {}

    /** Which file this is now. */
    static Optional<Object> seen(Path file) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return Optional.of(new Seen(now.fileKey(), now.lastModifiedTime()));
        } catch (IOException absent) {
            return Optional.empty();
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
        return ready != null && seen(ready.witness()).filter(ready.seen()::equals).isPresent()
                ? Optional.of(ready.answer())
                : Optional.empty();
    }

    /** @param seen which file the witness was before the manifest was looked up */
    Response keep(RepositoryName name, String reference, Path witness, Optional<Object> seen, StoredManifest manifest) {
        Response answer = with(
                new Response.File(
                        registry.store().blob(manifest.entry().digest()),
                        manifest.mediaType(),
                        manifest.digest().toString(),
                        Instant.EPOCH),
                header("Docker-Content-Digest", manifest.digest().toString()));
        seen.ifPresent(file -> put(new Key(name, reference), new Ready(witness, file, answer)));
        return answer;
    }

    private void put(Key key, Ready ready) {
        if (recent.put(key, ready) == null && recent.size() > HALF) {
            older = recent;
            recent = new ConcurrentHashMap<>();
        }
    }
}
