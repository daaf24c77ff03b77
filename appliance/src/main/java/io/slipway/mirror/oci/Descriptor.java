package io.slipway.mirror.oci;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Names a content (image-spec descriptor.md).
 *
 * @param size in bytes
 * @param artifactType empty if it has none
 * @param urls where it may be had beside the registry
 */
public record Descriptor(
        String mediaType,
        OciDigest digest,
        long size,
        Optional<Platform> platform,
        Map<String, String> annotations,
        String artifactType,
        List<String> urls) {

    public Descriptor {
        annotations = Map.copyOf(annotations);
        urls = List.copyOf(urls);
    }

    public Descriptor(String mediaType, OciDigest digest, long size) {
        this(mediaType, digest, size, Optional.empty(), Map.of(), "", List.of());
    }

    /** Whether registries need not have it (image-spec layer.md, "Non-Distributable Layers"). */
    public boolean mayBeElsewhere() {
        return !urls.isEmpty() || mediaType.contains("nondistributable") || mediaType.contains(".foreign.");
    }
}
