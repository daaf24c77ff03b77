package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Omit;
import io.slipway.automation.engine.variables.Plain;
import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.playbook.Step;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Evaluates arguments as they are written; what turns out as {@code omit} is not given. */
final class TaskArguments {

    private TaskArguments() {}

    /** @param untemplated those that stay as they are */
    static Map<String, @Nullable Object> of(
            Map<String, YamlNode> written, Set<String> untemplated, Variables variables) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        written.forEach((name, node) -> {
            Object value = untemplated.contains(name) ? node : variables.plain(node);
            if (value != Omit.TOKEN) {
                values.put(name, value);
            }
        });
        return values;
    }

    /** All at once, out of one template. */
    static Map<String, @Nullable Object> fromTemplate(Step.Task task, YamlNode template, Variables variables) {
        if (variables.plain(template) instanceof Map<?, ?> map) {
            return Plain.named(map);
        }
        throw new EngineException(Problem.of("the arguments of '" + task.action() + "' must be a mapping")
                .at(template.at())
                .hint("give one as 'name: value', or as a template that yields one"));
    }
}
