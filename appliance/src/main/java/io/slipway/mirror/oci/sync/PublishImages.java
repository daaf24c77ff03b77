package io.slipway.mirror.oci.sync;

import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.ImageName;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.pod.ImagePaths;
import io.slipway.mirror.oci.pod.OtherDigests;
import io.slipway.mirror.store.Generation;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lays images out in a generation. */
final class PublishImages {

    private final OtherDigests others;
    private final SortedMap<String, Generation.Entry> served = new TreeMap<>();

    PublishImages(OtherDigests others) {
        this.others = others;
    }

    void add(CollectImage.Collected image) {
        ImageName name = image.image().name();
        for (Manifest manifest : image.manifests().values()) {
            put(ImagePaths.manifest(name, manifest.self().digest()), manifest.self());
        }
        for (Descriptor blob : image.blobs().values()) {
            put(ImagePaths.blob(name, blob.digest()), blob);
        }
        image.image().tag().ifPresent(tag -> tag(image, tag, image.image().digest()));
        image.companionTags().forEach((tag, digest) -> tag(image, tag, digest));
    }

    private void tag(CollectImage.Collected image, String tag, OciDigest digest) {
        Manifest manifest = image.manifests().get(digest);
        if (manifest != null) {
            ImageName name = image.image().name();
            Generation.Entry entry = put(ImagePaths.tag(name, tag), manifest.self());
            served.put(ImagePaths.manifest(name, ImagePaths.digest(entry)), entry);
        }
    }

    private Generation.Entry put(String path, Descriptor descriptor) {
        Generation.Entry entry = others.find(descriptor).orElseThrow();
        served.put(path, entry);
        return entry;
    }

    SortedMap<String, Generation.Entry> served() {
        return served;
    }
}
