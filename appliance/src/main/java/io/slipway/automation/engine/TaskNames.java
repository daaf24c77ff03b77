package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.playbook.Step;
import io.slipway.common.ProblemException;
import io.slipway.common.template.Python;
import io.slipway.common.yaml.YamlNode;
import java.util.Optional;

/** What to call a task. */
final class TaskNames {

    private TaskNames() {}

    /** {@code role : name}; the name with its templates evaluated for the first host, or as written when that can't be. */
    static String of(TaskFrame frame, Variables first) {
        String name = own(frame.task(), first);
        return frame.role().map(role -> role.name() + " : " + name).orElse(name);
    }

    private static String own(Step.Task task, Variables first) {
        Optional<YamlNode> written = task.name();
        if (written.isEmpty()) {
            return task.action();
        }
        try {
            return Python.str(first.plain(written.get()));
        } catch (ProblemException undefined) {
            return Python.str(written.get().toValue());
        }
    }
}
