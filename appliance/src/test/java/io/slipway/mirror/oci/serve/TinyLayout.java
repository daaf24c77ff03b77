package io.slipway.mirror.oci.serve;

import io.slipway.common.json.Json;
import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.TestImages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The smallest image that real clients take: one layer with one file, as an OCI layout with the name {@code v1}. */
final class TinyLayout {

    private TinyLayout() {}

    static void write(Path folder, int size) throws IOException {
        Path blobs = Files.createDirectories(folder.resolve("blobs/sha256"));
        byte[] tar = tar(TestImages.noise(size, size));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(tar);
        }
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architecture", "amd64");
        config.put("os", "linux");
        config.put(
                "rootfs",
                Map.of(
                        "type",
                        "layers",
                        "diff_ids",
                        List.of(OciDigest.sha256(tar).toString())));
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("schemaVersion", 2);
        manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
        manifest.put("config", keep(blobs, TestImages.CONFIG, TestRegistry.json(config)));
        manifest.put(
                "layers", List.of(keep(blobs, "application/vnd.oci.image.layer.v1.tar+gzip", packed.toByteArray())));
        Map<String, Object> root =
                keep(blobs, MediaTypes.OCI_MANIFEST, Json.pretty(manifest).getBytes(StandardCharsets.UTF_8));
        root.put("annotations", Map.of("org.opencontainers.image.ref.name", "v1"));
        Files.writeString(
                folder.resolve("index.json"), Json.write(Map.of("schemaVersion", 2, "manifests", List.of(root))));
        Files.writeString(folder.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
    }

    private static byte[] tar(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            TarArchiveEntry entry = new TarArchiveEntry("file");
            entry.setSize(content.length);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }
        return bytes.toByteArray();
    }

    private static Map<String, Object> keep(Path blobs, String type, byte[] content) throws IOException {
        OciDigest digest = OciDigest.sha256(content);
        Files.write(blobs.resolve(digest.hex()), content);
        return TestRegistry.descriptor(type, digest, content.length);
    }
}
