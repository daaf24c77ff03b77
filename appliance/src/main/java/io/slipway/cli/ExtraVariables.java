package io.slipway.cli;

import io.slipway.automation.playbook.OneLine;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code -e} takes: {@code key=value} words, a YAML or JSON mapping, or {@code @file}. Values stay untemplated. */
final class ExtraVariables {

    private static final String SOURCE = "<command line>";

    private ExtraVariables() {}

    /** Later ones win. */
    static Map<String, YamlNode> read(List<String> arguments) {
        Map<String, YamlNode> variables = new LinkedHashMap<>();
        arguments.forEach(argument -> variables.putAll(read(argument.strip())));
        return variables;
    }

    private static Map<String, YamlNode> read(String argument) {
        if (argument.startsWith("@")) {
            return mapping(argument.substring(1), text(Path.of(argument.substring(1))));
        }
        if (argument.startsWith("{") || argument.startsWith("[")) {
            return mapping(SOURCE, argument);
        }
        return words(argument);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CommandException(
                    Problem.of("cannot read the variables file " + file).because(String.valueOf(e)), e);
        }
    }

    private static Map<String, YamlNode> mapping(String source, String text) {
        YamlNode node = YamlReader.read(source, text);
        if (!(node instanceof YamlNode.Mapping map)) {
            throw new CommandException(Problem.of("extra variables must be a mapping, not " + node.kind())
                    .at(node.at()));
        }
        Map<String, YamlNode> variables = new LinkedHashMap<>();
        map.entries().forEach(entry -> variables.put(entry.name(), entry.value()));
        return variables;
    }

    private static Map<String, YamlNode> words(String argument) {
        OneLine line = oneLine(argument);
        if (!line.rest().isEmpty()) {
            throw new CommandException(Problem.of("cannot read the extra variable '" + line.rest() + "'")
                    .hint("write key=value, a {mapping}, or @file.yml"));
        }
        Map<String, YamlNode> variables = new LinkedHashMap<>();
        line.options().forEach((name, value) -> variables.put(name, YamlNode.Scalar.of(value, Position.in(SOURCE))));
        return variables;
    }

    private static OneLine oneLine(String argument) {
        try {
            return OneLine.parse(argument, false);
        } catch (OneLine.UnbalancedException e) {
            throw new CommandException(
                    Problem.of("cannot read the extra variables '" + argument + "'")
                            .because(e.what()),
                    e);
        }
    }
}
