package io.slipway.automation.inventory;

import io.slipway.automation.config.InventorySettings;
import io.slipway.common.IoReason;
import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.TextFile;
import io.slipway.common.crypto.vault.VaultException;
import io.slipway.common.yaml.YamlException;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads inventory sources: INI, YAML or TOML files, folders of them, executable scripts, and lists such as {@code host1,host2,}. Sources add
 * up in the order in which they are given.
 */
public final class InventoryLoader {

    private static final List<String> YAML = List.of(".yml", ".yaml", ".json");
    private static final List<String> PLUGINS = List.of("constructed", "generator");
    private static final String BUILTIN = "ansible.builtin.";
    private static final Set<String> FOLDERS_OF_VARS = Set.of("group_vars", "host_vars", "vars_plugins");

    private final Consumer<String> warnings;
    private final Function<Path, String> reader;
    private final InventorySettings settings;

    /** @param warnings told what is odd but not wrong, in Ansible's words */
    public InventoryLoader(Consumer<String> warnings) {
        this(warnings, TextFile::read, InventorySettings.USUAL);
    }

    /** @param reader gives the text of a file; may decrypt it */
    public InventoryLoader(Consumer<String> warnings, Function<Path, String> reader, InventorySettings settings) {
        this.warnings = warnings;
        this.reader = reader;
        this.settings = settings;
    }

    /**
     * @param sources as given to {@code -i}
     * @throws InventoryException when a source is missing, unreadable or malformed
     */
    public Inventory load(List<String> sources) {
        return tree(sources);
    }

    InventoryTree tree(List<String> sources) {
        InventoryBuilder builder = new InventoryBuilder(warnings, settings.oddGroupNames());
        List<Path> folders = new ArrayList<>();
        for (String source : sources) {
            Path path = Path.of(source);
            if (source.contains(",") && !Files.exists(path)) {
                hostList(source, path, builder);
            } else {
                folders.add(Files.isDirectory(path) ? path : folderOf(path));
                read(path, builder, folders);
            }
        }
        builder.settle();
        Path first = sources.isEmpty() ? Path.of("") : Path.of(sources.getFirst());
        return new LoadedInventory(
                builder,
                folders.stream().distinct().toList(),
                first,
                new VarsFolders(this::text),
                settings.merging(),
                unmatched(),
                () -> load(sources));
    }

    /** What is done about a pattern that matches nothing. */
    private Consumer<String> unmatched() {
        return switch (settings.unmatched()) {
            case "ignore" -> said -> {};
            case "error" ->
                said -> {
                    throw new InventoryException(
                            Problem.of(said).because("host_pattern_mismatch = error in the configuration"));
                };
            default -> warnings;
        };
    }

    private static Path folderOf(Path file) {
        Path folder = file.getParent();
        return folder == null ? Path.of("") : folder;
    }

    private void hostList(String source, Path path, InventoryBuilder builder) {
        Position at = Position.in(source);
        for (String entry : source.split(",")) {
            String host = entry.strip();
            if (!host.isEmpty() && host.contains("[") && settings.plugins().contains("advanced_host_list")) {
                Hosts hosts = Hosts.of(host, at);
                builder.addHosts(hosts.names(), hosts.port(), InventoryBuilder.UNGROUPED, path, at);
            } else if (!host.isEmpty()) {
                Optional<HostAddress> address =
                        HostAddress.parse(host).filter(found -> !found.name().contains("["));
                builder.addHosts(
                        List.of(address.map(HostAddress::name).orElse(host)),
                        address.flatMap(HostAddress::port),
                        InventoryBuilder.UNGROUPED,
                        path,
                        at);
            }
        }
    }

    private void read(Path source, InventoryBuilder builder, List<Path> folders) {
        if (Files.isDirectory(source)) {
            for (Path entry : entries(source)) {
                read(entry, builder, folders);
            }
        } else if (!Files.exists(source)) {
            throw new InventoryException(Problem.of("there is no inventory '" + source + "'")
                    .at(Position.in(source.toString()))
                    .hint(neighbour(source)));
        } else {
            file(source, builder, folders);
        }
    }

