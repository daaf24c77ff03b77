package io.slipway.mirror.oci.sync;

import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.client.FromRegistry;
import io.slipway.mirror.oci.client.RemoteRepository;
import io.slipway.mirror.oci.pod.OtherDigests;
import io.slipway.mirror.oci.transfer.Companion;
import io.slipway.mirror.store.StoreWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the manifests of an image, which go to the store at once, and finds out which blobs it needs. */
final class CollectImage {

    private static final int DEEPEST = 4;

    private final StoreWriter store;
    private final OtherDigests others;
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

        /** All manifests and blobs, as if they had nothing but their digests and sizes. */
        List<Descriptor> contents() {
            return Stream.concat(manifests.values().stream().map(Manifest::self), blobs.values().stream())
                    .map(each -> new Descriptor("", each.digest(), each.size()))
                    .toList();
        }
    }

    private CollectImage(
            StoreWriter store, OtherDigests others, RemoteRepository repository, Pinned image, boolean signatures) {
        this.store = store;
        this.others = others;
        this.repository = repository;
        this.image = image;
        this.signatures = signatures;
    }

    static Collected collect(
            StoreWriter store, OtherDigests others, RemoteRepository repository, Pinned image, boolean signatures) {
        return new CollectImage(store, others, repository, image, signatures).run();
    }

    private Collected run() {
        walk(manifest(image.digest(), ""), 0);
        if (signatures) {
            addCompanions(List.copyOf(manifests.keySet()), 0);
        }
        return new Collected(image, manifests, blobs, companionTags, companions);
    }

    /** Signatures of the images, then those of what was found with them: of an attestation or a list of contents. */
    private void addCompanions(List<OciDigest> subjects, int depth) {
        if (subjects.isEmpty() || depth > DEEPEST) {
            return;
        }
        Set<OciDigest> before = Set.copyOf(manifests.keySet());
        for (OciDigest subject : subjects) {
            FromRegistry.companions(repository, subject).forEach(this::add);
        }
        addCompanions(
                manifests.keySet().stream()
                        .filter(each -> !before.contains(each))
                        .toList(),
                depth + 1);
    }

    private void add(Companion companion) {
        if (manifests.containsKey(companion.manifest().self().digest())
                && companion.tag().isEmpty()) {
            return;
        }
        keep(companion.manifest());
        for (Descriptor child : companion.manifest().manifests()) {
            if (!manifests.containsKey(child.digest())) {
                walk(manifest(child.digest(), child.mediaType()), 1);
            }
        }
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
        if (manifests.putIfAbsent(manifest.self().digest(), manifest) == null) {
            others.put(manifest.self().digest(), manifest.content());
        }
        for (Descriptor blob : manifest.blobs()) {
            if (!blob.mayBeElsewhere()) {
                blobs.put(blob.digest(), blob);
            }
        }
    }

    /** From the store if it is there: a digest says all that a registry could. */
    private Manifest manifest(OciDigest digest, String mediaType) {
        return others.find(new Descriptor(mediaType, digest, 0))
                .flatMap(entry -> stored(store.store().blob(entry.digest()), digest, mediaType))
                .orElseGet(() -> repository.manifest(digest.toString()));
    }

    private static Optional<Manifest> stored(Path file, OciDigest digest, String mediaType) {
        try {
            if (Files.exists(file) && Files.size(file) <= 16 << 20) {
                byte[] content = Files.readAllBytes(file);
                if (digest.of(content).equals(digest)) {
                    return Optional.of(Manifest.read(file.toString(), mediaType, digest, content));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw new ImageSyncException(
                    Problem.of("a manifest cannot be read from the store")
                            .at(Position.in(file.toString()))
                            .because(IoReason.of(e)),
                    e);
        }
    }
}
