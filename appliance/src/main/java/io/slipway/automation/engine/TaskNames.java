package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.module.ModuleCatalogue;
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
        return of(frame.task(), first);
    }

    static String of(Step.Task task, Variables first) {
        return complete(task, task.name().map(name -> evaluated(name, first)));
    }

    /** As {@link #of}, but with the role only where the task has no name of its own. */
    static String withoutRole(TaskFrame frame, Variables variables) {
        return frame.task().name().map(name -> evaluated(name, variables)).orElseGet(() -> written(frame.task()));
    }

    /** As {@link #of}, but with templates as they are written. */
    static String written(Step.Task task) {
        return complete(task, own(task));
    }

    /** The name that the task was given, as written. */
    static Optional<String> own(Step.Task task) {
        return task.name().map(YamlNode::toValue).map(Python::str);
    }

    /** The inclusion of a role is called after the role that it brings in, not after the one that it stands in. */
    private static String complete(Step.Task task, Optional<String> given) {
        Optional<String> own = given.filter(name -> !name.isEmpty());
        if (ModuleCatalogue.shortName(task.action()).equals("include_role")) {
            return own.orElseGet(() -> task.action() + " : " + included(task));
        }
        String name = own.orElse(task.action());
        return task.context()
                .currentRole()
                .map(role -> role.name() + " : " + name)
                .orElse(name);
    }

    private static String included(Step.Task task) {
        YamlNode role = task.arguments().getOrDefault("name", task.arguments().get("role"));
        return role == null ? "" : Python.str(role.toValue());
    }

    private static String evaluated(YamlNode name, Variables first) {
        try {
            return Python.str(first.plain(name));
        } catch (ProblemException undefined) {
            return Python.str(name.toValue());
        }
    }
}
