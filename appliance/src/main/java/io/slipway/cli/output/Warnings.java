package io.slipway.cli.output;

import io.slipway.automation.engine.TaskResult;
import io.slipway.common.Problem;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
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
        if (result.shown().get("deprecations") instanceof List<?> deprecations) {
            for (Object one : deprecations) {
                if (one instanceof Map<?, ?> deprecation && said.add(deprecation.toString())) {
                    errors.wrapped(Style.WARNING, text(deprecation));
                }
            }
        }
    }

    /** What a module says will be gone, in Ansible's words. */
    private static String text(Map<?, ?> deprecation) {
        String what = String.valueOf(deprecation.get("msg")).strip();
        String from = deprecation.get("collection_name") instanceof String collection
                ? " from " + (collection.equals("ansible.builtin") ? "ansible-core" : collection)
                : "";
        String when = deprecation.get("date") instanceof String date
                ? "in a release after " + date
                : deprecation.get("version") instanceof String version
                        ? "in version " + version
                        : "in a future release";
        return "[DEPRECATION WARNING]: " + what + (what.matches(".*[.!?]") ? "" : ".") + " This feature will be removed"
                + from + " " + when
                + ". Deprecation warnings can be disabled by setting deprecation_warnings=False in ansible.cfg.";
    }

    private void say(String text) {
        if (said.add(text)) {
            errors.wrapped(Style.WARNING, "[WARNING]: " + text);
        }
    }
}
