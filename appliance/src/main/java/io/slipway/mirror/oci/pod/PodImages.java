package io.slipway.mirror.oci.pod;

import io.slipway.common.IoReason;
import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.ImageName;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.Reference;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What images there are in the store, in the generations that count. */
public final class PodImages {

    private static final int LONGEST_MANIFEST = 16 << 20;

    private final ContentStore store;

    public PodImages(ContentStore store) {
        this.store = store;
    }

    /**
     * An image that has a tag.
     *
     * @param mirror the name of what brought it
     * @param contents manifests and blobs that are there of it
     */
    public record Held(ImagePaths.Tagged name, String mirror, OciDigest digest, List<Generation.Entry> contents) {

        public Held {
            contents = List.copyOf(contents);
        }
    }

    /** All of them, by name. */
    public List<Held> list() {
        List<Held> found = new ArrayList<>();
        for (Generation generation : generations()) {
            generation
                    .served()
                    .forEach((path, entry) ->
                            ImagePaths.tagged(path).ifPresent(name -> found.add(held(generation, name, entry))));
        }
        return found.stream()
                .sorted(Comparator.comparing(
                        each -> each.name().name() + ":" + each.name().tag()))
                .toList();
    }

    private Held held(Generation generation, ImagePaths.Tagged name, Generation.Entry root) {
        Set<Generation.Entry> contents = new LinkedHashSet<>();
        collect(generation, name.name(), new Descriptor("", ImagePaths.digest(root), root.size()), contents);
        return new Held(name, generation.name(), ImagePaths.digest(root), List.copyOf(contents));
    }

    private void collect(Generation generation, ImageName name, Descriptor descriptor, Set<Generation.Entry> contents) {
        Optional<Manifest> manifest = manifest(generation, name, descriptor);
        if (manifest.isEmpty() || !contents.add(ImagePaths.entry(descriptor))) {
            return;
        }
        manifest.get().manifests().forEach(child -> collect(generation, name, child, contents));
        manifest.get().blobs().stream()
                .filter(blob -> generation.served().containsKey(ImagePaths.blob(name, blob.digest())))
                .forEach(blob -> contents.add(ImagePaths.entry(blob)));
    }

    /** A manifest that is there under this name. */
    Optional<Manifest> manifest(Generation generation, ImageName name, Descriptor descriptor) {
        return generation.served().containsKey(ImagePaths.manifest(name, descriptor.digest()))
                ? Optional.of(read(descriptor.mediaType(), descriptor.digest()))
                : Optional.empty();
    }

    private Manifest read(String mediaType, OciDigest digest) {
        Path file = store.blob(ImagePaths.entry(new Descriptor("", digest, 0)).digest());
        try {
            if (Files.size(file) > LONGEST_MANIFEST) {
                throw damaged(file, "it is too large for a manifest", null);
            }
            byte[] content = Files.readAllBytes(file);
            if (!OciDigest.sha256(content).equals(digest)) {
                throw damaged(file, "it is not what its digest says", null);
            }
            return Manifest.read(file.toString(), mediaType, digest, content);
        } catch (NoSuchFileException e) {
            throw damaged(file, "it is gone", e);
        } catch (IOException e) {
            throw damaged(file, IoReason.of(e), e);
        }
    }

    private static PodException damaged(Path file, String why, @Nullable Throwable cause) {
        return new PodException(
                Problem.of("a manifest in the store cannot be read")
                        .at(Position.in(file.toString()))
                        .because(why)
                        .hint("'slipway store verify' says what else is damaged"),
                cause);
    }

    /** An image, to copy from. */
    public FromPod source(Reference reference) {
        for (Generation generation : generations()) {
            Optional<OciDigest> digest = reference
                    .digest()
                    .filter(id -> generation.served().containsKey(ImagePaths.manifest(reference.name(), id)))
                    .or(() -> tagged(generation, reference));
            if (digest.isPresent()) {
                return new FromPod(store, this, generation, reference.name(), digest.get());
            }
        }
        List<String> known = list().stream()
                .map(each -> each.name().name() + ":" + each.name().tag())
                .toList();
        throw new PodException(
                Problem.of("the store has no image '" + reference + "'")
                        .hint((NearMiss.hint(reference.toString(), known)
                                        + " 'slipway image list' lists those that it has")
                                .strip()),
                null);
    }

    private static Optional<OciDigest> tagged(Generation generation, Reference reference) {
        return reference.digest().isPresent()
                ? Optional.empty()
                : Optional.ofNullable(generation
                                .served()
                                .get(ImagePaths.tag(
                                        reference.name(), reference.tag().orElse("latest"))))
                        .map(ImagePaths::digest);
    }

    private List<Generation> generations() {
        return store.names().stream()
                .flatMap(name -> store.current(name).stream())
                .filter(ImagePaths::holdsImages)
                .toList();
    }
}
