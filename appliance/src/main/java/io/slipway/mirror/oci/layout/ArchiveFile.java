package io.slipway.mirror.oci.layout;

import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.Reference;
import io.slipway.mirror.oci.transfer.BlobBytes;
import io.slipway.mirror.oci.transfer.Companion;
import io.slipway.mirror.oci.transfer.ImageTarget;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/** An archive in a file, which is there when it is complete. */
public final class ArchiveFile implements ImageTarget {

    private final Path file;
    private final Path part;
    private final ToArchive archive;
    private boolean complete;

    private ArchiveFile(Path file, Path part, ToArchive archive) {
        this.file = file;
        this.part = part;
        this.archive = archive;
    }

    public static ArchiveFile oci(Path file, Optional<String> name) {
        Path part = part(file);
        return new ArchiveFile(file, part, ToArchive.oci(open(file, part), file.toString(), name));
    }

    public static ArchiveFile docker(Path file, Optional<Reference> name) {
        Path part = part(file);
        return new ArchiveFile(file, part, ToArchive.docker(open(file, part), file.toString(), name));
    }

    private static Path part(Path file) {
        return file.resolveSibling("." + file.getFileName() + ".part");
    }

    private static OutputStream open(Path file, Path part) {
        try {
            if (Files.exists(file)) {
                throw LayoutException.of(
                        file.toString(),
                        "there is a file of that name already",
                        "an image cannot be added to an archive",
                        "remove it, or choose another name");
            }
            return new BufferedOutputStream(Files.newOutputStream(part), 1 << 16);
        } catch (IOException e) {
            throw LayoutException.io(file.toString(), "the archive cannot be written", e);
        }
    }

    @Override
    public int atOnce() {
        return archive.atOnce();
    }

    @Override
    public boolean single() {
        return archive.single();
    }

    @Override
    public boolean has(Descriptor blob) {
        return archive.has(blob);
    }

    @Override
    public void blob(Descriptor blob, BlobBytes content) {
        archive.blob(blob, content);
    }

    @Override
    public void manifest(Manifest manifest) {
        archive.manifest(manifest);
    }

    @Override
    public void companion(Companion companion) {
        archive.companion(companion);
    }

    @Override
    public void root(Manifest manifest) {
        archive.root(manifest);
        complete = true;
    }

    @Override
    public void close() {
        try {
            if (complete) {
                archive.close();
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            } else {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw LayoutException.io(file.toString(), "the archive cannot be written", e);
        }
    }
}
