package io.slipway.netboot.ntp;

import java.time.Duration;

/**
 * What is known of a clock.
 *
 * @param leap what is announced, or that nobody keeps the clock right
 * @param error how wrong it can be; means nothing for a clock that nobody keeps right
 */
public record ClockState(Leap leap, Duration error) {

    public static final ClockState UNKEPT = new ClockState(Leap.UNSYNCHRONISED, Duration.ZERO);

    /** RFC 5905, figure 9; in this order on the wire. */
    public enum Leap {
        NONE,
        LONGER_DAY,
        SHORTER_DAY,
        UNSYNCHRONISED
    }

    boolean kept() {
        return leap != Leap.UNSYNCHRONISED;
    }
}
