package io.slipway.automation.transport.ssh;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What arrives from a peer. One that talks something other than SSH is cut short, because sshj looks at its greeting again from the start
 * for each byte. sshj reads the greeting byte by byte and everything after it in blocks.
 */
final class Greeting extends FilterInputStream {

    /** RFC 4253 section 4.2 lets a server send lines before its identification, without a limit; some banners are a page long. */
    private static final int LIMIT = 16 << 10;

    private final AtomicLong heard = new AtomicLong();
    private final ByteArrayOutputStream greeting = new ByteArrayOutputStream();

    Greeting(InputStream in) {
        super(new BufferedInputStream(in, 1 << 14));
    }

    /** What the peer said first, for messages: printable, and not much of it. */
    String text() {
        String text;
        synchronized (greeting) {
            text = greeting.toString(StandardCharsets.ISO_8859_1);
        }
        String printable = text.replaceAll("[^\\x20-\\x7e]+", " ").strip();
        return printable.length() <= 80 ? printable : printable.substring(0, 80) + "…";
    }

    /** Waits for the first byte, which stays to be read; false if there is none. */
    boolean begins() throws IOException {
        in.mark(1);
        boolean begins = in.read() >= 0;
        in.reset();
        return begins;
    }

    /** Whether the peer said nothing at all. */
    boolean silent() {
        synchronized (greeting) {
            return greeting.size() == 0;
        }
    }

    /** How many bytes were read after the greeting. */
    long heard() {
        return heard.get();
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        synchronized (greeting) {
            if (greeting.size() >= LIMIT) {
                throw new IOException("no SSH identification in the first " + LIMIT + " bytes");
            }
            if (next >= 0) {
                greeting.write(next);
            }
        }
        return next;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = in.read(bytes, offset, length);
        heard.addAndGet(Math.max(count, 0));
        return count;
    }
}
