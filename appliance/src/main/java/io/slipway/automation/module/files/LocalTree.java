package io.slipway.automation.module.files;

import io.slipway.automation.module.ModuleFailure;
import io.slipway.common.Problem;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The members of a directory on this side, by their paths below it with slashes.
 *
 * @param directories without the directory itself
 * @param links only when links are not followed
 */
record LocalTree(SortedMap<String, Path> directories, SortedMap<String, Path> files, SortedMap<String, Path> links) {

    static LocalTree of(Path root, boolean follow) {
        LocalTree tree = new LocalTree(new TreeMap<>(), new TreeMap<>(), new TreeMap<>());
        try {
            Files.walkFileTree(
                    root,
                    follow ? Set.of(FileVisitOption.FOLLOW_LINKS) : Set.of(),
                    Integer.MAX_VALUE,
                    tree.visitor(root, follow));
        } catch (IOException e) {
            throw Source.unreadable(root, e);
        }
        return tree;
    }

    private SimpleFileVisitor<Path> visitor(Path root, boolean follow) {
        return new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                if (!directory.equals(root)) {
                    directories.put(root.relativize(directory).toString(), directory);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isSymbolicLink() && follow) {
                    throw new ModuleFailure(
                            Problem.of("could not find src=" + file).because("it is a link that leads nowhere"));
                }
                (attributes.isSymbolicLink() ? links : files)
                        .put(root.relativize(file).toString(), file);
                return FileVisitResult.CONTINUE;
            }

            // a link that leads back up is left out
            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (e instanceof FileSystemLoopException) {
                    return FileVisitResult.CONTINUE;
                }
                throw e;
            }
        };
    }
}
