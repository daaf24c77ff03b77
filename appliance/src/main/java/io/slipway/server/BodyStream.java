package io.slipway.server;

import io.undertow.server.HttpServerExchange;
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

    private final StreamSourceChannel channel;
    private final Duration patience;
    private final Semaphore readable = new Semaphore(0);

    private BodyStream(StreamSourceChannel channel, Duration patience) {
        this.channel = channel;
        this.patience = patience;
    }

    /** @param patience with a client that sends nothing */
    static InputStream of(HttpServerExchange exchange, Duration patience) {
        exchange.setMaxEntitySize(-1);
        StreamSourceChannel channel = exchange.getRequestChannel();
        if (channel == null) {
            return InputStream.nullInputStream();
        }
        BodyStream stream = new BodyStream(channel, patience);
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
                return count;
            }
            channel.resumeReads();
            await();
        }
    }

    private void await() throws IOException {
        try {
            if (!readable.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the client sent nothing for " + patience.toSeconds() + " seconds");
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the server is closing");
        }
    }
}
