package io.slipway.mirror.oci.pod;

import io.slipway.common.Digest;
import io.slipway.mirror.oci.layout.FileTree;
import io.slipway.mirror.oci.layout.StreamedTree;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StagedBlob;
import io.slipway.mirror.store.StoreWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps the large files of a stream in the store, where they belong in the end. */
public final class KeepInStore implements StreamedTree.Keep {

    private final StoreWriter store;

    public KeepInStore(StoreWriter store) {
        this.store = store;
    }

    @Override
    public FileTree.Item keep(Digest digest, long size, InputStream content) throws IOException {
        put(store, new Generation.Entry(digest, size), content);
        Path file = store.store().blob(digest);
        return new FileTree.Item(
                offset -> {
                    InputStream in = Files.newInputStream(file);
                    in.skipNBytes(offset);
                    return in;
                },
                size);
    }

    static void put(StoreWriter store, Generation.Entry entry, InputStream content) throws IOException {
        if (store.has(entry)) {
            return;
        }
        try (StagedBlob staged = store.stage(entry)) {
            staged.restart();
            byte[] buffer = new byte[1 << 16];
            for (int n = content.read(buffer); n >= 0; n = content.read(buffer)) {
                staged.write(ByteBuffer.wrap(buffer, 0, n));
            }
            staged.commit();
        }
    }
}
