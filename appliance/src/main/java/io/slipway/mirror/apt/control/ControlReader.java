package io.slipway.mirror.apt.control;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Reads a control file (deb822, Debian policy section 5.1) paragraph by paragraph, in memory for one paragraph.
 *
 * <p>Lines that start with {@code #} are comments. A paragraph larger than {@link #MAX_STANZA} is refused.
 */
public final class ControlReader {

    /** In bytes. The largest in Debian's indexes is about 50 kB. */
    static final int MAX_STANZA = 4 * 1024 * 1024;

    private final String source;
    private final InputStream in;
    private byte[] buffer = new byte[1 << 16];
    private byte[] stanza = new byte[4096];
    private int length;
    private int from;
    private int end;
    private int to;
    private int line;

    /** @param source what to call it in an error */
    public ControlReader(String source, InputStream in) {
        this.source = source;
        this.in = in;
    }

    /** Every paragraph of a small file. */
    public static List<Stanza> readAll(String source, InputStream in) throws IOException {
        ControlReader reader = new ControlReader(source, in);
        List<Stanza> all = new ArrayList<>();
        for (Optional<Stanza> next = reader.next(); next.isPresent(); next = reader.next()) {
            all.add(next.get());
        }
        return all;
    }

    /** Every paragraph of a text. */
    public static List<Stanza> readAll(String source, String text) {
        try {
            return readAll(source, new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /** The next paragraph; nothing at the end. */
    public Optional<Stanza> next() throws IOException {
        length = 0;
        int start = 0;
        while (nextLine()) {
            if (isBlank()) {
                if (start != 0) {
                    break;
                }
            } else if (buffer[from] != '#') {
                check(start == 0);
                start = start == 0 ? line : start;
                append();
            }
        }
        return start == 0 ? Optional.empty() : Optional.of(new Stanza(source, start, Arrays.copyOf(stanza, length)));
    }

    private void append() {
        int size = end - from;
        if (length + size + 1 > MAX_STANZA) {
            throw malformed("a paragraph is larger than " + MAX_STANZA + " bytes");
        }
        if (length + size + 1 > stanza.length) {
            stanza = Arrays.copyOf(stanza, Math.max(stanza.length * 2, length + size + 1));
        }
        System.arraycopy(buffer, from, stanza, length, size);
        length += size;
        stanza[length++] = '\n';
    }

    private boolean isBlank() {
        for (int i = from; i < end; i++) {
            if (buffer[i] != ' ' && buffer[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    private void check(boolean first) {
        if (buffer[from] == ' ' || buffer[from] == '\t') {
            if (first) {
                throw malformed("a paragraph starts with an indented line");
            }
            return;
        }
        for (int i = from; i < end; i++) {
            byte b = buffer[i];
            if (b == ':' && i > from) {
                return;
            }
            if (b <= ' ' || b == ':' || b == 0x7f || (b == '-' && i == from)) {
                break;
            }
        }
        throw malformed("this line is neither 'Name: value' nor the continuation of one");
    }

    /** Moves on to the next line, which then lies between {@code from} and {@code end}; false at the end of the file. */
    private boolean nextLine() throws IOException {
        line++;
        from = line == 1 ? 0 : Math.min(end + 1, to);
        end = from;
        while (true) {
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            if (end < to) {
                return true;
            }
            if (end - from > MAX_STANZA) {
                throw malformed("a line is longer than " + MAX_STANZA + " bytes");
            }
            if (!more()) {
                return end > from;
            }
        }
    }

    /** Reads more behind the line that was begun; false at the end of the file. */
    private boolean more() throws IOException {
        System.arraycopy(buffer, from, buffer, 0, to - from);
        end -= from;
        to -= from;
        from = 0;
        if (to == buffer.length) {
            buffer = Arrays.copyOf(buffer, buffer.length * 2);
        }
        int count = in.read(buffer, to, buffer.length - to);
        to += Math.max(count, 0);
        return count > 0;
    }

    private ControlException malformed(String why) {
        return new ControlException(Problem.of("this is not a control file")
                .at(new Position(source, line, 0))
                .because(why));
    }
}
