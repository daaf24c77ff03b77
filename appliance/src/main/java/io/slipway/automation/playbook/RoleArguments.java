package io.slipway.automation.playbook;

import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.util.Map;
import java.util.Optional;

/** Reads what {@code import_role} and {@code include_role} are given. */
final class RoleArguments {

    private final Load load;

    RoleArguments(Load load) {
        this.load = load;
    }

    Optional<RoleUse> use(Step.Task task, Scope scope) {
        Map<String, YamlNode> arguments = task.arguments();
        YamlNode name = arguments.getOrDefault("name", arguments.get("role"));
        if (!(name instanceof YamlNode.Scalar text) || text.text().isBlank()) {
            load.report(
                    Problem.of("'" + task.action() + "' names no role")
                            .at(name == null ? task.at() : name.at())
                            .hint("give it as 'name: …'"),
                    scope.trail());
            return Optional.empty();
        }
        if (scope.handlers()) {
            load.report(
                    Problem.of("'" + task.action() + "' cannot be a handler").at(task.at()), scope.trail());
        }
        RoleUse.From from = new RoleUse.From(
                text(arguments, "tasks_from", scope),
                text(arguments, "vars_from", scope),
                text(arguments, "defaults_from", scope),
                text(arguments, "handlers_from", scope));
        RoleUse use = RoleUse.included(
                text, task.context().keywords().without(Keyword.NAME), from, !isFalse(arguments, "allow_duplicates"));
        return Optional.of(isFalse(arguments, "rolespec_validate") ? use.unvalidated() : use);
    }

    private static boolean isFalse(Map<String, YamlNode> arguments, String name) {
        return arguments.get(name) instanceof YamlNode.Scalar scalar && Boolean.FALSE.equals(scalar.value());
    }

    private Optional<String> text(Map<String, YamlNode> arguments, String name, Scope scope) {
        YamlNode value = arguments.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (value instanceof YamlNode.Scalar scalar && scalar.value() != null) {
            return Optional.of(scalar.text());
        }
        load.report(
                Problem.of("'" + name + "' takes a string, not " + value.kind()).at(value.at()), scope.trail());
        return Optional.empty();
    }
}
