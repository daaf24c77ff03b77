package io.slipway.automation.playbook;

import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds roles, and the files in them. */
final class RoleFiles {

    private static final List<String> EXTENSIONS = List.of(".yml", ".yaml", ".json");

    private final Load load;

    /** A role's name as it is shown, and its folder. */
    record Found(String name, Path directory) {}

    RoleFiles(Load load) {
        this.load = load;
    }

    /**
     * The folder of a role: in a collection, in {@code roles} beside the playbook, on the roles path, beside the role that asks for it, beside the
     * playbook; or the name is a path itself, and then its last part is what the role is called.
     */
    Optional<Found> find(String name, Position at, Scope scope) {
        if (load.path(name, at, scope.trail()).isEmpty()) {
            return Optional.empty();
        }
        Optional<Found> ofCollection = new CollectionRoles(load, scope).find(name);
        if (ofCollection.isPresent()) {
            return ofCollection;
        }
        Set<Path> places = new LinkedHashSet<>();
        places.add(scope.playbookDirectory().resolve("roles"));
        places.addAll(load.paths.roles());
        scope.context()
                .currentRole()
                .map(role -> TaskFiles.folder(role.directory()))
                .ifPresent(places::add);
        places.add(scope.playbookDirectory());
        List<Path> candidates = new ArrayList<>();
        places.forEach(place -> candidates.add(place.resolve(name)));
        candidates.add(Path.of(name));
        Optional<Path> found = candidates.stream().filter(this::isThere).findFirst();
        if (found.isEmpty()) {
            List<String> names = places.stream()
                    .filter(load.files::isDirectory)
                    .flatMap(place -> load.files.folders(place).stream())
                    .map(folder -> String.valueOf(folder.getFileName()))
                    .toList();
            load.report(
                    Problem.of("there is no role '" + name + "'")
                            .at(at)
                            .because("looked in "
                                    + places.stream()
                                            .map(place -> place.toString().isEmpty() ? "." : place.toString())
                                            .collect(Collectors.joining(", ")))
                            .hint(NearMiss.hint(name, names)),
                    scope.trail());
        }
        boolean isPath = found.filter(path -> candidates.indexOf(path) == candidates.size() - 1)
                .isPresent();
        return found.map(directory ->
                new Found(isPath ? String.valueOf(directory.normalize().getFileName()) : name, directory.normalize()));
    }

    /** As in Ansible, {@code ..} goes back also over a folder that does not exist. */
    private boolean isThere(Path directory) {
        return load.files.isDirectory(directory) || load.files.isDirectory(directory.normalize());
    }

    /** {@code main} of a part such as {@code tasks}, or the file asked for instead, which must be there. */
    Optional<Path> file(Path role, String part, Optional<String> instead, Position at, Trail trail) {
        if (instead.isPresent() && load.path(instead.get(), at, trail).isEmpty()) {
            return Optional.empty();
        }
        Path folder = role.resolve(part);
        List<Path> candidates = new ArrayList<>();
        String name = instead.orElse("main");
        EXTENSIONS.forEach(extension -> candidates.add(folder.resolve(name + extension)));
        candidates.add(instead.isPresent() ? 0 : candidates.size(), folder.resolve(name));
        Optional<Path> found = candidates.stream()
                .filter(file -> file.normalize().startsWith(folder.normalize()))
                .filter(load.files::isFile)
                .findFirst();
        if (found.isEmpty() && instead.isPresent()) {
            load.report(
                    Problem.of("the role has no file '" + part + "/" + name + "'")
                            .at(at)
                            .because("looked at "
                                    + candidates.stream().map(Path::toString).collect(Collectors.joining(", ")))
                            .hint(NearMiss.hint(name, stems(folder))),
                    trail);
        }
        return found;
    }

    /** Variables of {@code vars} or {@code defaults}: of one file, or of every file in a folder {@code main}. */
    Map<String, YamlNode> variables(Path role, String part, Optional<String> instead, Position at, Trail trail) {
        Map<String, YamlNode> all = new LinkedHashMap<>();
        if (instead.isPresent() && load.path(instead.get(), at, trail).isEmpty()) {
            return all;
        }
        Path folder = role.resolve(part).resolve(instead.orElse("main"));
        boolean isFolder = load.files.isDirectory(folder);
        List<Path> files = isFolder
                ? within(folder)
                : file(role, part, instead, at, trail).stream().toList();
        for (Path file : files) {
            Trail inside = trail.into(file, at);
            load.yaml(file, inside).ifPresent(content -> {
                new TemplateCheck(load).templates(content, inside);
                all.putAll(mapping(content, inside));
            });
        }
        return all;
    }

    /** The entries of a file that must hold a mapping, or nothing. */
    Map<String, YamlNode> mapping(YamlNode content, Trail trail) {
        Map<String, YamlNode> all = new LinkedHashMap<>();
        if (content instanceof YamlNode.Mapping mapping) {
            mapping.entries().forEach(entry -> all.put(entry.name(), entry.value()));
        } else if (!(content instanceof YamlNode.Scalar scalar && scalar.value() == null)) {
            load.report(
                    Problem.of("this file must hold a mapping, not " + content.kind())
                            .at(content.at()),
                    trail);
        }
        return all;
    }

    private List<Path> within(Path folder) {
        List<Path> files = new ArrayList<>();
        for (Path file : load.files.list(folder)) {
            String name = String.valueOf(file.getFileName());
            boolean hidden = name.startsWith(".") || name.endsWith("~");
            int dot = name.lastIndexOf('.');
            if (!hidden && (dot < 0 || EXTENSIONS.contains(name.substring(dot)))) {
                files.add(file);
            }
        }
        for (Path deeper : load.files.folders(folder)) {
            if (String.valueOf(deeper.getFileName()).indexOf('.') < 0) {
                files.addAll(within(deeper));
            }
        }
        return files;
    }

    private List<String> stems(Path folder) {
        return load.files.isDirectory(folder)
                ? load.files.list(folder).stream()
                        .map(file -> String.valueOf(file.getFileName()).replaceFirst("\\.[a-z]+$", ""))
                        .toList()
                : List.of();
    }
}
