package io.slipway.mirror.fetch;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A response body that fails when nothing comes for a while, or so little that it would never end: the HTTP client's own timeout
 * ends with the headers. Only time spent waiting for the other side counts.
 */
final class StallGuard extends Body {

    /** Slower than any line that is of use. */
    private static final long BYTES_PER_SECOND = 512;

    private static final long NOT_WAITING = 0;

    private final Body body;
    private final ScheduledExecutorService timer;
    private final Duration patience;
    private final AtomicLong waitingSince = new AtomicLong(NOT_WAITING);
    private volatile boolean stalled;
    private volatile boolean closed;
    private volatile @Nullable ScheduledFuture<?> alarm;
    private long waited;
    private long came;

    StallGuard(Body body, ScheduledExecutorService timer, Duration patience) {
        this.body = body;
        this.timer = timer;
        this.patience = patience;
    }

    @Override
    int read(ByteBuffer into) throws IOException {
        long begin = System.nanoTime();
        waitingSince.set(begin == NOT_WAITING ? 1 : begin);
        if (alarm == null) {
            lookAfter(patience.toNanos());
        }
        try {
            int count = body.read(into);
            requirePace(count, System.nanoTime() - begin);
            return count;
        } catch (IOException e) {
            throw stalled ? new IOException("nothing came for " + patience.toSeconds() + " s", e) : e;
        } finally {
            waitingSince.set(NOT_WAITING);
        }
    }

    private void requirePace(int count, long nanos) throws IOException {
        waited += nanos;
        came += Math.max(count, 0);
        if (count >= 0 && waited >= patience.toNanos()) {
            long least = BYTES_PER_SECOND * waited / Duration.ofSeconds(1).toNanos();
            if (came < least) {
                throw new IOException("only " + came + " bytes came in "
                        + Duration.ofNanos(waited).toSeconds() + " s");
            }
            waited = 0;
            came = 0;
        }
    }

    /** One alarm serves all reads of a body: there may be hundreds of thousands, and nearly none is ever late. */
    private void lookAfter(long nanos) {
        alarm = timer.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
    }

    private void look() {
        long since = waitingSince.get();
        long left = since == NOT_WAITING ? patience.toNanos() : patience.toNanos() - (System.nanoTime() - since);
        if (left <= 0) {
            giveUp();
        } else if (!closed) {
            lookAfter(left);
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
        closed = true;
        ScheduledFuture<?> pending = alarm;
        if (pending != null) {
            pending.cancel(false);
        }
        body.close();
    }
}
