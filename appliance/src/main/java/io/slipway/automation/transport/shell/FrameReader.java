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

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 14];
    private int from;
    private int to;

    FrameReader(InputStream in) {
        this.in = in;
    }

    /**
     * Copies everything before the first of some marks as soon as it arrives, and steps behind the mark.
     *
     * @return which mark it was, or {@link #ENDED} when the stream ended first; then everything was copied
     */
    int copyUntil(OutputStream sink, byte[]... marks) throws IOException {
        boolean[] starts = new boolean[256];
        for (byte[] mark : marks) {
            starts[mark[0] & 0xff] = true;
        }
        while (true) {
            int i = from;
            for (; i < to; i++) {
                if (!starts[buffer[i] & 0xff]) {
                    continue;
                }
                int which = begins(marks, i);
                if (which >= 0 && marks[which].length <= to - i) {
                    sink.write(buffer, from, i - from);
                    from = i + marks[which].length;
                    return which;
                }
                if (which >= 0) {
                    break;
                }
            }
            sink.write(buffer, from, i - from);
            from = i;
            if (!fill()) {
                sink.write(buffer, from, to - from);
                from = to;
                return ENDED;
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

    /** Which mark begins at a place, as far as the buffer shows it; -1 if none. */
    private int begins(byte[][] marks, int at) {
        for (int which = 0; which < marks.length; which++) {
            byte[] mark = marks[which];
            int seen = Math.min(mark.length, to - at);
            if (buffer[at] == mark[0] && Arrays.mismatch(mark, 0, seen, buffer, at, at + seen) < 0) {
                return which;
            }
        }
        return -1;
    }

    private boolean fill() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        int read = in.read(buffer, to, buffer.length - to);
        if (read > 0) {
            to += read;
        }
        return read > 0;
    }
}
