package io.slipway.cli.output;

import io.slipway.automation.config.OutputSettings;

/**
 * How results look.
 *
 * @param verbosity how often {@code -v} was given
 * @param checkMode whether the run as a whole only pretends
 */
public record Look(OutputSettings settings, int verbosity, boolean checkMode) {

    /** What holds when nothing is set. */
    public static Look usual(int verbosity) {
        return new Look(OutputSettings.USUAL, verbosity, false);
    }

    /** Whether a task is only announced once it has a result that is shown. */
    boolean announcesLate() {
        return !settings.skippedHosts() || !settings.okHosts();
    }
}
