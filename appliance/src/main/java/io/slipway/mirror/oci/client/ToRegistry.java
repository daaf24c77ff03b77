package io.slipway.mirror.oci.client;

import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.ImageName;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.transfer.BlobBytes;
import io.slipway.mirror.oci.transfer.Companion;
import io.slipway.mirror.oci.transfer.ImageTarget;
import java.util.Optional;

/** A place for an image in a registry. */
public final class ToRegistry implements ImageTarget {

    private static final int AT_ONCE = 6;

    private final PushTo push;
    private final Optional<String> tag;
    private final Optional<ImageName> neighbour;

    /**
     * @param tag empty for an image that is to be known by its digest alone
     * @param neighbour a repository of the same registry that has the blobs already, probably
     */
    public ToRegistry(PushTo push, Optional<String> tag, Optional<ImageName> neighbour) {
        this.push = push;
        this.tag = tag;
        this.neighbour = neighbour;
    }

    @Override
    public int atOnce() {
        return AT_ONCE;
    }

    @Override
    public boolean has(Descriptor blob) {
        return push.repository().hasBlob(blob.digest());
    }

    @Override
    public void blob(Descriptor blob, BlobBytes content) {
        push.blob(blob, content, neighbour);
    }

    @Override
    public void manifest(Manifest manifest) {
        push.manifest(manifest.self().digest().toString(), manifest);
    }

    @Override
    public void companion(Companion companion) {
        push.manifest(
                companion.tag().orElse(companion.manifest().self().digest().toString()), companion.manifest());
    }

    @Override
    public void root(Manifest manifest) {
        push.manifest(tag.orElse(manifest.self().digest().toString()), manifest);
    }

    @Override
    public void close() {
        // the connections belong to the client
    }
}
