package io.slipway.cli.output;

import io.slipway.automation.config.OutputSettings;
import java.util.Optional;

/**
 * How results look.
 *
 * @param verbosity how often {@code -v} was given
 * @param checkMode whether the run as a whole only pretends
 * @param yaml whether results are shown as YAML instead of JSON
 * @param pretty whether they are indented; none: JSON only where that is asked for, YAML always
 */
public record Look(
        int verbosity,
        boolean checkMode,
        boolean skippedHosts,
        boolean okHosts,
        boolean failuresToErrors,
        boolean taskPathOnFailure,
        boolean checkModeMarkers,
        boolean yaml,
        Optional<Boolean> pretty,
        int diffContext) {

    private static final int USUAL_DIFF_CONTEXT = 3;

    /** What holds when nothing is set. */
    public static Look usual(int verbosity) {
        return new Look(verbosity, false, true, true, false, false, false, false, Optional.empty(), USUAL_DIFF_CONTEXT);
    }

    public static Look of(OutputSettings settings, int verbosity, boolean checkMode) {
        return new Look(
                verbosity,
                checkMode,
                settings.skippedHosts(),
                settings.okHosts(),
                settings.failuresToErrors(),
                settings.taskPathOnFailure(),
                settings.checkModeMarkers(),
                settings.yaml(),
                settings.pretty(),
                settings.diffContext());
    }

    /** Whether a task is only announced once it has a result that is shown. */
    boolean announcesLate() {
        return !skippedHosts || !okHosts;
    }
}
