package io.slipway.netboot.tftp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** What is sent to one client: read once, from its first byte to its last. */
public interface Content extends AutoCloseable {

    /** Its size in bytes is not known before it was read. */
    long UNKNOWN = -1;

    long size();

    /** Fills the buffer; room is left in it only at the end. */
    void read(ByteBuffer into) throws IOException;

    @Override
    void close() throws IOException;

    static Content of(Path file) throws IOException {
        return FileContent.open(file);
    }

    static Content of(byte[] bytes) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        return new Content() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public void read(ByteBuffer into) {
                int some = Math.min(into.remaining(), rest.remaining());
                into.put(rest.slice().limit(some));
                rest.position(rest.position() + some);
            }

            @Override
            public void close() {}
        };
    }
}
