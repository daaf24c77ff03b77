package io.slipway.netboot.boot;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * Whose turn it is to be installed: at most so many nodes at a time, while not too much is on its way to them, and of those that wait the one that came
 * first. A node that asks no more loses
 * its place, and one that never says that it is done holds its place for a while only, so that nobody waits for ever.
 */
public final class Turns {

    /** How long a node counts as being installed that says nothing. */
    static final Duration HELD = Duration.ofHours(1);

    /** Many times the pause that one is told that waits, since it may be started anew meanwhile. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    /** How long a count is not made anew; who ended meanwhile counts a little longer. */
    private static final Duration GOOD_FOR = Duration.ofSeconds(1);

    private final int most;
    private final InFlight flight;
    private final InstantSource clock;
    private final Map<String, Instant> waiting = new LinkedHashMap<>();
    private Instant counted = Instant.EPOCH;
    private int busy;

    /** @param most how many nodes may be installed at a time */
    public Turns(int most, InFlight flight, InstantSource clock) {
        this.most = most;
        this.flight = flight;
        this.clock = clock;
    }

    /** Since when a node counts that is being installed. */
    Instant since() {
        return clock.instant().minus(HELD);
    }

    /**
     * Whether a node may begin now. It has its place from then on, until {@link #began}.
     *
     * @param installed counts how many others are being installed; not asked each time, since a thousand nodes may ask at once
     */
    synchronized boolean has(String node, IntSupplier installed) {
        Instant now = clock.instant();
        if (!now.isBefore(counted.plus(GOOD_FOR))) {
            counted = now;
            busy = installed.getAsInt();
            waiting.values().removeIf(asked -> asked.plus(REMEMBERED).isBefore(now));
        }
        waiting.put(node, now);
        int room = Math.clamp(most - busy, 0, flight.places());
        return waiting.size() <= room || waiting.keySet().stream().limit(room).anyMatch(node::equals);
    }

    /** Whether a machine may begin now that only runs from memory. */
    boolean mayFetch() {
        return flight.places() > 0;
    }

    synchronized void began(String node) {
        waiting.remove(node);
        busy++;
    }
}
