package io.slipway.mirror.oci.registry;

import io.slipway.mirror.oci.OciDigest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Removes holds of blobs that no manifest of their repository names, while others push and pull. Whoever was told that a blob is there
 * has renewed its date; whoever pushes a manifest looks for its blobs under the same lock under which they are removed here.
 */
final class PruneBlobs {

    /** Wherever it stands in a manifest, of whatever kind: better one too many. */
    private static final Pattern DIGEST = Pattern.compile("sha(?:256|512):[0-9a-f]{64,128}");

    private final RegistryStore registry;
    private final Instant before;

    PruneBlobs(RegistryStore registry, Instant before) {
        this.registry = registry;
        this.before = before;
    }

    int run() {
        int removed = 0;
        for (RepositoryName name : registry.pushed()) {
            try {
                removed += prune(name);
            } catch (IOException e) {
                throw RegistryException.io("'" + name + "' cannot be tidied", e);
            }
        }
        return removed;
    }

    private int prune(RepositoryName name) throws IOException {
        Path holds = registry.store().holds().resolve(name.directory());
        List<Path> old = new ArrayList<>();
        for (String blob : Durable.names(holds.resolve("blobs"))) {
            Path hold = holds.resolve("blobs").resolve(blob);
            if (isOld(hold)) {
                old.add(hold);
            }
        }
        if (old.isEmpty()) {
            return 0;
        }
        Set<String> read = new HashSet<>();
        Set<String> named = new HashSet<>();
        readManifests(name, holds, read, named);
        return registry.alone(name, () -> {
            if (!readManifests(name, holds, read, named)) {
                return 0;
            }
            int removed = 0;
            for (Path hold : old) {
                if (!named.contains(String.valueOf(hold.getFileName())) && isOld(hold) && Durable.delete(hold)) {
                    removed++;
                }
            }
            return removed;
        });
    }

    private boolean isOld(Path hold) throws IOException {
        try {
            return Files.getLastModifiedTime(hold).toInstant().isBefore(before);
        } catch (NoSuchFileException goneMeanwhile) {
            return false;
        }
    }

    /** Those that were not read yet; false if one cannot be, so that it is not known what is needed. */
    private boolean readManifests(RepositoryName name, Path holds, Set<String> read, Set<String> named)
            throws IOException {
        for (String digest : Durable.names(holds.resolve("manifests"))) {
            Optional<StoredManifest> manifest = OciDigest.parse(digest).flatMap(registry.repository(name)::manifest);
            if (manifest.isEmpty()) {
                return false;
            }
            if (read.add(digest)) {
                byte[] content = registry.repository(name).content(manifest.get());
                Matcher digests = DIGEST.matcher(new String(content, StandardCharsets.ISO_8859_1));
                while (digests.find()) {
                    named.add(digests.group());
                }
            }
        }
        return true;
    }
}
