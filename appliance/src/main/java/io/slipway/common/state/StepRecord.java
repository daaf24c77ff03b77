package io.slipway.common.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One task on one host in a run.
 *
 * @param place where the task stands, as {@code file:line:column}
 * @param ended {@code null} when that is not known
 */
public record StepRecord(
        long run,
        String host,
        String task,
        String place,
        State state,
        Instant started,
        @Nullable Instant ended) {

    public enum State {
        STARTED,
        OK,
        CHANGED,
        FAILED,
        UNREACHABLE,
        SKIPPED,
        /** It was started, and the process died: what it did is for the user to find out. */
        UNKNOWN,
        /** It was unknown, and a later run has done it since. */
        SEEN_TO
    }
}
