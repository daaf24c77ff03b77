package io.slipway.netboot.boot;

import java.time.Duration;
import java.util.Locale;

/**
 * What a machine is answered, and why.
 *
 * @param reason one sentence, without full stop
 */
public record Decision(Answer answer, String reason) {

    /** Its text is what people read of it: {@code install dgxos-7}. */
    public sealed interface Answer {}

    /**
     * Fetch a loader, which will ask again.
     *
     * @param file its name among the loaders
     */
    public record Load(String file) implements Answer {
        @Override
        public String toString() {
            return "load " + file;
        }
    }

    /** Install a profile. */
    public record Install(String profile) implements Answer {
        @Override
        public String toString() {
            return "install " + profile;
        }
    }

    /** Run from memory, and leave the disks alone. */
    public record Live(Purpose purpose) implements Answer {
        @Override
        public String toString() {
            return "run " + purpose + " from memory";
        }
    }

    /** Wipe the disks that the inventory names: for a machine that runs from memory. */
    public record Wipe() implements Answer {
        @Override
        public String toString() {
            return "wipe its disks";
        }
    }

    public enum Purpose {
        DISCOVERY,
        RESCUE,
        WIPING;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Boot from disk. */
    public record LocalDisk() implements Answer {
        @Override
        public String toString() {
            return "boot from disk";
        }
    }

    /** Ask again later. */
    public record Wait(Duration pause) implements Answer {
        @Override
        public String toString() {
            return "ask again in " + pause.toSeconds() + " s";
        }
    }

    /** No word about booting. */
    public record Silence() implements Answer {
        @Override
        public String toString() {
            return "no answer";
        }
    }
}
