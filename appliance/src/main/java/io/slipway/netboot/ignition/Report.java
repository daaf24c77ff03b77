package io.slipway.netboot.ignition;

import io.slipway.common.Problem;
import java.util.List;

/**
 * All that was found in a config.
 *
 * @param errors for each of which Ignition refuses the config, so that the machine does not boot
 * @param warnings which Ignition prints and goes on: what is written has no effect, or hardly the one that was meant
 */
public record Report(List<Problem> errors, List<Problem> warnings) {

    public Report {
        errors = List.copyOf(errors);
        warnings = List.copyOf(warnings);
    }

    public boolean accepted() {
        return errors.isEmpty();
    }
}
