package io.slipway.mirror.oci.registry;

import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.store.Generation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
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
                    found.add(new Tagged(name, tag, root.digest(), contents(repository, root)));
                });
            }
        }
        return found;
    }

    /** Clients may push an index of an index of an index …, as deep as they like. */
    private static List<Generation.Entry> contents(Repository repository, StoredManifest root) {
        Set<Generation.Entry> contents = new LinkedHashSet<>();
        Deque<StoredManifest> toRead = new ArrayDeque<>(List.of(root));
        while (!toRead.isEmpty()) {
            StoredManifest stored = toRead.pop();
            if (!contents.add(stored.entry())) {
                continue;
            }
            Manifest manifest =
                    Manifest.read("the manifest", stored.mediaType(), stored.digest(), repository.content(stored));
            manifest.manifests().stream()
                    .map(child -> repository.manifest(child.digest()))
                    .flatMap(Optional::stream)
                    .forEach(toRead::push);
            manifest.blobs().stream()
                    .map(blob -> repository.seen(blob.digest()))
                    .flatMap(Optional::stream)
                    .forEach(contents::add);
        }
        return List.copyOf(contents);
    }
}
