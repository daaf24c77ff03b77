package io.slipway.mirror.fetch;

import java.time.Duration;

/**
 * How often and how patiently something is tried again.
 *
 * @param attempts in all, at least 1
 * @param first the pause after the first failure; it doubles with each further one, up to {@code longest}
 */
public record Backoff(int attempts, Duration first, Duration longest, Sleeper sleeper) {

    /** Waits; tests replace it. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration pause) throws InterruptedException;
    }

    /** What suits the Internet: five attempts within half a minute. */
    public static Backoff patient() {
        return new Backoff(5, Duration.ofSeconds(1), Duration.ofSeconds(15), Thread::sleep);
    }

    /** The pause after this many failures in a row. */
    public Duration pauseAfter(int failures) {
        Duration pause = first.multipliedBy(1L << Math.min(failures - 1, 20));
        return pause.compareTo(longest) > 0 ? longest : pause;
    }
}
