package io.slipway.lab.engine;

import io.slipway.common.Digest;
import io.slipway.common.json.Json;
import io.slipway.lab.files.Tar;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * An image of one layer in the form that {@code docker load} reads (Docker Image Specification v1.2). {@code docker import} would
 * do, but docker-java 3.7 sends it no content.
 */
final class ImageArchive {

    private static final String CONFIG = "config.json";
    private static final String LAYER = "layer.tar";

    private ImageArchive() {}

    /** @param layer an uncompressed tar */
    static InputStream of(String reference, Path layer) throws IOException {
        long size = Files.size(layer);
        byte[] start = start(reference, Digest.of(layer).toString(), size);
        byte[] end = new byte[Tar.padding(size) + new Tar().bytes().length];
        return new SequenceInputStream(Collections.enumeration(
                List.of(new ByteArrayInputStream(start), Files.newInputStream(layer), new ByteArrayInputStream(end))));
    }

    private static byte[] start(String reference, String layerDigest, long layerSize) {
        Map<String, Object> config = Map.of(
                "architecture", architecture(),
                "os", "linux",
                "config", Map.of(),
                "rootfs", Map.of("type", "layers", "diff_ids", List.of(layerDigest)));
        List<Object> manifest =
                List.of(Map.of("Config", CONFIG, "RepoTags", List.of(reference), "Layers", List.of(LAYER)));
        return new Tar()
                .file("manifest.json", 0644, 0, Json.write(manifest))
                .file(CONFIG, 0644, 0, Json.write(config))
                .startFile(LAYER, 0644, 0, layerSize);
    }

    /** Go's name for what Java calls {@code os.arch}. */
    private static String architecture() {
        String java = System.getProperty("os.arch");
        return java.equals("aarch64") ? "arm64" : java;
    }
}
