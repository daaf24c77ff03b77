package io.slipway.automation.module.kubernetes;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.Problem;
import java.util.List;
import java.util.regex.Pattern;

/** What kubectl has against what it was told, without its own advice about flags that a task does not have. */
final class KubectlSays {

    /** Behind the fields that others have set stands how to go on with flags; it ends with a link. */
    private static final Pattern ADVICE = Pattern.compile("(?ms)^Please review the fields above.*?^See http\\S+$");

    private KubectlSays() {}

    static ModuleFailure no(Found found) {
        String said = found.reply().err().strip();
        List<String> lines = ADVICE.matcher(said)
                .replaceAll("")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("Warning:"))
                .map(line -> line.replaceFirst("^(?:error: |Error from server(?: \\(\\w+\\))?: )", ""))
                .toList();
        Problem problem = Problem.of(lines.isEmpty() ? "kubectl failed" : String.join("; ", lines));
        boolean conflict = said.contains("conflict with") || said.contains("conflicts with");
        return new ModuleFailure(
                        conflict
                                ? problem.hint(
                                        "leave these fields out to leave them to who set them, or say force_conflicts: true")
                                : problem)
                .with("stderr", said);
    }

    /** The answer, if it is one. */
    static Found good(Found found) {
        if (!found.reply().ok()) {
            throw no(found);
        }
        return found;
    }
}
