package io.slipway.server;

import io.undertow.server.HttpServerExchange;
import io.undertow.util.AttachmentKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.xnio.channels.StreamSourceChannel;

/**
 * What a client sends, for a virtual thread that waits for it. Undertow's own blocking stream would hold a selector of its own for
 * each waiting thread.
 */
final class BodyStream extends InputStream {

    /** On an exchange whose body was left alone in the middle of it: nobody must wait for its end. */
    static final AttachmentKey<Boolean> LEFT = AttachmentKey.create(Boolean.class);

    /** What must come while the patience lasts, in bytes: a few thousand clients that trickle would else be there for ever. */
    private static final long LEAST = 64 * 1024;

    /** What is taken of a body that nobody wants, in bytes: a manifest that comes before its time must fit. */
    static final int HEARD_OUT = 8 * 1024 * 1024;

    private final HttpServerExchange exchange;
    private final StreamSourceChannel channel;
    private final Duration patience;
    private final Semaphore readable = new Semaphore(0);
    private long since = System.nanoTime();
    private long came;
    private boolean over;

    private BodyStream(HttpServerExchange exchange, StreamSourceChannel channel, Duration patience) {
        this.exchange = exchange;
        this.channel = channel;
        this.patience = patience;
    }

    /** @param patience with a client that sends nothing, or next to nothing */
    static InputStream of(HttpServerExchange exchange, Duration patience) {
        StreamSourceChannel channel = exchange.getRequestChannel();
        return channel == null ? InputStream.nullInputStream() : of(exchange, channel, patience);
    }

    private static BodyStream of(HttpServerExchange exchange, StreamSourceChannel channel, Duration patience) {
        BodyStream stream = new BodyStream(exchange, channel, patience);
        channel.getReadSetter().set(ready -> {
            ready.suspendReads();
            stream.readable.release();
        });
        return stream;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(into, offset, length);
        while (true) {
            int count = channel.read(buffer);
            if (count != 0 || length == 0) {
                over = count < 0;
                came += Math.max(0, count);
                return count;
            }
            channel.resumeReads();
            await();
            requireMoreThanATrickle();
        }
    }

    private void await() throws IOException {
        try {
            if (!readable.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                exchange.putAttachment(LEFT, true);
                throw new IOException("the client sent nothing for " + patience.toSeconds() + " seconds");
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server is closing");
        }
    }

    private void requireMoreThanATrickle() throws IOException {
        long now = System.nanoTime();
        if (now - since < patience.toNanos()) {
            return;
        }
        if (came < LEAST) {
            exchange.putAttachment(LEFT, true);
            throw new IOException("the client sent next to nothing for " + patience.toSeconds() + " seconds");
        }
        since = now;
        came = 0;
    }

    /** Takes what is left of it, if that is little: so that a client which is refused hears why. */
    @Override
    public void close() {
        if (exchange.getAttachment(LEFT) == null && !takenToItsEnd()) {
            exchange.putAttachment(LEFT, true);
        }
    }

    /**
     * Takes a body that nobody has asked for.
     *
     * @param patience with all of it
     * @return whether that was all
     */
    static boolean takeRest(HttpServerExchange exchange, Duration patience) {
        StreamSourceChannel channel = exchange.getRequestChannel();
        return channel != null && of(exchange, channel, patience).takenToItsEnd();
    }

    private boolean takenToItsEnd() {
        byte[] rest = new byte[8 * 1024];
        long begin = System.nanoTime();
        int taken = 0;
        try {
            while (!over && taken < HEARD_OUT && System.nanoTime() - begin < patience.toNanos()) {
                taken += Math.max(0, read(rest, 0, rest.length));
            }
        } catch (IOException gone) {
            return false;
        }
        return over;
    }
}
