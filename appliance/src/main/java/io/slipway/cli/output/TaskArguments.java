package io.slipway.cli.output;

import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.playbook.Step;
import io.slipway.common.template.Python;
import java.util.stream.Collectors;

/** The arguments of a task as they are written, templates and all: {@code path=/x, state=absent}. */
final class TaskArguments {

    private TaskArguments() {}

    /** Whether a task says nothing of {@code no_log}, or that it may be shown. */
    static boolean mayBeShown(Step.Task task) {
        return task.keyword(Keyword.NO_LOG)
                .map(node -> Boolean.FALSE.equals(node.toValue()))
                .orElse(true);
    }

    static String of(Step.Task task) {
        return task.arguments().entrySet().stream()
                .map(argument ->
                        argument.getKey() + "=" + Python.str(argument.getValue().toValue()))
                .collect(Collectors.joining(", "));
    }
}
