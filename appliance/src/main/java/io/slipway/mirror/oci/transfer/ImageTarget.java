package io.slipway.mirror.oci.transfer;

import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;

/** A place that an image can be brought to. What it names comes before a manifest, and the root comes last. */
public interface ImageTarget extends AutoCloseable {

    /** How many blobs it takes at the same time. */
    int atOnce();

    boolean has(Descriptor blob);

    /** @param content not verified yet */
    void blob(Descriptor blob, BlobBytes content);

    void manifest(Manifest manifest);

    void companion(Companion companion);

    /** The image is complete with this. */
    void root(Manifest manifest);

    @Override
    void close();

    /** Whether it knows a single image only, for one platform, instead of an index. */
    default boolean single() {
        return false;
    }
}
