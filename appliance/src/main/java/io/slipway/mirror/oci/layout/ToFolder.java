package io.slipway.mirror.oci.layout;

import io.slipway.common.DurableFile;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.transfer.BlobBytes;
import io.slipway.mirror.oci.transfer.Companion;
import io.slipway.mirror.oci.transfer.ImageTarget;
import io.slipway.mirror.oci.transfer.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** A place for an image in an OCI image layout, beside others that are there. */
public final class ToFolder implements ImageTarget {

    private static final int AT_ONCE = 4;

    private final Path folder;
    private final Optional<String> name;
    private final LayoutIndex index;

    public ToFolder(Path folder, Optional<String> name) {
        this.folder = folder;
        this.name = name;
        try (FolderTree tree = new FolderTree(folder)) {
            this.index = new LayoutIndex(FromLayout.json(tree, FromLayout.INDEX));
        }
    }

    @Override
    public int atOnce() {
        return AT_ONCE;
    }

    private Path place(Descriptor blob) {
        return folder.resolve(FromLayout.blobPath(blob.digest()));
    }

    @Override
    public boolean has(Descriptor blob) {
        try {
            return Files.size(place(blob)) == blob.size();
        } catch (IOException absent) {
            return false;
        }
    }

    @Override
    public void blob(Descriptor blob, BlobBytes content) {
        put(place(blob), blob, content);
    }

    /** Complete, or not there. */
    static void put(Path place, Descriptor blob, BlobBytes content) {
        Path part = place.resolveSibling("." + place.getFileName() + ".part");
        try {
            Path directory = place.getParent();
            if (directory != null) {
                Files.createDirectories(directory);
            }
            try (InputStream in = new Verified(content.from(0), blob)) {
                Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
            }
            Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw LayoutException.io(place.toString(), "the blob " + blob.digest() + " cannot be written", e);
        } finally {
            discard(part);
        }
    }

    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            throw LayoutException.io(part.toString(), "what is left of a blob cannot be removed", e);
        }
    }

    @Override
    public void manifest(Manifest manifest) {
        put(place(manifest.self()), manifest.self(), offset -> BytesFrom.of(manifest.content(), offset));
    }

    @Override
    public void companion(Companion companion) {
        manifest(companion.manifest());
        index.put(companion.manifest().self(), companion.tag(), Optional.empty());
    }

    @Override
    public void root(Manifest manifest) {
        manifest(manifest);
        index.put(manifest.self(), name, Optional.empty());
        try {
            DurableFile.write(folder.resolve(LayoutIndex.LAYOUT_FILE), LayoutIndex.LAYOUT);
            DurableFile.write(folder.resolve(FromLayout.INDEX), index.text());
        } catch (IOException e) {
            throw LayoutException.io(folder.toString(), "the layout's index cannot be written", e);
        }
    }

    @Override
    public void close() {
        // nothing is open
    }
}
