package io.slipway.mirror.oci.layout;

import io.slipway.mirror.oci.transfer.BlobBytes;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.apache.commons.compress.utils.BoundedSeekableByteChannelInputStream;

/**
 * Files in a tar archive, read where they lie. Nothing is unpacked, so that a name is no more than a name; links lead to other names of
 * the same archive, as {@code docker save} uses them for layers that it has twice.
 */
final class TarTree implements FileTree {

    private static final int MOST_LINKS = 8;

    private final Path file;
    private final SeekableByteChannel channel;
    private final TarFile tar;
    private final Map<String, TarArchiveEntry> entries = new HashMap<>();

    TarTree(Path file) {
        this.file = file;
        try {
            this.channel = Files.newByteChannel(file);
            this.tar = new TarFile(channel);
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

    /** Blobs are read at the same time; what {@link TarFile} gives out would take each other's place in the file. */
    private BlobBytes bytes(TarArchiveEntry entry) {
        return offset -> {
            if (entry.isSparse()) {
                throw LayoutException.of(
                        name(), "'" + entry.getName() + "' is stored with holes", "no image needs that", "");
            }
            return new BoundedSeekableByteChannelInputStream(
                    entry.getDataOffset() + offset, entry.getSize() - offset, channel);
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
