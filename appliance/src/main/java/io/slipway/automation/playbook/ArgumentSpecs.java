package io.slipway.automation.playbook;

import io.slipway.common.Position;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The task that comes before a role's own when the role declares the arguments of its entry point, in
 * {@code meta/argument_specs.yml} or under {@code argument_specs} in {@code meta/main.yml}.
 */
final class ArgumentSpecs {

    private static final String ACTION = "ansible.builtin.validate_argument_spec";

    private final Load load;
    private final RoleFiles files;

    ArgumentSpecs(Load load, RoleFiles files) {
        this.load = load;
        this.files = files;
    }

    Optional<Step> check(
            Path role, Map<String, YamlNode> meta, RoleUse use, Context context, Position at, Trail trail) {
        String entryPoint = use.from().tasks().orElse("main");
        if (!use.validated()) {
            return Optional.empty();
        }
        return specs(role, meta, at, trail)
                .filter(ignored -> load.modules.known(ACTION))
                .flatMap(specs -> specs.get(entryPoint))
                .filter(YamlNode.Mapping.class::isInstance)
                .map(YamlNode.Mapping.class::cast)
                .map(spec -> task(spec, entryPoint, role, use, context));
    }

    private Optional<YamlNode.Mapping> specs(Path role, Map<String, YamlNode> meta, Position at, Trail trail) {
        Optional<Path> file = List.of("argument_specs.yml", "argument_specs.yaml", "argument_specs.json").stream()
                .map(name -> role.resolve("meta").resolve(name))
                .filter(load.files::isFile)
                .findFirst();
        YamlNode specs = file.isPresent()
                ? load.yaml(file.get(), trail.into(file.get(), at))
                        .map(content -> files.mapping(content, trail).get("argument_specs"))
                        .orElse(null)
                : meta.get("argument_specs");
        return specs instanceof YamlNode.Mapping mapping ? Optional.of(mapping) : Optional.empty();
    }

    private static Step task(YamlNode.Mapping spec, String entryPoint, Path role, RoleUse use, Context context) {
        Position at = spec.at();
        String name = "Validating arguments against arg spec '" + entryPoint + "'"
                + spec.get("short_description")
                        .map(text -> " - " + text.toValue())
                        .orElse("");
        Map<String, YamlNode> arguments = new LinkedHashMap<>();
        arguments.put("argument_spec", spec.get("options").orElse(new YamlNode.Mapping(List.of(), at)));
        arguments.put("provided_arguments", mapping(use.parameters(), at));
        arguments.put(
                "validate_args_context",
                mapping(
                        Map.of(
                                "type", YamlNode.Scalar.of("role", at),
                                "name", YamlNode.Scalar.of(use.name().text(), at),
                                "argument_spec_name", YamlNode.Scalar.of(entryPoint, at),
                                "path", YamlNode.Scalar.of(role.toString(), at)),
                        at));
        Keywords keywords = Keywords.NONE
                .with(Keyword.NAME, YamlNode.Scalar.of(name, at))
                .with(Keyword.TAGS, YamlNode.Scalar.of("always", at));
        return new Step.Task(
                context.inner(keywords), ACTION, Collections.unmodifiableMap(arguments), Optional.empty(), at);
    }

    private static YamlNode.Mapping mapping(Map<String, YamlNode> values, Position at) {
        return new YamlNode.Mapping(
                values.entrySet().stream()
                        .map(entry -> new YamlNode.Entry(YamlNode.Scalar.of(entry.getKey(), at), entry.getValue()))
                        .toList(),
                at);
    }
}
