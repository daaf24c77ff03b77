package io.slipway.mirror.store;

import io.slipway.common.Digest;
import io.slipway.common.Problem;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * What one writer still means to write, all its mirrors together: each content counts once, less what is there already. Safe for
 * use by many threads.
 */
final class Room {

    /** What must stay free on the disk, in bytes. */
    static final long SPARE = 64L * 1024 * 1024;

    private final LongSupplier free;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Digest, Long> toCome = new HashMap<>();

    /** @param free how many bytes the disk can still take */
    Room(LongSupplier free) {
        this.free = free;
    }

    /**
     * Sets room aside.
     *
     * @param whose for the message
     * @param missing how many bytes are still to come, by content
     * @param nameless how many of contents whose digest is not known yet; there must be room, but none is set aside
     * @throws StoreException if the disk cannot take that beside all else that was promised; then nothing is set aside for it
     */
    void promise(String whose, Map<Digest, Long> missing, long nameless) {
        lock.lock();
        try {
            Map<Digest, Long> fresh = new HashMap<>(missing);
            fresh.keySet().removeAll(toCome.keySet());
            long others = sum(toCome.values());
            long own = plus(sum(fresh.values()), nameless);
            long left = free.getAsLong() - SPARE;
            if (own > 0 && plus(others, own) > left) {
                throw new StoreException(
                        Problem.of("there is not enough room for '" + whose + "'")
                                .because(own + " bytes are to come"
                                        + (others == 0 ? "" : " beside " + others + " of other mirrors")
                                        + ", but the disk has room for " + Math.max(0, left))
                                .hint(
                                        "'slipway store gc' removes what nothing needs any more; else give the store a larger disk"),
                        null);
            }
            toCome.putAll(fresh);
        } finally {
            lock.unlock();
        }
    }

    /** So many bytes more of this content are on the disk, or less if negative. */
    void wrote(Digest digest, long bytes) {
        lock.lock();
        try {
            toCome.computeIfPresent(digest, (key, left) -> Math.max(0, left - bytes));
        } finally {
            lock.unlock();
        }
    }

    /** The content is there as a whole. */
    void done(Digest digest) {
        lock.lock();
        try {
            toCome.remove(digest);
        } finally {
            lock.unlock();
        }
    }

    private static long sum(Collection<Long> sizes) {
        return sizes.stream().reduce(0L, Room::plus);
    }

    /** Whatever an upstream says how large something is: more than there can be stays more than there can be. */
    private static long plus(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
