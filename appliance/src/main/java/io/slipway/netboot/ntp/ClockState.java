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

    /** RFC 5905, figure 9. */
    public enum Leap {
        NONE(0),
        LONGER_DAY(1),
        SHORTER_DAY(2),
        UNSYNCHRONISED(3);

        private final int code;

        Leap(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }
    }

    boolean kept() {
        return leap != Leap.UNSYNCHRONISED;
    }
}
