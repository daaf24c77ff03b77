package io.slipway.netboot.boot;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How much of what machines boot is on its way to them. More machines at a time do not come up sooner once the network is full; each only comes
 * nearer to the end of its firmware's patience.
 */
public final class InFlight {

    private final long most;
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong largest = new AtomicLong(1);

    /** @param most how many bytes may be on their way; a file that was begun is sent all the same */
    public InFlight(long most) {
        this.most = most;
    }

    /** However much it is, nobody waits. */
    public static InFlight unlimited() {
        return new InFlight(Long.MAX_VALUE);
    }

    /**
     * A file is sent.
     *
     * @return is called when it was, or the client went away; once
     */
    public Runnable sends(long size) {
        largest.accumulateAndGet(size, Math::max);
        bytes.addAndGet(size);
        return () -> bytes.addAndGet(-size);
    }

    /** How many machines may begin now: as many as fetch what is left, each the largest file that was sent so far, and at least one. */
    int places() {
        long left = most - bytes.get();
        return left <= 0 ? 0 : (int) Math.min(Integer.MAX_VALUE, Math.ceilDiv(left, largest.get()));
    }
}
