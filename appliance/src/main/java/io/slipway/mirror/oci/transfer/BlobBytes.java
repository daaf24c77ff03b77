package io.slipway.mirror.oci.transfer;

import java.io.IOException;
import java.io.InputStream;

/** The content of a blob, which can be read more than once. */
@FunctionalInterface
public interface BlobBytes {

    /** @param offset where to begin */
    InputStream from(long offset) throws IOException;
}
