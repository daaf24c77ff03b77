package io.slipway.mirror.apt.control;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
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
    private final byte[] buffer = new byte[1 << 16];
    private final ByteArrayOutputStream lineBytes = new ByteArrayOutputStream(512);
    private final ByteArrayOutputStream stanza = new ByteArrayOutputStream(4096);
    private int from;
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

    /** The next paragraph; nothing at the end. */
    public Optional<Stanza> next() throws IOException {
        stanza.reset();
        int start = 0;
        while (readLine()) {
            byte[] text = lineBytes.toByteArray();
            if (isBlank(text)) {
                if (start != 0) {
                    break;
                }
            } else if (text[0] != '#') {
                check(text, start == 0);
                start = start == 0 ? line : start;
                append(text);
            }
        }
        return start == 0 ? Optional.empty() : Optional.of(new Stanza(source, start, stanza.toByteArray()));
    }

    private void append(byte[] text) {
        stanza.writeBytes(text);
        stanza.write('\n');
        if (stanza.size() > MAX_STANZA) {
            throw malformed("a paragraph is larger than " + MAX_STANZA + " bytes");
        }
    }

    private static boolean isBlank(byte[] text) {
        for (byte b : text) {
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    private void check(byte[] text, boolean first) {
        if (text[0] == ' ' || text[0] == '\t') {
            if (first) {
                throw malformed("a paragraph starts with an indented line");
            }
            return;
        }
        for (int i = 0; i < text.length; i++) {
            if (text[i] == ':' && i > 0) {
                return;
            }
            if (text[i] <= ' ' || text[i] == ':' || text[i] == 0x7f || (text[i] == '-' && i == 0)) {
                break;
            }
        }
        throw malformed("this line is neither 'Name: value' nor the continuation of one");
    }

    /** Reads a line without its end; false at the end of the file. */
    private boolean readLine() throws IOException {
        lineBytes.reset();
        line++;
        boolean any = false;
        while (fill()) {
            any = true;
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            lineBytes.write(buffer, from, end - from);
            if (lineBytes.size() > MAX_STANZA) {
                throw malformed("a line is longer than " + MAX_STANZA + " bytes");
            }
            from = Math.min(end + 1, to);
            if (end < to) {
                break;
            }
        }
        return any;
    }

    private boolean fill() throws IOException {
        if (from < to) {
            return true;
        }
        from = 0;
        to = Math.max(in.read(buffer), 0);
        return to > 0;
    }

    private ControlException malformed(String why) {
        return new ControlException(Problem.of("this is not a control file")
                .at(new Position(source, line, 0))
                .because(why));
    }
}
