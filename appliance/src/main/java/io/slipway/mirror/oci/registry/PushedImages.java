package io.slipway.mirror.oci.registry;

import io.slipway.mirror.oci.ImageName;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.Reference;
import io.slipway.mirror.oci.transfer.ImageSource;
import io.slipway.mirror.store.Generation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

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

    /**
     * An image that was pushed, to copy from. What was pushed as {@code team/app} has no host; read as Docker reads names, that is an image of
     * {@code docker.io}.
     */
    public static Optional<ImageSource> source(RegistryStore registry, Reference image) {
        return names(image.name())
                .map(registry::repository)
                .flatMap(repository -> image
                        .digest()
                        .flatMap(repository::pushed)
                        .or(() -> image.digest().isPresent()
                                ? Optional.empty()
                                : repository.pushed(image.tag().orElse("latest")))
                        .map(root -> new FromRepository(registry.store(), repository, root))
                        .stream())
                .<ImageSource>map(found -> found)
                .findFirst();
    }

    private static Stream<RepositoryName> names(ImageName image) {
        String repository = image.repository();
        Stream<String> hostless = image.host().equals("docker.io")
                ? Stream.of(repository, repository.replaceFirst("^library/", ""))
                : Stream.empty();
        return Stream.concat(
                RepositoryName.of(image).stream(), hostless.flatMap(text -> RepositoryName.parse(text).stream()));
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
