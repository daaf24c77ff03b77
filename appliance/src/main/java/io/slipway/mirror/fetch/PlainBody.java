package io.slipway.mirror.fetch;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The body of an answer. One that breaks off is an error; when all of it was read, its connection is free for the next request. */
final class PlainBody extends Body {

    private static final int MOST_TRAILERS = 100;

    private final PlainConnection connection;
    private final PlainHead head;
    private final End end;
    private final boolean chunked;
    private final boolean untilClosed;
    private long left;
    private long came;
    private boolean begun;
    private boolean over;

    /** What happens afterwards. */
    @FunctionalInterface
    interface End {
        /** @param canGoOn whether the connection can serve another request */
        void reached(boolean canGoOn);
    }

    PlainBody(PlainConnection connection, PlainHead head, String method, End end) throws IOException {
        this.connection = connection;
        this.head = head;
        this.end = end;
        long length = head.bodyLength(method);
        this.chunked = length == PlainHead.CHUNKED;
        this.untilClosed = length == PlainHead.UNTIL_CLOSED;
        this.left = untilClosed ? Long.MAX_VALUE : Math.max(0, length);
        if (length == 0) {
            finish(true);
        }
    }

    @Override
    int read(ByteBuffer into) throws IOException {
        if (!into.hasRemaining()) {
            return 0;
        }
        if (over || (chunked && left == 0 && !nextChunk())) {
            return -1;
        }
        int count = connection.read(into, left);
        if (count < 0) {
            if (untilClosed) {
                finish(false);
                return -1;
            }
            throw new EOFException("the answer broke off after " + came + " bytes");
        }
        came += count;
        left -= count;
        if (left == 0 && !chunked) {
            finish(true);
        }
        return count;
    }

    /** RFC 9112 section 7.1. */
    private boolean nextChunk() throws IOException {
        if (begun && !connection.line().isEmpty()) {
            throw new IOException("a piece of the answer is longer than it said");
        }
        begun = true;
        String size = connection.line().split(";", 2)[0].strip();
        if (!size.matches("[0-9A-Fa-f]{1,15}")) {
            throw new IOException("the length of a piece of the answer is not a number");
        }
        left = Long.parseLong(size, 16);
        if (left > 0) {
            return true;
        }
        for (int trailers = 0; !connection.line().isEmpty(); trailers++) {
            if (trailers > MOST_TRAILERS) {
                throw new IOException("there is no end to what follows the answer");
            }
        }
        finish(true);
        return false;
    }

    private void finish(boolean readToItsEnd) {
        if (!over) {
            over = true;
            end.reached(readToItsEnd && head.staysOpen() && connection.ahead() == 0);
        }
    }

    /** What is left of it and has come already is passed over, so that the connection can be used again. */
    @Override
    public void close() {
        if (!over && !chunked && left <= connection.ahead()) {
            connection.skipAhead((int) left);
            left = 0;
        }
        finish(!chunked && left == 0);
    }
}
