package io.slipway.automation.module.control;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Controller;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.TextFile;
import io.slipway.common.crypto.vault.Vault;
import io.slipway.common.crypto.vault.VaultException;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** {@code include_vars}: variables from files on this side. Their values stay as written, so that templates in them are evaluated when used. */
final class IncludeVarsModule implements Module {

    private static final List<String> FILE_ONLY = List.of("file", ModuleSpec.RAW);
    private static final List<String> DIR_ONLY =
            List.of("dir", "depth", "files_matching", "ignore_files", "extensions", "ignore_unknown_extensions");

    private static final ModuleSpec SPEC = ModuleSpec.of("include_vars", "Loads variables from files")
            .freeForm()
            .options(
                    Option.of("file", PATH, "The file to load"),
                    Option.of("dir", PATH, "The directory to load files from, in alphabetical order"),
                    Option.of("name", STRING, "The variable under which to put them all"),
                    Option.of("depth", INT, "How many directories to visit; 0 for all"),
                    Option.of("files_matching", STRING, "A regular expression that file names must match"),
                    Option.of("ignore_files", LIST, "Regular expressions of file names to leave out"),
                    Option.of("extensions", LIST, "File name extensions to take: yaml, yml, json"),
                    Option.of("ignore_unknown_extensions", BOOL, "Whether to leave out other files"),
                    Option.of("hash_behaviour", STRING, "Whether mappings replace or join known ones")
                            .oneOf("replace", "merge"))
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    /** What is wrong with a file is told as {@code message}, and none of the variables are there. */
    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments arguments = call.arguments();
        if (FILE_ONLY.stream().anyMatch(arguments::has) && DIR_ONLY.stream().anyMatch(arguments::has)) {
            throw new ModuleFailure("You are mixing file only and dir only arguments, these are incompatible");
        }
        Map<String, Object> nothing = facts(arguments, Map.of());
        try {
            return loaded(call, arguments);
        } catch (ModuleFailure e) {
            return ModuleResult.unchanged()
                    .with("ansible_facts", nothing)
                    .with("ansible_included_var_files", List.of())
                    .with("message", e.problem().toString())
                    .failing();
        }
    }

    private static ModuleResult loaded(ModuleCall call, Arguments arguments) {
        List<Path> files = new ArrayList<>();
        Optional<String> foreign = Optional.empty();
        if (arguments.has("dir")) {
            foreign = inDirectory(call, arguments, files);
        } else {
            Optional<String> named = arguments.text("file").or(() -> arguments.text(ModuleSpec.RAW));
            files.add(call.controller().find("vars", named.orElse("")));
        }
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        for (Path file : files) {
            load(file, call.controller().vault()).entries().forEach(entry -> {
                entries.remove(entry.name());
                entries.put(entry.name(), entry);
            });
        }
        if (foreign.isPresent()) {
            entries.clear();
        }
        Map<String, Object> facts = facts(arguments, entries);
        if (arguments.text("hash_behaviour").filter("merge"::equals).isPresent()) {
            facts.replaceAll((name, value) -> joined(name, (YamlNode) value, call.controller()));
        }
        ModuleResult result = ModuleResult.unchanged()
                .with("ansible_facts", facts)
                .with(
                        "ansible_included_var_files",
                        files.stream().map(Path::toString).toList());
        return foreign.map(message -> result.with("message", message).failing()).orElse(result);
    }

    /** With what the variable holds already underneath. */
    private static Object joined(String name, YamlNode value, Controller controller) {
        Object known = Names.valid(name) ? controller.evaluate(name + " | default(none)") : null;
        return known instanceof Map<?, ?> map && value instanceof YamlNode.Mapping ? JoinedMaps.of(map, value) : value;
    }

    private static Map<String, Object> facts(Arguments arguments, Map<String, YamlNode.Entry> entries) {
        Map<String, Object> facts = new LinkedHashMap<>();
        if (arguments.filled("name").isPresent()) {
            Position at = entries.values().stream()
                    .findFirst()
                    .map(entry -> entry.key().at())
                    .orElse(Position.in("include_vars"));
            facts.put(Names.check(arguments.string("name")), new YamlNode.Mapping(List.copyOf(entries.values()), at));
        } else {
            entries.forEach((name, entry) -> facts.put(name, entry.value()));
        }
        return facts;
    }

    /** Adds the files up to one whose name has none of the extensions; what is wrong with that is given back. */
    private static Optional<String> inDirectory(ModuleCall call, Arguments arguments, List<Path> files) {
        Path directory = call.controller().find("vars", arguments.string("dir"));
        if (!Files.isDirectory(directory)) {
            throw new ModuleFailure(directory + " is not a directory");
        }
        List<Pattern> ignored = arguments.strings("ignore_files").stream()
                .map(expression -> pattern(expression + "$"))
                .toList();
        Pattern wanted = pattern(arguments.text("files_matching").orElse(""));
        List<String> extensions =
                arguments.has("extensions") ? arguments.strings("extensions") : List.of("yaml", "yml", "json");
        for (Path folder : folders(directory, arguments.integer("depth").orElse(0L))) {
            for (Path file : filesOf(folder)) {
                String name = file.getFileName().toString();
                boolean named =
                        extensions.contains(name.substring(name.lastIndexOf('.') + 1)) && name.indexOf('.') >= 0;
                if (!wanted.matcher(name).find()
                        || ignored.stream()
                                .anyMatch(pattern -> pattern.matcher(name).find())
                        || (!named && arguments.flag("ignore_unknown_extensions"))) {
                    continue;
                }
                if (!named) {
                    return Optional.of(file + " does not have a valid extension: " + String.join(", ", extensions));
                }
                files.add(file);
            }
        }
        return Optional.empty();
    }

    private static Pattern pattern(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            throw new ModuleFailure(
                    Problem.of("Invalid regular expression: " + expression).because(e.getDescription()), e);
        }
    }

    private static List<Path> folders(Path directory, long depth) {
        try (Stream<Path> all = Files.walk(directory, FileVisitOption.FOLLOW_LINKS)) {
            List<Path> folders = all.filter(Files::isDirectory)
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
            return depth == 0 ? folders : folders.subList(0, (int) Math.min(depth, folders.size()));
        } catch (IOException e) {
            throw unreadable(directory, e);
        }
    }

    private static List<Path> filesOf(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(Path::toString))
                    .toList();
        } catch (IOException e) {
            throw unreadable(folder, e);
        }
    }

    private static YamlNode.Mapping load(Path file, Vault vault) {
        try {
            YamlNode node = YamlReader.read(file.toString(), vault.read(file));
            return switch (node) {
                case YamlNode.Mapping map -> map;
                case YamlNode.Scalar scalar when scalar.value() == null -> new YamlNode.Mapping(List.of(), scalar.at());
                default ->
                    throw new ModuleFailure(Problem.of(file + " must be stored as a dictionary/hash")
                            .at(node.at())
                            .because("it holds " + node.kind()));
            };
        } catch (TextFile.UnreadableException | VaultException e) {
            throw new ModuleFailure(e.problem(), e);
        }
    }

    private static ModuleFailure unreadable(Path path, IOException cause) {
        return new ModuleFailure(Problem.of("cannot read " + path).because(IoReason.of(cause)), cause);
    }
}
