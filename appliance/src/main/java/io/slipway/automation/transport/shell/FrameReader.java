package io.slipway.automation.transport.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Takes a stream apart at marks that are looked for byte by byte: no assumption is made about lines or text between them. */
final class FrameReader {

    static final int ENDED = -1;

    private static final int LINE_LIMIT = 256;

    /** A thousand hosts have two streams each; only one through which much comes gets more room. */
    private static final int SMALLEST = 1 << 14;

    private static final int LARGEST = 1 << 17;

    private final InputStream in;
    private byte[] buffer = new byte[SMALLEST];
    private boolean crowded;
    private int from;
    private int to;

    FrameReader(InputStream in) {
        this.in = in;
    }

    /** Copies everything, as soon as it arrives, until the stream ends. */
    void copy(OutputStream sink) throws IOException {
        do {
            sink.write(buffer, from, to - from);
            from = to;
        } while (fill());
    }

    /**
     * Copies everything before a mark as soon as it arrives, and steps behind the mark.
     *
     * @return false if the stream ended first; then everything was copied
     */
    boolean copyUntil(OutputStream sink, byte[] mark) throws IOException {
        int[] skips = skips(mark);
        while (true) {
            int i = find(mark, skips);
            sink.write(buffer, from, i - from);
            from = i;
            if (to - i >= mark.length) {
                from += mark.length;
                return true;
            }
            if (!fill()) {
                sink.write(buffer, from, to - from);
                from = to;
                return false;
            }
        }
    }

    /** The bytes up to the next line feed, which is swallowed; what there is when the stream ends or the line is absurdly long. */
    String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (line.size() < LINE_LIMIT && (from < to || fill())) {
            byte next = buffer[from++];
            if (next == '\n') {
                break;
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    /** The next byte, or {@link #ENDED}. */
    int next() throws IOException {
        return from < to || fill() ? buffer[from++] & 0xff : ENDED;
    }

    /** Whether nothing more has arrived so far. */
    boolean drained() throws IOException {
        return from == to && in.available() == 0;
    }

    /**
     * Where in the buffer the mark begins, as far as that shows it; its end if it does not. Gigabytes may have to be looked through, so only
     * every so many bytes are looked at: how far the mark can be from one says how far to go (R. N. Horspool, Practical fast searching in
     * strings, 1980).
     */
    private int find(byte[] mark, int[] skips) {
        int last = mark.length - 1;
        int i = from;
        while (i + last < to) {
            if (begins(mark, i)) {
                return i;
            }
            i += skips[buffer[i + last] & 0xff];
        }
        while (i < to && !begins(mark, i)) {
            i++;
        }
        return i;
    }

    private static int[] skips(byte[] mark) {
        int[] skips = new int[256];
        Arrays.fill(skips, mark.length);
        for (int i = 0; i < mark.length - 1; i++) {
            skips[mark[i] & 0xff] = mark.length - 1 - i;
        }
        return skips;
    }

    private boolean begins(byte[] mark, int at) {
        int seen = Math.min(mark.length, to - at);
        return buffer[at] == mark[0] && Arrays.mismatch(mark, 0, seen, buffer, at, at + seen) < 0;
    }

    private boolean fill() throws IOException {
        byte[] next = crowded && buffer.length < LARGEST ? new byte[2 * buffer.length] : buffer;
        System.arraycopy(buffer, from, next, 0, to - from);
        buffer = next;
        to -= from;
        from = 0;
        int room = buffer.length - to;
        int read = in.read(buffer, to, room);
        crowded = read == room;
        if (read > 0) {
            to += read;
        }
        return read > 0;
    }
}
