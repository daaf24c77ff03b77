package io.slipway.cli;

import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.pod.PodImages;
import io.slipway.mirror.oci.registry.PushedImages;
import io.slipway.mirror.oci.registry.RegistryStore;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The images that a store has: what syncs and imports brought, and what was pushed. */
final class ListedImages {

    private final List<Listed> all;

    /** How many images have a content; one of several names counts once. */
    private final Map<Generation.Entry, Integer> uses = new HashMap<>();

    /**
     * An image by one of its names.
     *
     * @param mirror the name of what brought it; empty for what was pushed
     * @param contents manifests and blobs that are there of it
     */
    record Listed(String name, String tag, String mirror, OciDigest digest, List<Generation.Entry> contents) {

        String shown() {
            return name + ":" + tag;
        }

        /** In bytes. */
        long size() {
            return contents.stream().mapToLong(Generation.Entry::size).sum();
        }
    }

    ListedImages(ContentStore store) {
        Stream<Listed> mirrored = new PodImages(store)
                .list().stream()
                        .map(each -> new Listed(
                                each.name().name().toString(),
                                each.name().tag(),
                                each.mirror(),
                                each.digest(),
                                each.contents()));
        Stream<Listed> pushed =
                PushedImages.of(RegistryStore.in(store, InstantSource.system(), new SecureRandom())).stream()
                        .map(each -> new Listed(each.name().text(), each.tag(), "", each.digest(), each.contents()));
        all = Stream.concat(mirrored, pushed)
                .sorted(Comparator.comparing(Listed::shown))
                .toList();
        all.stream()
                .collect(Collectors.toMap(Listed::digest, Listed::contents, (one, same) -> one))
                .values()
                .forEach(contents -> contents.forEach(entry -> uses.merge(entry, 1, Integer::sum)));
    }

    /** Those whose name contains one of these; all for none. */
    List<Listed> named(Collection<String> parts) {
        return all.stream()
                .filter(each -> parts.isEmpty() || parts.stream().anyMatch(each.shown()::contains))
                .toList();
    }

    /** How much of it other images have as well, in bytes. */
    long shared(Listed image) {
        return image.contents().stream()
                .filter(entry -> uses.getOrDefault(entry, 0) > 1)
                .mapToLong(Generation.Entry::size)
                .sum();
    }
}
