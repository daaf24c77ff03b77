package io.slipway.automation.transport.ssh;

import io.slipway.common.Problem;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses between attempts, longer each time and of random length, so that many who are turned away together do not come back together. */
final class Backoff {

    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofSeconds(1);

    private final RandomGenerator random;
    private Duration left;
    private Duration next = FIRST;
    private int pauses;

    /** @param limit of all pauses together */
    Backoff(Duration limit, RandomGenerator random) {
        this.left = limit;
        this.random = random;
    }

    /** Waits before another attempt; false when it is time to give up. */
    boolean pause() {
        if (left.isZero() || left.isNegative()) {
            return false;
        }
        Duration pause = next.dividedBy(2).plusNanos(random.nextLong(next.toNanos() / 2));
        try {
            Thread.sleep(pause.compareTo(left) < 0 ? pause : left);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        left = left.minus(pause);
        next = next.multipliedBy(2).compareTo(LONGEST) < 0 ? next.multipliedBy(2) : LONGEST;
        pauses++;
        return true;
    }

    /** Adds to a problem how often there was another attempt. */
    Problem explain(Problem problem) {
        return pauses == 0 ? problem : problem.because(problem.why() + "; tried " + (pauses + 1) + " times");
    }
}
