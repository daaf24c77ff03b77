package io.slipway.automation.playbook;

import io.slipway.common.NearMiss;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Finds a task file by the name that an import or include gives it: beside the file that names it, beside the files that led there,
 * in the folders of the role, and at last beside the playbook.
 */
final class TaskFiles {

    private final Load load;

    TaskFiles(Load load) {
        this.load = load;
    }

    Optional<Path> find(String name, Position at, Scope scope) {
        if (load.path(name, at, scope.trail()).isEmpty()) {
            return Optional.empty();
        }
        Set<Path> places = places(name, scope);
        Optional<Path> found = places.stream().filter(load.files::isFile).findFirst();
        if (found.isEmpty()) {
            load.report(
                    Problem.of("there is no file '" + name + "'")
                            .at(at)
                            .because("looked at "
                                    + places.stream().map(Path::toString).collect(Collectors.joining(", ")))
                            .hint(hint(name, places)),
                    scope.trail());
        }
        return found;
    }

    private static Set<Path> places(String name, Scope scope) {
        Set<Path> folders = new LinkedHashSet<>();
        for (Context at = scope.context(); at != null; at = at.outer()) {
            folders.add(folder(at.file()));
            if (at.role() != null) {
                break;
            }
        }
        scope.context().currentRole().map(Role::directory).ifPresent(role -> {
            folders.add(role.resolve(scope.handlers() ? "handlers" : "tasks"));
            folders.add(role.resolve("tasks"));
            folders.add(role);
        });
        folders.add(scope.playbookDirectory().resolve(scope.handlers() ? "handlers" : "tasks"));
        folders.add(scope.playbookDirectory());
        return folders.stream()
                .map(folder -> folder.resolve(name))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private String hint(String name, Set<Path> places) {
        String last = Path.of(name).getFileName() == null
                ? name
                : Path.of(name).getFileName().toString();
        List<String> names = new ArrayList<>();
        for (Path place : places) {
            Path folder = folder(place);
            if (load.files.isDirectory(folder)) {
                load.files.list(folder).forEach(file -> names.add(String.valueOf(file.getFileName())));
            }
        }
        return NearMiss.hint(last, names);
    }

    static Path folder(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }
}
