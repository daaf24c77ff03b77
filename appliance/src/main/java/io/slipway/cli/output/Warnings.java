package io.slipway.cli.output;

import io.slipway.automation.engine.TaskResult;
import io.slipway.common.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The warnings of a run; the same is said only once. */
final class Warnings {

    private final Paper errors;
    private final Set<String> said = new HashSet<>();

    Warnings(Paper errors) {
        this.errors = errors;
    }

    /** What has a place is kept in one line, so that editors find it. */
    void say(Problem problem) {
        if (problem.where() == null) {
            say(problem.toString());
        } else if (said.add(problem.toString())) {
            errors.line(Style.WARNING, "[WARNING]: " + problem);
        }
    }

    void ofResult(TaskResult result) {
        if (result.shown().get("warnings") instanceof List<?> warnings) {
            warnings.forEach(warning -> say(String.valueOf(warning)));
        }
    }

    private void say(String text) {
        if (said.add(text)) {
            errors.wrapped(Style.WARNING, "[WARNING]: " + text);
        }
    }
}
