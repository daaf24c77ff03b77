package io.slipway.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SteadyClockTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void whoeverSetsTheClockOfTheMachineDoesNotMoveIt() {
        AtomicReference<Instant> wall = new AtomicReference<>(NOON);
        AtomicLong nanos = new AtomicLong(-7);
        SteadyClock clock = SteadyClock.from(wall::get, nanos::get);
        assertEquals(NOON, clock.instant());
        wall.set(NOON.minus(Duration.ofHours(9)));
        nanos.addAndGet(Duration.ofSeconds(5).toNanos());
        assertEquals(NOON.plusSeconds(5), clock.instant());
        wall.set(NOON.plus(Duration.ofDays(400)));
        assertEquals(NOON.plusSeconds(5), clock.instant());
    }
}
