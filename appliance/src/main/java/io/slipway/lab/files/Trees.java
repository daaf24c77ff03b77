package io.slipway.lab.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Removes directory trees, and refuses where something is still mounted: beneath a mount lie files that are not ours. */
public final class Trees {

    private Trees() {}

    /**
     * Deletes the tree, without following links; it is fine if it is gone already.
     *
     * @throws IOException also if something is mounted in it; nothing is deleted then
     */
    public static void delete(Path root) throws IOException {
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<String> mounts = Mounts.beneath(root);
        if (!mounts.isEmpty()) {
            throw new IOException(root + " cannot be removed while something is mounted at " + mounts.getFirst());
        }
        Files.walkFileTree(root, new Delete());
    }

    private static final class Delete extends SimpleFileVisitor<Path> {

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null) {
                throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
