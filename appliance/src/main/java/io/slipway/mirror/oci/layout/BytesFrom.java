package io.slipway.mirror.oci.layout;

import java.io.ByteArrayInputStream;
import java.io.InputStream;

/** Bytes in memory as a blob. */
final class BytesFrom {

    private BytesFrom() {}

    static InputStream of(byte[] content, long offset) {
        int from = (int) Math.min(offset, content.length);
        return new ByteArrayInputStream(content, from, content.length - from);
    }
}
