package io.slipway.automation.playbook;

import java.util.List;

/**
 * What a task file or a role brought in.
 *
 * @param steps in order; for a role, one block whose context carries the {@link Role}
 * @param handlers those of the role, or of roles that the file imports; they join the play's
 */
public record Fragment(List<Step> steps, List<Step> handlers) {

    public Fragment {
        steps = List.copyOf(steps);
        handlers = List.copyOf(handlers);
    }
}
