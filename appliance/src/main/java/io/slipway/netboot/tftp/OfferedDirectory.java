package io.slipway.netboot.tftp;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** The regular files under a directory, for everybody. Links may lead to other files in it, not out of it. */
public final class OfferedDirectory implements Offer {

    private final Path root;

    public OfferedDirectory(Path root) throws IOException {
        this.root = root.toRealPath();
    }

    @Override
    public Optional<Content> open(String name, InetAddress client) throws IOException {
        try {
            Path file = root.resolve(name).toRealPath();
            return file.startsWith(root) && Files.isRegularFile(file)
                    ? Optional.of(FileContent.open(file))
                    : Optional.empty();
        } catch (NoSuchFileException | InvalidPathException e) {
            return Optional.empty();
        }
    }
}
