package io.slipway.cli;

import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.TextFile;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
            String name = argument.substring(1);
            return mapping(argument, YamlReader.read(name, text(name)));
        }
        if (argument.startsWith("{") || argument.startsWith("[")) {
            return mapping("-e", YamlReader.read(SOURCE, argument));
        }
        return words(argument);
    }

    private static String text(String name) {
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
            return TextFile.read(file);
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
        Map<String, YamlNode> variables = new LinkedHashMap<>();
        for (String word : split(argument)) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                throw new CommandException(Problem.of("cannot read the extra variable '" + word + "'")
                        .hint("write key=value, a {mapping}, or @file.yml"));
            }
            variables.put(
                    word.substring(0, equals), YamlNode.Scalar.of(word.substring(equals + 1), Position.in(SOURCE)));
        }
        return variables;
    }

    /** Words as a shell splits them: quotes group, a backslash takes the next character as it is. Spaces inside braces don't split. */
    static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean inWord = false;
        char quote = 0;
        int braces = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\\' && quote != '\'' && i + 1 < text.length()) {
                word.append(text.charAt(++i));
                inWord = true;
            } else if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (braces == 0 && (c == '\'' || c == '"')) {
                quote = c;
                inWord = true;
            } else if (braces == 0 && Character.isWhitespace(c)) {
                if (inWord) {
                    words.add(word.toString());
                    word.setLength(0);
                    inWord = false;
                }
            } else {
                braces = Math.max(0, braces + (c == '{' ? 1 : c == '}' ? -1 : 0));
                word.append(c);
                inWord = true;
            }
        }
        if (quote != 0) {
            throw new CommandException(Problem.of("the quotes in the extra variables '" + text + "' do not match"));
        }
        if (inWord) {
            words.add(word.toString());
        }
        return words;
    }
}
