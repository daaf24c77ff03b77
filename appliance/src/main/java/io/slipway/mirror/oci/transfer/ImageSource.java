package io.slipway.mirror.oci.transfer;

import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.OciDigest;
import java.util.List;
import java.util.Optional;

/** A place that has an image. */
public interface ImageSource extends AutoCloseable {

    /** The manifest or index that the image is known by. */
    Manifest root();

    /** One that an index names; nothing if it is not here, as where somebody took some platforms only. */
    Optional<Manifest> manifest(Descriptor descriptor);

    BlobBytes blob(Descriptor blob);

    /** What belongs to a manifest without being part of it. */
    List<Companion> companions(OciDigest subject);

    @Override
    void close();
}
