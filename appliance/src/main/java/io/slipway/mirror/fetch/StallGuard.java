package io.slipway.mirror.fetch;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A response body that fails when nothing comes for a while: the HTTP client's own timeout ends with the headers. */
final class StallGuard extends InputStream {

    private final InputStream body;
    private final ScheduledExecutorService timer;
    private final Duration patience;
    private volatile boolean stalled;

    StallGuard(InputStream body, ScheduledExecutorService timer, Duration patience) {
        this.body = body;
        this.timer = timer;
        this.patience = patience;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        ScheduledFuture<?> alarm = timer.schedule(this::giveUp, patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            return body.read(buffer, offset, length);
        } catch (IOException e) {
            throw stalled ? new IOException("nothing came for " + patience.toSeconds() + " s", e) : e;
        } finally {
            alarm.cancel(false);
        }
    }

    private void giveUp() {
        stalled = true;
        try {
            body.close();
        } catch (IOException alreadyGone) {
            // closing is all that was wanted
            stalled = true;
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
