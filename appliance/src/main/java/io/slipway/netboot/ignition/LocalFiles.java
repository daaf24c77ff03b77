package io.slipway.netboot.ignition;

import io.slipway.common.IoReason;
import io.slipway.common.Problem;
import io.slipway.common.TextFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder whose files a Butane config may take in; nothing outside of it is read, be it by a link. */
public final class LocalFiles {

    private final @Nullable Path folder;

    private LocalFiles(@Nullable Path folder) {
        this.folder = folder;
    }

    public static LocalFiles in(Path folder) {
        return new LocalFiles(folder);
    }

    /** For a config that comes from somewhere else: each file that it names is a mistake. */
    public static LocalFiles none() {
        return new LocalFiles(null);
    }

    /**
     * Something in a tree.
     *
     * @param path below the tree's root, without a slash in front
     * @param target of a link; empty for a file
     */
    record Found(String path, byte[] contents, boolean executable, String target) {}

    /** @throws IgnitionException without a position, when it is not there, outside, or larger than 64 MiB */
    byte[] read(String name) {
        try {
            return contents(inside(name));
        } catch (IOException e) {
            throw refuse("cannot read the file '" + name + "'", IoReason.of(e));
        }
    }

    /** All files and links below a folder, sorted; folders themselves are made where they are needed. */
    List<Found> tree(String name) {
        Path root = inside(name);
        if (!Files.isDirectory(root)) {
            throw refuse("'" + name + "' is not a folder", "");
        }
        List<Found> found = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path : paths.sorted().toList()) {
                String relative = root.relativize(path).toString();
                if (Files.isSymbolicLink(path)) {
                    found.add(new Found(
                            relative,
                            new byte[0],
                            false,
                            Files.readSymbolicLink(path).toString()));
                } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    found.add(new Found(relative, contents(path), Files.isExecutable(path), ""));
                } else if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
                    throw refuse("'" + name + "/" + relative + "' is neither a file, a folder nor a link", "");
                }
            }
        } catch (IOException e) {
            throw refuse("cannot read the folder '" + name + "'", IoReason.of(e));
        }
        return found;
    }

    private Path inside(String name) {
        if (folder == null) {
            throw refuse("this config may name no local files, but names '" + name + "'", "");
        }
        try {
            Path root = folder.toRealPath();
            Path path = root.resolve(name.replaceFirst("^/+", "")).normalize();
            if (path.startsWith(root)) {
                path = path.toRealPath();
            }
            if (!path.startsWith(root)) {
                throw refuse("'" + name + "' lies outside of the folder of local files", "");
            }
            return path;
        } catch (IOException | InvalidPathException e) {
            throw refuse("there is no file '" + name + "' in the folder of local files", "");
        }
    }

    private static byte[] contents(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("it is no regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(TextFile.MAX_BYTES + 1);
            if (bytes.length > TextFile.MAX_BYTES) {
                throw new IOException("it is larger than " + TextFile.MAX_BYTES / 1024 / 1024 + " MiB");
            }
            return bytes;
        }
    }

    private static IgnitionException refuse(String what, String why) {
        return new IgnitionException(List.of(Problem.of(what).because(why)));
    }
}
