package io.slipway.mirror.oci.layout;

import io.slipway.mirror.oci.transfer.BlobBytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;

/**
 * Files in a tar archive, read where they lie. Nothing is unpacked, so that a name is no more than a name; links lead to other names of
 * the same archive, as {@code docker save} uses them for layers that it has twice.
 */
final class TarTree implements FileTree {

    private static final int MOST_LINKS = 8;

    private final Path file;
    private final TarFile tar;
    private final Map<String, TarArchiveEntry> entries = new HashMap<>();

    TarTree(Path file) {
        this.file = file;
        try {
            this.tar = new TarFile(file);
            tar.getEntries().forEach(entry -> entries.put(TarNames.plain(entry.getName()), entry));
        } catch (IOException | IllegalArgumentException e) {
            throw new LayoutException(
                    LayoutException.of(
                                    file.toString(),
                                    "this is not an archive of images",
                                    "it cannot be read as tar",
                                    "if it is compressed, decompress it first, such as with gunzip")
                            .problem(),
                    e);
        }
    }

    @Override
    public String name() {
        return file.toString();
    }

    @Override
    public Optional<Item> file(String path) {
        String at = path;
        for (int link = 0; link < MOST_LINKS; link++) {
            TarArchiveEntry entry = entries.get(at);
            if (entry == null) {
                return Optional.empty();
            }
            if (entry.isSymbolicLink() || entry.isLink()) {
                at = TarNames.target(at, entry.getLinkName(), entry.isSymbolicLink());
            } else {
                return entry.isFile() ? Optional.of(new Item(bytes(entry), entry.getSize())) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private BlobBytes bytes(TarArchiveEntry entry) {
        return offset -> {
            InputStream in = tar.getInputStream(entry);
            in.skipNBytes(offset);
            return in;
        };
    }

    @Override
    public void close() {
        try {
            tar.close();
        } catch (IOException e) {
            throw LayoutException.io(name(), "the archive cannot be closed", e);
        }
    }
}
