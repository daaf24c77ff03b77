package io.slipway.netboot.boot;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whose turn it is to be installed: at most so many nodes at a time, and of those that wait the one that came first. A node that asks no more loses
 * its place, and one that never says that it is done holds its place for a while only, so that nobody waits for ever.
 */
public final class Turns {

    /** How long a node counts as being installed that says nothing. */
    static final Duration HELD = Duration.ofHours(1);

    /** Many times the pause that one is told that waits, since it may be started anew meanwhile. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final int most;
    private final InstantSource clock;
    private final Map<String, Instant> waiting = new LinkedHashMap<>();

    /** @param most how many nodes may be installed at a time */
    public Turns(int most, InstantSource clock) {
        this.most = most;
        this.clock = clock;
    }

    /** Since when a node counts that is being installed. */
    Instant since() {
        return clock.instant().minus(HELD);
    }

    /**
     * Whether a node may begin now. It has its place from then on, until {@link #began}.
     *
     * @param busy how many others are being installed
     */
    synchronized boolean has(String node, int busy) {
        Instant now = clock.instant();
        waiting.values().removeIf(asked -> asked.plus(REMEMBERED).isBefore(now));
        waiting.put(node, now);
        return waiting.keySet().stream().limit(Math.max(0, most - busy)).anyMatch(node::equals);
    }

    synchronized void began(String node) {
        waiting.remove(node);
    }
}
