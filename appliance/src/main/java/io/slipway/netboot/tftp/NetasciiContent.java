package io.slipway.netboot.tftp;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Text with the line ends of a network terminal (RFC 764): a line feed becomes CR LF, a carriage return CR NUL. */
final class NetasciiContent implements Content {

    private static final int NOTHING = -1;

    private final Content text;
    private final ByteBuffer ahead = ByteBuffer.allocate(4096).flip();
    private int second = NOTHING;

    NetasciiContent(Content text) {
        this.text = text;
    }

    @Override
    public long size() {
        return UNKNOWN;
    }

    @Override
    public void read(ByteBuffer into) throws IOException {
        while (into.hasRemaining()) {
            if (second != NOTHING) {
                into.put((byte) second);
                second = NOTHING;
            } else if (!more()) {
                return;
            } else {
                byte next = ahead.get();
                boolean pair = next == '\n' || next == '\r';
                into.put(pair ? (byte) '\r' : next);
                second = next == '\n' ? '\n' : next == '\r' ? 0 : NOTHING;
            }
        }
    }

    private boolean more() throws IOException {
        if (!ahead.hasRemaining()) {
            text.read(ahead.clear());
            ahead.flip();
        }
        return ahead.hasRemaining();
    }

    @Override
    public void close() throws IOException {
        text.close();
    }
}
