package io.slipway.mirror.oci.layout;

import io.slipway.common.json.Json;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.Reference;
import io.slipway.mirror.oci.transfer.BlobBytes;
import io.slipway.mirror.oci.transfer.Companion;
import io.slipway.mirror.oci.transfer.ImageTarget;
import io.slipway.mirror.oci.transfer.Verified;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * An archive with one image, written from its beginning to its end: an OCI image layout, and if a Docker engine is to read it, also the
 * {@code manifest.json} that every version of it knows. The same image gives the same bytes.
 */
public final class ToArchive implements ImageTarget {

    private final TarArchiveOutputStream tar;
    private final String where;
    private final Optional<String> name;
    private final Optional<Optional<Reference>> docker;
    private final LayoutIndex index = new LayoutIndex(Optional.empty());
    private final Set<OciDigest> written = new HashSet<>();

    private ToArchive(OutputStream out, String where, Optional<String> name, Optional<Optional<Reference>> docker) {
        this.tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        this.tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
        this.tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
        this.where = where;
        this.name = name;
        this.docker = docker;
    }

    /**
     * An OCI image layout, as {@code oci-archive:} means it.
     *
     * @param out is closed with the archive
     * @param where what to call it in messages
     */
    public static ToArchive oci(OutputStream out, String where, Optional<String> name) {
        return new ToArchive(out, where, name, Optional.empty());
    }

    /** What {@code docker load} reads. */
    public static ToArchive docker(OutputStream out, String where, Optional<Reference> name) {
        return new ToArchive(out, where, name.flatMap(Reference::tag), Optional.of(name));
    }

    @Override
    public boolean single() {
        return docker.isPresent();
    }

    @Override
    public int atOnce() {
        return 1;
    }

    @Override
    public boolean has(Descriptor blob) {
        return written.contains(blob.digest());
    }

    @Override
    public void blob(Descriptor blob, BlobBytes content) {
        try (InputStream in = new Verified(content.from(0), blob)) {
            begin(FromLayout.blobPath(blob.digest()), blob.size());
            in.transferTo(tar);
            tar.closeArchiveEntry();
            written.add(blob.digest());
        } catch (IOException e) {
            throw LayoutException.io(where, "the archive cannot be written", e);
        }
    }

    private void begin(String path, long size) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(path);
        entry.setSize(size);
        entry.setMode(0100644);
        entry.setModTime(0);
        tar.putArchiveEntry(entry);
    }

    private void file(String path, byte[] content) {
        try {
            begin(path, content.length);
            tar.write(content);
            tar.closeArchiveEntry();
        } catch (IOException e) {
            throw LayoutException.io(where, "the archive cannot be written", e);
        }
    }

    @Override
    public void manifest(Manifest manifest) {
        if (written.add(manifest.self().digest())) {
            file(FromLayout.blobPath(manifest.self().digest()), manifest.content());
        }
    }

    @Override
    public void companion(Companion companion) {
        manifest(companion.manifest());
        index.put(companion.manifest().self(), companion.tag(), Optional.empty());
    }

    @Override
    public void root(Manifest manifest) {
        manifest(manifest);
        Optional<String> fullName = docker.flatMap(known -> known).map(ToArchive::tagged);
        index.put(manifest.self(), name, fullName);
        file(LayoutIndex.LAYOUT_FILE, LayoutIndex.LAYOUT);
        file(FromLayout.INDEX, index.text());
        if (docker.isPresent()) {
            file(FromDockerArchive.MANIFEST, dockerManifest(manifest, fullName));
        }
        try {
            tar.finish();
        } catch (IOException e) {
            throw LayoutException.io(where, "the archive cannot be written", e);
        }
    }

    private static String tagged(Reference reference) {
        return reference.name() + ":" + reference.tag().orElse("latest");
    }

    private static byte[] dockerManifest(Manifest manifest, Optional<String> fullName) {
        List<String> paths = manifest.blobs().stream()
                .map(blob -> FromLayout.blobPath(blob.digest()))
                .toList();
        Map<String, Object> image = new LinkedHashMap<>();
        image.put("Config", paths.isEmpty() ? "" : paths.getFirst());
        image.put("RepoTags", fullName.map(List::of).orElse(List.of()));
        image.put("Layers", paths.stream().skip(1).toList());
        return Json.write(List.of(image)).getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        try {
            tar.close();
        } catch (IOException e) {
            throw LayoutException.io(where, "the archive cannot be written", e);
        }
    }
}
