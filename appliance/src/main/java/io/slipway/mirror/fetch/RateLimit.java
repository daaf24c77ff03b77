package io.slipway.mirror.fetch;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/** Keeps all downloads from an archive together below a rate. */
final class RateLimit {

    private final long bytesPerSecond;
    private final LongSupplier nanoTime;
    private final Backoff.Sleeper sleeper;
    private final ReentrantLock lock = new ReentrantLock();
    private long free;

    /** @param bytesPerSecond 0 for no limit */
    RateLimit(long bytesPerSecond, LongSupplier nanoTime, Backoff.Sleeper sleeper) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanoTime = nanoTime;
        this.sleeper = sleeper;
        this.free = nanoTime.getAsLong();
    }

    /** Takes note of bytes that came, and waits until more may come. */
    void came(int bytes) throws InterruptedException {
        if (bytesPerSecond <= 0 || bytes <= 0) {
            return;
        }
        long wait;
        lock.lock();
        try {
            long now = nanoTime.getAsLong();
            free = Math.max(free, now) + Duration.ofSeconds(bytes).toNanos() / bytesPerSecond;
            wait = free - now;
        } finally {
            lock.unlock();
        }
        sleeper.sleep(Duration.ofNanos(wait));
    }
}
