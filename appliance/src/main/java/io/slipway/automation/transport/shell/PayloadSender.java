package io.slipway.automation.transport.shell;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.slipway.automation.transport.Payload;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.function.BooleanSupplier;

/** Sends a payload in the chunks that {@link ShellLoop} expects, through one small buffer whatever its size. */
final class PayloadSender {

    private static final int BLOCK = 1 << 16;
    /** So much goes in a single block, which {@code dd} keeps in memory. */
    private static final long AT_ONCE = 1 << 20;
    /** The node starts one {@code dd} per chunk: large enough that this costs nothing, small enough to stop soon. */
    private static final long CHUNK = 8 << 20;

    private PayloadSender() {}

    /**
     * @param enough asked before each chunk: whether the script has ended, so that the rest need not be sent
     * @param abandoned asked before each block: whether nobody waits any more; then nothing may be in the way of what stops the script
     * @throws UnreadableException when the payload cannot be read on this side; its end is not sent then
     * @throws InterruptedIOException when it was abandoned; its end is not sent then
     */
    static void send(Payload payload, OutputStream out, BooleanSupplier enough, BooleanSupplier abandoned)
            throws IOException {
        try (InputStream in = open(payload)) {
            byte[] block = new byte[(int) Math.min(BLOCK, payload.size())];
            long left = payload.size();
            while (left > 0 && !enough.getAsBoolean()) {
                long size = left <= AT_ONCE ? left : BLOCK;
                long chunk = left <= AT_ONCE ? left : Math.min(left, CHUNK) / BLOCK * BLOCK;
                out.write((size + " " + chunk / size + "\n").getBytes(US_ASCII));
                for (long sent = 0; sent < chunk; sent += block.length) {
                    if (abandoned.getAsBoolean()) {
                        throw new InterruptedIOException("nobody waits for it any more");
                    }
                    int length = (int) Math.min(block.length, chunk - sent);
                    fill(block, length, in, payload);
                    out.write(block, 0, length);
                }
                left -= chunk;
            }
        }
        out.write("0 0\n".getBytes(US_ASCII));
        out.flush();
    }

    private static InputStream open(Payload payload) throws UnreadableException {
        return switch (payload) {
            case Payload.Bytes bytes -> new ByteArrayInputStream(bytes.content());
            case Payload.FileContent content -> {
                try {
                    yield content.open();
                } catch (IOException e) {
                    throw new UnreadableException("cannot read " + content.file(), e);
                }
            }
        };
    }

    private static void fill(byte[] block, int size, InputStream in, Payload payload) throws UnreadableException {
        int read;
        try {
            read = in.readNBytes(block, 0, size);
        } catch (IOException e) {
            throw new UnreadableException("reading the payload failed: " + e.getMessage(), e);
        }
        if (read < size) {
            throw new UnreadableException(
                    "the payload became shorter than its " + payload.size() + " bytes while it was sent", null);
        }
    }

    /** The payload cannot be read on this side; nothing is wrong with the node. */
    static final class UnreadableException extends IOException {
        UnreadableException(String message, @org.jspecify.annotations.Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
