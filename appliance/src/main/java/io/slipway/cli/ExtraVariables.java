package io.slipway.cli;

import io.slipway.automation.playbook.OneLine;
import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.TextFile;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What {@code -e} takes: {@code key=value} words, a YAML or JSON mapping, or {@code @file}. Values stay untemplated. */
final class ExtraVariables {

    private static final String SOURCE = "<command line>";

    private ExtraVariables() {}

    /**
     * Later ones win.
     *
     * @param vault opens files that are encrypted
     */
    static Map<String, YamlNode> read(List<String> arguments, Vault vault) {
        Map<String, YamlNode> variables = new LinkedHashMap<>();
        arguments.forEach(argument -> variables.putAll(read(argument.strip(), vault)));
        return variables;
    }

    private static Map<String, YamlNode> read(String argument, Vault vault) {
        if (argument.startsWith("@")) {
            String name = argument.substring(1);
            return mapping(argument, YamlReader.read(name, text(name, vault)));
        }
        if (argument.startsWith("{") || argument.startsWith("[")) {
            return mapping("-e", YamlReader.read(SOURCE, argument));
        }
        return words(argument);
    }

    private static String text(String name, Vault vault) {
        Problem unreadable = Problem.of("cannot read the file with extra variables '" + name + "'")
                .at(Position.in(name.isEmpty() ? SOURCE : name));
        String hint = "-e @FILE names a file with a YAML or JSON mapping";
        try {
            if (name.isEmpty()) {
                throw new CommandException(
                        unreadable.because("there is no name behind '@'").hint(hint));
            }
            Path file = Path.of(name);
            if (Files.isDirectory(file)) {
                throw new CommandException(unreadable.because("it is a folder").hint(hint));
            }
            if (!Files.exists(file)) {
                throw new CommandException(unreadable
                        .because("there is no such file; looked at " + file.toAbsolutePath())
                        .hint(NearMiss.hint(String.valueOf(file.getFileName()), beside(file))));
            }
            return vault.read(file);
        } catch (InvalidPathException e) {
            throw new CommandException(unreadable.because(e.getReason()).hint(hint), e);
        } catch (TextFile.UnreadableException e) {
            throw new CommandException(unreadable.at(e.problem().where()).because(whole(e.problem())), e);
        }
    }

    private static String whole(Problem problem) {
        return problem.why().isEmpty() ? problem.what() : problem.what() + ": " + problem.why();
    }

    private static List<String> beside(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(other -> String.valueOf(other.getFileName())).toList();
        } catch (IOException | UncheckedIOException unreadable) {
            return List.of();
        }
    }

    private static Map<String, YamlNode> mapping(String given, YamlNode node) {
        if (node instanceof YamlNode.Scalar scalar && scalar.value() == null) {
            return Map.of();
        }
        if (!(node instanceof YamlNode.Mapping map)) {
            throw new CommandException(Problem.of("extra variables must be a mapping, not " + node.kind())
                    .at(node.at())
                    .because(given.equals("-e") ? "" : "-e " + given)
                    .hint("write name: value"));
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
