package io.slipway.automation.engine;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.playbook.Context;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where a task finds the files that it names, in Ansible's order: in the roles around it, innermost first, then beside the file that it
 * is written in, then beside the playbook; in each, first in the folder of the right kind.
 */
final class SearchPath {

    private final List<Path> folders;
    private final Path playbookDirectory;

    SearchPath(Context context, Path playbookDirectory) {
        this.playbookDirectory = playbookDirectory;
        Set<Path> found = new LinkedHashSet<>();
        for (Context at = context; at != null; at = at.outer()) {
            if (at.role() != null) {
                found.add(at.role().directory().toAbsolutePath());
            }
        }
        found.add(folderOf(context.file().toAbsolutePath()));
        found.add(playbookDirectory);
        this.folders = List.copyOf(found);
    }

    private SearchPath(List<Path> folders, Path playbookDirectory) {
        this.folders = folders;
        this.playbookDirectory = playbookDirectory;
    }

    /** Also, last of all, beside a file that is being read. */
    SearchPath beside(String file) {
        Path folder = folderOf(Path.of(file));
        if (!folder.isAbsolute() || folders.contains(folder)) {
            return this;
        }
        return new SearchPath(Stream.concat(folders.stream(), Stream.of(folder)).toList(), playbookDirectory);
    }

    /** Beside the playbook only. */
    SearchPath(Path playbookDirectory) {
        this.playbookDirectory = playbookDirectory;
        this.folders = List.of(playbookDirectory);
    }

    static Path folderOf(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of(".") : parent;
    }

    List<String> asText() {
        return folders.stream().map(Path::toString).toList();
    }

    /** @throws ModuleFailure that lists where it looked */
    Path find(String kind, String name) {
        return lookFor(kind, name)
                .orElseThrow(() -> new ModuleFailure("Could not find or access '" + name + "'\nSearched in:\n\t"
                        + String.join(
                                "\n\t",
                                candidates(kind, name).stream()
                                        .map(Path::toString)
                                        .toList())));
    }

    Optional<Path> lookFor(String kind, String name) {
        return candidates(kind, name).stream().filter(Files::exists).findFirst();
    }

    /** Everywhere that a name could be, in order. */
    List<Path> candidates(String kind, String name) {
        Path wanted = expand(name);
        if (wanted.isAbsolute()) {
            return List.of(wanted);
        }
        List<Path> places = new ArrayList<>();
        for (Path folder : folders) {
            if (!wanted.getName(0).toString().equals(kind)) {
                places.add(folder.resolve(kind).resolve(wanted).normalize());
            }
            places.add(folder.resolve(wanted).normalize());
        }
        return places;
    }

    /** A place to write to: relative to the playbook. */
    Path place(String path) {
        return playbookDirectory.resolve(expand(path)).normalize();
    }

    private static Path expand(String path) {
        String home = System.getProperty("user.home");
        if (path.equals("~")) {
            return Path.of(home);
        }
        try {
            return path.startsWith("~/") ? Path.of(home, path.substring(2)) : Path.of(path);
        } catch (InvalidPathException e) {
            throw new ModuleFailure("no file of this side can be called '" + path + "': " + e.getReason());
        }
    }
}
