package io.slipway.mirror.oci.layout;

import io.slipway.mirror.oci.transfer.BlobBytes;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Files by name, in a folder, an archive or a stream that was taken apart. Names are relative, with {@code /}. */
public interface FileTree extends AutoCloseable {

    /** How the user calls it. */
    String name();

    Optional<Item> file(String path);

    @Override
    void close();

    /** @param size in bytes */
    record Item(BlobBytes bytes, long size) {}

    /**
     * A small file.
     *
     * @param limit in bytes
     */
    default Optional<byte[]> small(String path, int limit) {
        Optional<Item> item = file(path);
        if (item.isEmpty()) {
            return Optional.empty();
        }
        if (item.get().size() > limit) {
            throw LayoutException.of(
                    name(),
                    "'" + path + "' is too large",
                    "it has " + item.get().size() + " bytes",
                    "");
        }
        try (InputStream in = item.get().bytes().from(0)) {
            return Optional.of(in.readNBytes(limit));
        } catch (IOException e) {
            throw LayoutException.io(name(), "'" + path + "' cannot be read", e);
        }
    }
}
