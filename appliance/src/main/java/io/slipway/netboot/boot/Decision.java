package io.slipway.netboot.boot;

import java.time.Duration;

/**
 * What a machine is answered, and why.
 *
 * @param reason one sentence, without full stop
 */
public record Decision(Answer answer, String reason) {

    public sealed interface Answer {}

    /**
     * Fetch a loader, which will ask again.
     *
     * @param file its name among the loaders
     */
    public record Load(String file) implements Answer {}

    /** Install a profile. */
    public record Install(String profile) implements Answer {}

    /** Run from memory, and leave the disks alone. */
    public record Live(Purpose purpose) implements Answer {}

    public enum Purpose {
        DISCOVERY,
        RESCUE
    }

    /** Boot from disk. */
    public record LocalDisk() implements Answer {}

    /** Ask again later. */
    public record Wait(Duration pause) implements Answer {}

    /** No word about booting. */
    public record Silence() implements Answer {}
}
