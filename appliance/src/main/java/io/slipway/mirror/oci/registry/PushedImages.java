package io.slipway.mirror.oci.registry;

import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.store.Generation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What clients have pushed, by its tags. */
public final class PushedImages {

    private PushedImages() {}

    /** @param contents manifests and blobs that are there of it */
    public record Tagged(RepositoryName name, String tag, OciDigest digest, List<Generation.Entry> contents) {}

    public static List<Tagged> of(RegistryStore registry) {
        List<Tagged> found = new ArrayList<>();
        for (RepositoryName name : registry.pushed()) {
            Repository repository = registry.repository(name);
            for (String tag : repository.pushedTags()) {
                repository.tagged(tag).ifPresent(root -> {
                    Set<Generation.Entry> contents = new LinkedHashSet<>();
                    collect(repository, root, contents);
                    found.add(new Tagged(name, tag, root.digest(), List.copyOf(contents)));
                });
            }
        }
        return found;
    }

    private static void collect(Repository repository, StoredManifest stored, Set<Generation.Entry> contents) {
        if (!contents.add(stored.entry())) {
            return;
        }
        Manifest manifest =
                Manifest.read("the manifest", stored.mediaType(), stored.digest(), repository.content(stored));
        manifest.manifests().stream()
                .map(child -> repository.manifest(child.digest()))
                .flatMap(Optional::stream)
                .forEach(child -> collect(repository, child, contents));
        manifest.blobs().stream()
                .map(blob -> repository.seen(blob.digest()))
                .flatMap(Optional::stream)
                .forEach(contents::add);
    }
}
