package io.slipway.cli;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
            return mapping(argument.substring(1), vault.read(Path.of(argument.substring(1))));
        }
        if (argument.startsWith("{") || argument.startsWith("[")) {
            return mapping(SOURCE, argument);
        }
        return words(argument);
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