    private static String neighbour(Path source) {
        Path folder = source.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return "";
        }
        try (Stream<Path> entries = Files.list(folder)) {
            return NearMiss.hint(
                    String.valueOf(source.getFileName()),
                    entries.map(entry -> String.valueOf(entry.getFileName())).toList());
        } catch (IOException noHint) {
            return "";
        }
    }

    /** What counts in a folder of sources, by name. */
    private List<Path> entries(Path folder) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(entry -> isSource(String.valueOf(entry.getFileName())))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new InventoryException(
                    Problem.of("cannot list this folder")
                            .at(Position.in(folder.toString()))
                            .because(IoReason.of(e)),
                    e);
        }
    }

    private boolean isSource(String name) {
        return !name.startsWith(".")
                && !FOLDERS_OF_VARS.contains(name)
                && settings.ignoredExtensions().stream().noneMatch(name::endsWith)
                && settings.ignoredPatterns().stream()
                        .noneMatch(pattern ->
                                Pattern.compile(pattern).matcher(name).find());
    }

    private void file(Path file, InventoryBuilder builder, List<Path> folders) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        String extension = dot < 0 ? "" : name.substring(dot);
        if (YAML.contains(extension)) {
            groups(file, yaml(file, text(file)), builder, folders);
            return;
        }
        if (extension.equals(".toml")) {
            TomlInventory.read(file, text(file), builder, warnings);
            return;
        }
        if (isScript(file)) {
            ScriptInventory.read(file, builder, warnings, ScriptInventory.PATIENCE);
            return;
        }
        String text = text(file);
        Optional<YamlNode> groups =
                extension.isEmpty() || extension.equals(".config") ? mapping(file, text) : Optional.empty();
        if (groups.isPresent()) {
            groups(file, groups.get(), builder, folders);
        } else {
            IniInventory.read(file, text, builder);
        }
    }

    /** Reads what a file says of groups, or does what it asks a plugin for. */
    private void groups(Path file, YamlNode content, InventoryBuilder builder, List<Path> folders) {
        Optional<YamlNode.Entry> plugin = content instanceof YamlNode.Mapping mapping
                ? mapping.entry("plugin").filter(entry -> entry.value() instanceof YamlNode.Scalar)
                : Optional.empty();
        if (plugin.isEmpty() || !(content instanceof YamlNode.Mapping config)) {
            YamlInventory.read(file, content, builder, warnings);
            return;
        }
        String name = String.valueOf(plugin.get().value().toValue());
        switch (name.startsWith(BUILTIN) ? name.substring(BUILTIN.length()) : name) {
            case "constructed" -> {
                VarsFolders files = new VarsFolders(this::text);
                ConstructedInventory.read(file, config, builder, files, folders, settings.merging());
            }
            case "generator" -> GeneratorInventory.read(file, config, builder);
            default ->
                throw new InventoryException(Problem.of("there is no inventory plugin '" + name + "'")
                        .at(plugin.get().value().at())
                        .because("a file can ask for " + String.join(", ", PLUGINS))
                        .hint(NearMiss.hint(name, PLUGINS)));
        }
    }

    /** Whether a file can be run. Its permissions alone do not tell: some file systems make everything executable. */
    private static boolean isScript(Path file) {
        if (!Files.isExecutable(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            String start = new String(in.readNBytes(4), StandardCharsets.ISO_8859_1);
            return start.startsWith("#!") || start.equals("\u007fELF");
        } catch (IOException e) {
            throw new InventoryException(
                    Problem.of("cannot read this file")
                            .at(Position.in(file.toString()))
                            .because(IoReason.of(e)),
                    e);
        }
    }

    /** A file without a telling name is YAML if it reads as a mapping; INI never does. */
    private static Optional<YamlNode> mapping(Path file, String text) {
        try {
            return Optional.of(YamlReader.read(file.toString(), text)).filter(YamlNode.Mapping.class::isInstance);
        } catch (YamlException notYaml) {
            return Optional.empty();
        }
    }

    private static YamlNode yaml(Path file, String text) {
        try {
            return YamlReader.read(file.toString(), text);
        } catch (YamlException e) {
            throw new InventoryException(e.problems());
        }
    }

    private String text(Path file) {
        try {
            return reader.apply(file);
        } catch (TextFile.UnreadableException | VaultException e) {
            throw new InventoryException(e.problem(), e);
        }
    }
}
