package io.slipway.mirror.oci.sync;

import io.slipway.common.Digest;
import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.client.FromRegistry;
import io.slipway.mirror.oci.client.RemoteRepository;
import io.slipway.mirror.oci.pod.ImagePaths;
import io.slipway.mirror.oci.transfer.Companion;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reads the manifests of an image, which go to the store at once, and finds out which blobs it needs. */
final class CollectImage {

    private static final int DEEPEST = 4;

    private final StoreWriter store;
    private final RemoteRepository repository;
    private final Pinned image;
    private final boolean signatures;
    private final Map<OciDigest, Manifest> manifests = new LinkedHashMap<>();
    private final Map<OciDigest, Descriptor> blobs = new LinkedHashMap<>();
    private final Map<String, OciDigest> companionTags = new LinkedHashMap<>();
    private int companions;

    /**
     * @param manifests all of the image and of what is about it, by digest
     * @param companionTags tags by which companions are found
     * @param companions how many there are
     */
    record Collected(
            Pinned image,
            Map<OciDigest, Manifest> manifests,
            Map<OciDigest, Descriptor> blobs,
            Map<String, OciDigest> companionTags,
            int companions) {

        /** Of all manifests and blobs. */
        List<Generation.Entry> contents() {
            return Stream.concat(manifests.values().stream().map(Manifest::self), blobs.values().stream())
                    .map(ImagePaths::entry)
                    .toList();
        }
    }

    private CollectImage(StoreWriter store, RemoteRepository repository, Pinned image, boolean signatures) {
        this.store = store;
        this.repository = repository;
        this.image = image;
        this.signatures = signatures;
    }

    static Collected collect(StoreWriter store, RemoteRepository repository, Pinned image, boolean signatures) {
        return new CollectImage(store, repository, image, signatures).run();
    }

    private Collected run() {
        walk(manifest(image.digest(), ""), 0);
        if (signatures) {
            for (OciDigest subject : List.copyOf(manifests.keySet())) {
                FromRegistry.companions(repository, subject).forEach(this::add);
            }
        }
        return new Collected(image, manifests, blobs, companionTags, companions);
    }

    private void add(Companion companion) {
        keep(companion.manifest());
        companion
                .tag()
                .ifPresent(tag ->
                        companionTags.put(tag, companion.manifest().self().digest()));
        companions++;
    }

    private void walk(Manifest manifest, int depth) {
        if (depth > DEEPEST) {
            throw new ImageSyncException(
                    Problem.of("'" + image.shown() + "' is an index of an index of an index …")
                            .because("no image needs more than " + DEEPEST + " of them"),
                    null);
        }
        keep(manifest);
        for (Descriptor child : image.platforms().of(manifest, image.shown())) {
            if (!manifests.containsKey(child.digest())) {
                walk(manifest(child.digest(), child.mediaType()), depth + 1);
            }
        }
    }

    private void keep(Manifest manifest) {
        requireSha256(manifest.self());
        if (manifests.putIfAbsent(manifest.self().digest(), manifest) == null) {
            store.put(manifest.content());
        }
        for (Descriptor blob : manifest.blobs()) {
            if (!blob.mayBeElsewhere()) {
                requireSha256(blob);
                blobs.put(blob.digest(), blob);
            }
        }
    }

    private void requireSha256(Descriptor descriptor) {
        if (!descriptor.digest().algorithm().equals("sha256")) {
            throw new ImageSyncException(
                    Problem.of("'" + image.shown() + "' cannot be mirrored")
                            .because("it names " + descriptor.digest() + ", and the store knows SHA-256 only"),
                    null);
        }
    }

    /** From the store if it is there: a digest says all that a registry could. */
    private Manifest manifest(OciDigest digest, String mediaType) {
        var file = store.store().blob(new Digest(digest.hex()));
        try {
            if (Files.exists(file) && Files.size(file) <= 16 << 20) {
                byte[] content = Files.readAllBytes(file);
                if (OciDigest.sha256(content).equals(digest)) {
                    return Manifest.read(file.toString(), mediaType, digest, content);
                }
            }
        } catch (IOException e) {
            throw new ImageSyncException(
                    Problem.of("a manifest cannot be read from the store")
                            .at(Position.in(file.toString()))
                            .because(IoReason.of(e)),
                    e);
        }
        return repository.manifest(digest.toString());
    }
}
