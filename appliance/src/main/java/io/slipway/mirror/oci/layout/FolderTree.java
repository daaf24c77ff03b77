package io.slipway.mirror.oci.layout;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Files in a folder. Names come from what is read, so that none may lead out of it. */
final class FolderTree implements FileTree {

    private final Path folder;

    FolderTree(Path folder) {
        this.folder = folder;
    }

    @Override
    public String name() {
        return folder.toString();
    }

    @Override
    public Optional<Item> file(String path) {
        Path file = folder.resolve(path).normalize();
        if (path.isEmpty() || !file.startsWith(folder.normalize()) || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Item(offset -> open(file, offset), Files.size(file)));
        } catch (IOException e) {
            throw LayoutException.io(name(), "'" + path + "' cannot be read", e);
        }
    }

    static InputStream open(Path file, long offset) throws IOException {
        InputStream in = Files.newInputStream(file);
        in.skipNBytes(offset);
        return in;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
