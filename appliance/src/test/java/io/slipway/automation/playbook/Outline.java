package io.slipway.automation.playbook;

import io.slipway.common.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Draws steps as indented text, so that a test can compare a whole tree at once. */
final class Outline {

    private Outline() {}

    static String of(List<Step> steps) {
        return steps.stream().map(step -> of(step, "")).collect(Collectors.joining());
    }

    private static String of(Step step, String indent) {
        return switch (step) {
            case Step.Task task -> indent + task.action() + arguments(task.arguments()) + loop(task) + "\n";
            case Step.Block block -> {
                Role role = block.context().role();
                String head = role != null ? "role " + role.name() : block.implicit() ? "import" : "block";
                yield indent + head + "\n" + part("", block.steps(), indent) + part("rescue", block.rescue(), indent)
                        + part("always", block.always(), indent);
            }
        };
    }

    private static String part(String name, List<Step> steps, String indent) {
        String head = name.isEmpty() || steps.isEmpty() ? "" : indent + name + "\n";
        return head + steps.stream().map(step -> of(step, indent + "  ")).collect(Collectors.joining());
    }

    private static String arguments(Map<String, YamlNode> arguments) {
        return arguments.isEmpty()
                ? ""
                : " "
                        + arguments.entrySet().stream()
                                .map(entry ->
                                        entry.getKey() + "=" + entry.getValue().toValue())
                                .collect(Collectors.joining(" "));
    }

    private static String loop(Step.Task task) {
        return task.loop()
                .map(loop -> " @" + loop.lookup() + ":" + loop.items().toValue())
                .orElse("");
    }
}
