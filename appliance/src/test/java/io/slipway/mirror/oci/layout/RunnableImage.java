package io.slipway.mirror.oci.layout;

import io.slipway.common.json.Json;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.TestImages;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** An image that every tool accepts, with layers that are real archives, for several architectures. */
public final class RunnableImage {

    private RunnableImage() {}

    /** @return the digest of its index */
    public static OciDigest write(Path layout, String name, List<String> architectures) throws IOException {
        TestImages images = new TestImages();
        Map<String, Manifest> children = new LinkedHashMap<>();
        for (String architecture : architectures) {
            List<byte[]> layers = List.of(layer("base", 1), layer("app-" + architecture, architecture.hashCode()));
            children.put("linux/" + architecture, image(images, architecture, layers));
        }
        Manifest index = images.index(children);
        try (ToFolder target = new ToFolder(layout, Optional.of(name))) {
            images.blobs().forEach((digest, content) -> {
                Descriptor blob = new Descriptor("", OciDigest.parse(digest).orElseThrow(), content.length);
                target.blob(blob, offset -> BytesFrom.of(content, offset));
            });
            children.values().forEach(target::manifest);
            target.root(index);
        }
        return index.self().digest();
    }

    private static Manifest image(TestImages images, String architecture, List<byte[]> layers) throws IOException {
        List<String> diffs = new ArrayList<>();
        List<Descriptor> blobs = new ArrayList<>();
        for (byte[] tar : layers) {
            diffs.add(OciDigest.sha256(tar).toString());
            blobs.add(images.blob(TestImages.LAYER, gzip(tar)));
        }
        Map<String, Object> config = new LinkedHashMap<>();
        config.put("architecture", architecture);
        config.put("os", "linux");
        config.put("config", Map.of("Cmd", List.of("/nothing")));
        config.put("rootfs", Map.of("type", "layers", "diff_ids", diffs));
        byte[] text = Json.write(config).getBytes(StandardCharsets.UTF_8);
        return images.manifest(MediaTypes.OCI_MANIFEST, images.blob(TestImages.CONFIG, text), blobs, Optional.empty());
    }

    private static byte[] layer(String file, int seed) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
            byte[] content = TestImages.noise(seed, 300_000);
            TarArchiveEntry entry = new TarArchiveEntry(file);
            entry.setSize(content.length);
            entry.setModTime(0);
            tar.putArchiveEntry(entry);
            tar.write(content);
            tar.closeArchiveEntry();
        }
        return out.toByteArray();
    }

    private static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        }
        return out.toByteArray();
    }
}
