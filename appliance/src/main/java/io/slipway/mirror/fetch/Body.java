package io.slipway.mirror.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** What an answer brings. It can be read into memory outside of Java's heap, from where it goes to the disk without being copied. */
abstract class Body extends InputStream {

    /**
     * Puts some bytes into the buffer, at least one unless it is full.
     *
     * @return how many; -1 at the end
     */
    abstract int read(ByteBuffer into) throws IOException;

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return read(ByteBuffer.wrap(buffer, offset, length));
    }

    /** One that comes by another way. */
    static Body of(InputStream in) {
        return new Body() {
            private byte[] piece = {};

            @Override
            int read(ByteBuffer into) throws IOException {
                if (into.hasArray()) {
                    int count = in.read(into.array(), into.arrayOffset() + into.position(), into.remaining());
                    into.position(into.position() + Math.max(0, count));
                    return count;
                }
                if (piece.length < into.remaining()) {
                    piece = new byte[into.remaining()];
                }
                int count = in.read(piece, 0, into.remaining());
                into.put(piece, 0, Math.max(0, count));
                return count;
            }

            @Override
            public void close() throws IOException {
                in.close();
            }
        };
    }
}
