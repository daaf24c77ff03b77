package io.slipway.mirror.oci.layout;

import io.slipway.common.DurableFile;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.transfer.BlobBytes;
import io.slipway.mirror.oci.transfer.Companion;
import io.slipway.mirror.oci.transfer.ImageSource;
import io.slipway.mirror.oci.transfer.ImageTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** One image in a folder of its own, as skopeo's {@code dir:} has it: {@code manifest.json}, and everything else by its digest. */
public final class Dir implements ImageSource, ImageTarget {

    private static final int AT_ONCE = 4;
    private static final String MANIFEST = "manifest.json";
    private static final byte[] VERSION = "Directory Transport Version: 1.1\n".getBytes(StandardCharsets.UTF_8);

    private final Path folder;
    private final FolderTree tree;

    public Dir(Path folder) {
        this.folder = folder;
        this.tree = new FolderTree(folder);
    }

    @Override
    public Manifest root() {
        byte[] content = tree.small(MANIFEST, FromLayout.LONGEST)
                .orElseThrow(() -> LayoutException.of(
                        folder.toString(), "there is no image in this folder", "it has no '" + MANIFEST + "'", ""));
        return Manifest.read(folder + "/" + MANIFEST, "", OciDigest.sha256(content), content);
    }

    @Override
    public Optional<Manifest> manifest(Descriptor descriptor) {
        String name = descriptor.digest().hex() + ".manifest.json";
        return tree.small(name, FromLayout.LONGEST)
                .map(content ->
                        Manifest.read(folder + "/" + name, descriptor.mediaType(), OciDigest.sha256(content), content))
                .filter(found -> found.self().digest().equals(descriptor.digest()));
    }

    @Override
    public BlobBytes blob(Descriptor blob) {
        return tree.file(blob.digest().hex())
                .orElseThrow(() -> LayoutException.of(
                        folder.toString(), "this image is not complete", "it has no blob " + blob.digest(), ""))
                .bytes();
    }

    @Override
    public List<Companion> companions(OciDigest subject) {
        return List.of();
    }

    @Override
    public int atOnce() {
        return AT_ONCE;
    }

    @Override
    public boolean has(Descriptor blob) {
        return tree.file(blob.digest().hex())
                .filter(item -> item.size() == blob.size())
                .isPresent();
    }

    @Override
    public void blob(Descriptor blob, BlobBytes content) {
        ToFolder.put(folder.resolve(blob.digest().hex()), blob, content);
    }

    @Override
    public void manifest(Manifest manifest) {
        write(manifest.self().digest().hex() + ".manifest.json", manifest.content());
    }

    /** This form has no place for them. */
    @Override
    public void companion(Companion companion) {}

    @Override
    public void root(Manifest manifest) {
        write("version", VERSION);
        write(MANIFEST, manifest.content());
    }

    private void write(String name, byte[] content) {
        try {
            Files.createDirectories(folder);
            DurableFile.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw LayoutException.io(folder.toString(), "'" + name + "' cannot be written", e);
        }
    }

    @Override
    public void close() {
        // nothing is open
    }
}
