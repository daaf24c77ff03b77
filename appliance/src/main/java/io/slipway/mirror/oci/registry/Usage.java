package io.slipway.mirror.oci.registry;

import io.slipway.common.Problem;
import io.slipway.mirror.store.Hold;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How much repositories hold, where somebody wants to limit it. What was read once is read again only where a folder has changed,
 * and then only what is new there: a hold never changes its size.
 */
final class Usage {

    /** Files are dated by a coarse clock: a folder that has just changed may change again without another date. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private final RegistryStore registry;
    private final List<Quota> quotas;
    private final Map<Path, Folder> folders = new ConcurrentHashMap<>();

    Usage(RegistryStore registry, List<Quota> quotas) {
        this.registry = registry;
        this.quotas = List.copyOf(quotas);
    }

    private record Folder(FileTime changed, Map<String, Long> sizes, long sum) {

        static final Folder NONE = new Folder(FileTime.fromMillis(0), Map.of(), 0);
    }

    /**
     * Refuses what is too much. What comes to several repositories at the same moment may be a little more than that.
     *
     * @param more how much is about to come, in bytes
     */
    void require(RepositoryName name, long more) {
        for (Quota quota : quotas) {
            if (quota.which().fits(name) && more > quota.bytes() - used(quota.which())) {
                throw new RegistryException(
                        ErrorCode.DENIED,
                        Problem.of("there is no room left for this repository")
                                .because("all of '" + quota.which() + "' together may have " + quota.bytes()
                                        + " bytes"));
            }
        }
    }

    private long used(RepositoryPattern which) {
        long sum = 0;
        for (RepositoryName name : registry.pushed()) {
            if (which.fits(name)) {
                Path holds = registry.store().holds().resolve(name.directory());
                sum += sum(holds.resolve("blobs")) + sum(holds.resolve("manifests"));
            }
        }
        return sum;
    }

    private long sum(Path directory) {
        try {
            FileTime changed = Files.getLastModifiedTime(directory);
            Folder known = folders.getOrDefault(directory, Folder.NONE);
            if (!known.changed().equals(changed)) {
                boolean settled =
                        changed.toInstant().isBefore(registry.clock().instant().minus(SETTLED));
                known = read(directory, settled ? changed : FileTime.fromMillis(0), known);
                folders.put(directory, known);
            }
            return known.sum();
        } catch (NoSuchFileException nothingThere) {
            return 0;
        } catch (IOException e) {
            throw RegistryException.io("it cannot be seen how much there is", e);
        }
    }

    private static Folder read(Path directory, FileTime changed, Folder known) throws IOException {
        Map<String, Long> sizes = new HashMap<>();
        long sum = 0;
        for (String name : Durable.names(directory)) {
            Long size = known.sizes().get(name);
            if (size == null) {
                Path file = directory.resolve(name);
                size = Durable.read(file)
                        .map(content -> Hold.parse(file, content).entry().size())
                        .orElse(0L);
            }
            sizes.put(name, size);
            sum += size;
        }
        return new Folder(changed, sizes, sum);
    }
}
