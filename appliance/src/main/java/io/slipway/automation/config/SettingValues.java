package io.slipway.automation.config;

import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What is set, by the environment first, then by the file; each as the type that it ought to have. */
final class SettingValues {

    private static final Set<String> YES = Set.of("yes", "on", "true", "1", "y", "t");
    private static final Set<String> NO = Set.of("no", "off", "false", "0", "n", "f");
    private static final Pattern VARIABLE = Pattern.compile("\\$(?:(\\w+)|\\{(\\w+)\\})");

    /** Nothing is set. */
    static final SettingValues NONE = new SettingValues(IniFile.parse("", ""), Optional.empty(), Map.of(), Path.of(""));

    private final IniFile ini;
    private final Path folder;
    private final Map<String, String> environment;
    private final Path workingDirectory;

    /** @param file that the settings were read from, if there is one: paths count from its folder */
    SettingValues(IniFile ini, Optional<Path> file, Map<String, String> environment, Path workingDirectory) {
        this.ini = ini;
        this.folder = file.map(Path::toAbsolutePath).map(Path::getParent).orElse(workingDirectory);
        this.environment = Map.copyOf(environment);
        this.workingDirectory = workingDirectory;
    }

    /** What is set, where, and the folder from which paths in it count. */
    private record Value(String text, Position at, Path base) {}

    private Optional<Value> value(Setting setting) {
        return value(setting.section, setting.key, setting.variable);
    }

    private Optional<Value> value(String section, String key, String name) {
        String variable = environment.get(name);
        if (variable != null && !variable.isEmpty()) {
            return Optional.of(new Value(variable, Position.in("$" + name), workingDirectory));
        }
        return ini.get(section, key)
                .filter(entry -> !entry.value().isEmpty())
                .map(entry -> new Value(unquoted(entry.value()), entry.at(), folder));
    }

    private static String unquoted(String text) {
        boolean quoted = text.length() > 1
                && (text.startsWith("\"") || text.startsWith("'"))
                && text.charAt(0) == text.charAt(text.length() - 1);
        return quoted ? text.substring(1, text.length() - 1) : text;
    }

    Optional<String> text(Setting setting) {
        return value(setting).map(value -> value.text);
    }

    /** What something is printed in: {@code ok}, {@code diff_add} …. */
    Optional<String> color(String what) {
        return value("colors", what, "ANSIBLE_COLOR_" + what.toUpperCase(Locale.ROOT))
                .map(value -> value.text);
    }

    /** Parts between commas, without blanks around them. */
    Optional<List<String>> list(Setting setting) {
        return value(setting).map(value -> parts(value, ","));
    }

    private static List<String> parts(Value value, String separator) {
        return Arrays.stream(value.text.split(separator))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    Optional<Path> path(Setting setting) {
        return value(setting).map(value -> value.base.resolve(expanded(value.text)));
    }

    Optional<List<Path>> paths(Setting setting, String separator) {
        return value(setting)
                .map(value -> parts(value, separator).stream()
                        .map(part -> value.base.resolve(expanded(part)))
                        .toList());
    }

    String expanded(String path) {
        String home = environment.getOrDefault("HOME", "~");
        String here = path.replaceAll("\\{\\{ ?CWD ?\\}\\}", Matcher.quoteReplacement(workingDirectory.toString()));
        String text = VARIABLE.matcher(here)
                .replaceAll(found -> Matcher.quoteReplacement(environment.getOrDefault(
                        found.group(1) == null ? found.group(2) : found.group(1), found.group())));
        return text.equals("~") || text.startsWith("~/") ? home + text.substring(1) : text;
    }

    /** @throws ConfigException when it is none of these */
    Optional<String> choice(Setting setting, List<String> choices) {
        Optional<Value> given = value(setting);
        given.filter(value -> !choices.contains(value.text)).ifPresent(value -> {
            throw new ConfigException(Problem.of("'" + value.text + "' is no value of '" + setting.key + "'")
                    .at(value.at)
                    .because("it takes one of " + String.join(", ", choices))
                    .hint(NearMiss.hint(value.text, choices)));
        });
        return given.map(value -> value.text);
    }

    /** @throws ConfigException when it is no whole number */
    Optional<Integer> number(Setting setting) {
        return value(setting).map(value -> {
            try {
                return Integer.valueOf(value.text);
            } catch (NumberFormatException e) {
                throw new ConfigException(
                        Problem.of("'" + setting.key + "' takes a whole number, not '" + value.text + "'")
                                .at(value.at),
                        e);
            }
        });
    }

    /** @throws ConfigException when it is neither yes nor no */
    Optional<Boolean> flag(Setting setting) {
        return value(setting).map(value -> {
            String word = value.text.toLowerCase(Locale.ROOT);
            if (!YES.contains(word) && !NO.contains(word)) {
                throw new ConfigException(
                        Problem.of("'" + setting.key + "' takes true or false, not '" + value.text + "'")
                                .at(value.at));
            }
            return YES.contains(word);
        });
    }
}
