package io.slipway.cli;

import io.slipway.common.Digest;
import io.slipway.common.json.Json;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An image of a few programs, as an OCI layout. */
final class ProgramImage {

    private static final String KIND = "application/vnd.oci.image.";

    private ProgramImage() {}

    /**
     * @param layout a folder; the image in it has the name {@code it}
     * @param files what lies where in it, all executable
     */
    static Path write(Path layout, Map<String, Path> files, String... entry) throws IOException {
        Path blobs = Files.createDirectories(layout.resolve("blobs/sha256"));
        Path packed = layout.resolve("layer");
        MessageDigest plain = Digest.sha256();
        try (OutputStream file = new BufferedOutputStream(Files.newOutputStream(packed));
                OutputStream tar = new DigestOutputStream(new Fast(file), plain)) {
            tar(files, tar);
        }
        String layer = Digest.of(packed).hex();
        Files.move(packed, blobs.resolve(layer));
        Map<String, Object> config = Map.of(
                "architecture",
                "amd64",
                "os",
                "linux",
                "config",
                Map.of("Env", List.of("PATH=/usr/local/bin:/usr/sbin:/usr/bin:/bin"), "Entrypoint", List.of(entry)),
                "rootfs",
                Map.of(
                        "type",
                        "layers",
                        "diff_ids",
                        List.of("sha256:" + Digest.finish(plain).hex())));
        Map<String, Object> manifest = Map.of(
                "schemaVersion",
                2,
                "mediaType",
                KIND + "manifest.v1+json",
                "config",
                blob(blobs, KIND + "config.v1+json", json(config)),
                "layers",
                List.of(descriptor(KIND + "layer.v1.tar+gzip", layer, Files.size(blobs.resolve(layer)))));
        Map<String, Object> root = new LinkedHashMap<>(blob(blobs, KIND + "manifest.v1+json", json(manifest)));
        root.put("annotations", Map.of("org.opencontainers.image.ref.name", "it"));
        Files.write(layout.resolve("index.json"), json(Map.of("schemaVersion", 2, "manifests", List.of(root))));
        Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"1.0.0\"}");
        return layout;
    }

    private static final class Fast extends GZIPOutputStream {
        Fast(OutputStream to) throws IOException {
            super(to);
            def.setLevel(Deflater.BEST_SPEED);
        }
    }

    private static byte[] json(Object value) {
        return Json.write(value).getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> blob(Path blobs, String type, byte[] content) throws IOException {
        String hex = Digest.of(content).hex();
        Files.write(blobs.resolve(hex), content);
        return descriptor(type, hex, content.length);
    }

    private static Map<String, Object> descriptor(String type, String hex, long size) {
        return Map.of("mediaType", type, "digest", "sha256:" + hex, "size", size);
    }

    private static void tar(Map<String, Path> files, OutputStream to) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(to)) {
            for (String folder : List.of("tmp/", "etc/", "run/")) {
                TarArchiveEntry entry = new TarArchiveEntry(folder);
                entry.setMode(folder.equals("tmp/") ? 041777 : 040755);
                tar.putArchiveEntry(entry);
                tar.closeArchiveEntry();
            }
            for (Map.Entry<String, Path> file : files.entrySet()) {
                TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
                entry.setMode(0100755);
                entry.setSize(Files.size(file.getValue()));
                tar.putArchiveEntry(entry);
                Files.copy(file.getValue(), tar);
                tar.closeArchiveEntry();
            }
        }
    }
}
