package io.slipway.automation.inventory;

import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlException;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The variables in {@code group_vars} and {@code host_vars}: for each group or host a file called like it, with or without
 * {@code .yml}, {@code .yaml} or {@code .json}, or a folder of such files. Each is read once.
 */
final class VarsFolders {

    private static final List<String> EXTENSIONS = List.of("", ".yml", ".yaml", ".json");

    private final Function<Path, String> reader;
    private final Map<Path, Map<String, YamlNode>> known = new ConcurrentHashMap<>();
    private final Map<Path, Boolean> folders = new ConcurrentHashMap<>();

    VarsFolders(Function<Path, String> reader) {
        this.reader = reader;
    }

    Map<String, YamlNode> ofGroup(Path base, String group) {
        return variables(base.resolve("group_vars"), group);
    }

    Map<String, YamlNode> ofHost(Path base, String host) {
        return variables(base.resolve("host_vars"), host);
    }

    private Map<String, YamlNode> variables(Path folder, String name) {
        if (name.startsWith("/") || !folders.computeIfAbsent(folder, Files::isDirectory)) {
            return Map.of();
        }
        Path stem;
        try {
            stem = folder.resolve(name);
        } catch (InvalidPathException noFileIsCalledSo) {
            return Map.of();
        }
        return known.computeIfAbsent(stem, this::read);
    }

    private Map<String, YamlNode> read(Path stem) {
        Map<String, YamlNode> all = new LinkedHashMap<>();
        for (Path file : files(stem)) {
            all.putAll(variables(file));
        }
        return Collections.unmodifiableMap(all);
    }

    private static List<Path> files(Path stem) {
        for (String extension : EXTENSIONS) {
            Path file = stem.resolveSibling(stem.getFileName() + extension);
            if (Files.isDirectory(file)) {
                return within(file);
            }
            if (Files.exists(file)) {
                return List.of(file);
            }
        }
        return List.of();
    }

    /** Files of a folder by name, also those of folders in it; hidden ones and backups are left out. */
    private static List<Path> within(Path folder) {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.sorted().toList()) {
                String name = String.valueOf(entry.getFileName());
                int dot = name.lastIndexOf('.');
                boolean hidden = name.startsWith(".") || name.endsWith("~");
                if (!hidden && dot < 0 && Files.isDirectory(entry)) {
                    files.addAll(within(entry));
                } else if (!hidden
                        && Files.isRegularFile(entry)
                        && EXTENSIONS.contains(dot < 0 ? "" : name.substring(dot))) {
                    files.add(entry);
                }
            }
        } catch (IOException e) {
            throw new InventoryException(
                    Problem.of("cannot list this folder")
                            .at(Position.in(folder.toString()))
                            .because(IoReason.of(e)),
                    e);
        }
        return files;
    }

    private Map<String, YamlNode> variables(Path file) {
        try {
            YamlNode content = YamlReader.read(file.toString(), reader.apply(file));
            if (content instanceof YamlNode.Mapping mapping) {
                Map<String, YamlNode> all = new LinkedHashMap<>();
                mapping.entries().forEach(entry -> all.put(entry.name(), entry.value()));
                return all;
            }
            if (content instanceof YamlNode.Scalar scalar && scalar.value() == null) {
                return Map.of();
            }
            throw new InventoryException(Problem.of("this file must hold a mapping of variables, not " + content.kind())
                    .at(content.at()));
        } catch (YamlException e) {
            throw new InventoryException(e.problems());
        }
    }
}
