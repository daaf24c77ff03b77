package io.slipway.mirror.oci.pod;

import io.slipway.common.Problem;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.ImageName;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.transfer.BlobBytes;
import io.slipway.mirror.oci.transfer.Companion;
import io.slipway.mirror.oci.transfer.ImageSource;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** An image in the pod's store. */
public final class FromPod implements ImageSource {

    private final ContentStore store;
    private final PodImages images;
    private final Generation generation;
    private final ImageName name;
    private final OciDigest root;

    FromPod(ContentStore store, PodImages images, Generation generation, ImageName name, OciDigest root) {
        this.store = store;
        this.images = images;
        this.generation = generation;
        this.name = name;
        this.root = root;
    }

    @Override
    public Manifest root() {
        return manifest(new Descriptor("", root, 0)).orElseThrow();
    }

    @Override
    public Optional<Manifest> manifest(Descriptor descriptor) {
        return images.manifest(generation, name, descriptor);
    }

    @Override
    public BlobBytes blob(Descriptor blob) {
        Generation.Entry entry = generation.served().get(ImagePaths.blob(name, blob.digest()));
        if (entry == null) {
            throw new PodException(
                    Problem.of("the store does not have all of '" + name + "'")
                            .because("the blob " + blob.digest() + " is not there"),
                    null);
        }
        return offset -> {
            InputStream in = Files.newInputStream(store.blob(entry.digest()));
            in.skipNBytes(offset);
            return in;
        };
    }

    @Override
    public List<Companion> companions(OciDigest subject) {
        List<Companion> found = new ArrayList<>();
        List<OciDigest> tagged = new ArrayList<>();
        for (String tag : Companion.tagsOf(subject)) {
            Optional.ofNullable(generation.served().get(ImagePaths.tag(name, tag)))
                    .map(ImagePaths::digest)
                    .flatMap(digest -> manifest(new Descriptor("", digest, 0)))
                    .ifPresent(manifest -> {
                        tagged.add(manifest.self().digest());
                        found.add(new Companion(manifest, Optional.of(tag)));
                    });
        }
        String prefix = name + "/manifests/";
        generation.served().tailMap(prefix).keySet().stream()
                .takeWhile(path -> path.startsWith(prefix))
                .flatMap(path -> OciDigest.parse(path.substring(prefix.length())).stream())
                .filter(digest -> !digest.equals(subject) && !tagged.contains(digest))
                .flatMap(digest -> manifest(new Descriptor("", digest, 0)).stream())
                .filter(manifest -> manifest.subject()
                        .filter(about -> about.digest().equals(subject))
                        .isPresent())
                .forEach(manifest -> found.add(new Companion(manifest, Optional.empty())));
        return found;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
