package io.slipway.mirror.oci.layout;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where images lie on this machine. */
public final class Trees {

    private Trees() {}

    /** A folder. */
    public static FileTree folder(Path folder) {
        require(Files.isDirectory(folder), folder, "there is no such folder");
        return new FolderTree(folder);
    }

    /** A tar archive. */
    public static FileTree archive(Path file) {
        require(Files.isRegularFile(file), file, "there is no such file");
        return new TarTree(file);
    }

    private static void require(boolean there, Path path, String otherwise) {
        if (!there) {
            throw new LayoutException(Problem.of(otherwise).at(Position.in(path.toString())), null);
        }
    }
}
