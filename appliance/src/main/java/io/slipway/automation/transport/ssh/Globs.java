package io.slipway.automation.transport.ssh;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Which files a path with wildcards stands for, as glob(7) has it but for character classes. */
final class Globs {

    private Globs() {}

    /**
     * In order of names; a name that begins with a dot only where the pattern says so.
     *
     * @param pattern absolute
     */
    static List<Path> files(Path pattern) throws IOException {
        List<Path> found = List.of(Path.of("/"));
        for (Path part : pattern) {
            List<Path> next = new ArrayList<>();
            for (Path folder : found) {
                next.addAll(in(folder, part.toString()));
            }
            found = next;
        }
        return found;
    }

    private static List<Path> in(Path folder, String pattern) throws IOException {
        if (pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0) {
            Path one = folder.resolve(pattern);
            return Files.exists(one) ? List.of(one) : List.of();
        }
        if (!Files.isDirectory(folder) || !Files.isReadable(folder)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (Patterns.matches(name, pattern) && (!name.startsWith(".") || pattern.startsWith("."))) {
                    found.add(entry);
                }
            }
        }
        Collections.sort(found);
        return found;
    }
}
