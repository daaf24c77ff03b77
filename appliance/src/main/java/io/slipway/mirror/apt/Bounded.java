package io.slipway.mirror.apt;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Stops at more bytes than there may be: what a few compressed bytes can become has no end. */
final class Bounded extends FilterInputStream {

    private final long limit;
    private long left;

    Bounded(InputStream in, long limit) {
        super(in);
        this.limit = limit;
        this.left = limit;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = in.read(buffer, offset, length);
        left -= Math.max(count, 0);
        if (left < 0) {
            throw new IOException(
                    "it becomes larger than the " + limit + " bytes that it may have when it is decompressed");
        }
        return count;
    }
}
