package io.slipway.common.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A run as the journal shows it.
 *
 * @param commandLine as given, without secrets
 * @param ended {@code null} while it goes on, and for one that was interrupted: nobody knows when
 */
public record RunRecord(
        long id,
        String commandLine,
        Instant started,
        @Nullable Instant ended,
        Outcome outcome) {

    public enum Outcome {
        RUNNING,
        OK,
        FAILED,
        /** Broken off in order: by the user, or by a mistake that no host could get past. */
        CANCELLED,
        /** Its process died. */
        INTERRUPTED
    }
}
