package io.slipway.common;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * The wall clock as it was at the start, and what has passed since: it never jumps. For how long something is good that was promised, since the wall
 * clock of a machine that was just set up is often an hour wrong until it is told the time.
 */
public final class SteadyClock implements InstantSource {

    private final LongSupplier nanos;
    private final Instant began;
    private final long beginning;

    private SteadyClock(InstantSource wall, LongSupplier nanos) {
        this.nanos = nanos;
        this.began = wall.instant();
        this.beginning = nanos.getAsLong();
    }

    /** @param nanos what has passed since any moment, in nanoseconds, as {@link System#nanoTime} */
    public static SteadyClock from(InstantSource wall, LongSupplier nanos) {
        return new SteadyClock(wall, nanos);
    }

    /** From now on. */
    public static SteadyClock started() {
        return from(InstantSource.system(), System::nanoTime);
    }

    @Override
    public Instant instant() {
        return began.plusNanos(nanos.getAsLong() - beginning);
    }
}
