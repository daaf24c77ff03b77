package io.slipway.common.state;

import java.util.List;

/**
 * A run that did not come to its end.
 *
 * @param followed whether a later run about the same has begun to work since
 * @param unknown steps of which nobody knows how they ended, and to which no later run has seen
 * @param notices of handlers that never ran
 */
public record CutShort(RunRecord run, boolean followed, List<StepRecord> unknown, List<Notice> notices) {

    public CutShort {
        unknown = List.copyOf(unknown);
        notices = List.copyOf(notices);
    }
}
