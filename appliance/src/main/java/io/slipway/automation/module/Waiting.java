package io.slipway.automation.module;

import io.slipway.common.Problem;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** A clock, and a way to let time pass: what modules that wait are given, so that tests need not. */
public record Waiting(Clock clock, Sleeper sleeper) {

    /** How to wait. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration time) throws InterruptedException;
    }

    public Instant now() {
        return clock.instant();
    }

    /** Whole seconds. */
    public long since(Instant start) {
        return Duration.between(start, now()).toSeconds();
    }

    public void sleep(Duration time) {
        if (time.isZero() || time.isNegative()) {
            return;
        }
        try {
            sleeper.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModuleFailure(Problem.of("waiting was interrupted"), e);
        }
    }
}
