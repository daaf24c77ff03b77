package io.slipway.mirror.oci.layout;

import io.slipway.common.json.Json;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.Reference;
import io.slipway.mirror.oci.transfer.BlobBytes;
import io.slipway.mirror.oci.transfer.Companion;
import io.slipway.mirror.oci.transfer.ImageSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An image as {@code docker save} wrote it before version 25: {@code manifest.json}, a config and layers that are plain tar. It has no
 * manifest of its own, so that one is made for it.
 */
public final class FromDockerArchive implements ImageSource {

    static final String MANIFEST = "manifest.json";

    private static final String CONFIG = "application/vnd.oci.image.config.v1+json";
    private static final String LAYER = "application/vnd.oci.image.layer.v1.tar";

    private final FileTree tree;
    private final Map<OciDigest, FileTree.Item> items = new HashMap<>();
    private final Manifest root;

    /** @param wanted as for {@link FromLayout}; names are those of {@code RepoTags} */
    private FromDockerArchive(FileTree tree, Optional<String> wanted) {
        this.tree = tree;
        this.root = manifestFor(choose(tree, wanted));
    }

    /** An image of an archive of either kind. */
    public static ImageSource open(FileTree tree, Optional<String> wanted) {
        if (tree.file(MANIFEST).isEmpty() && !FromLayout.isLayout(tree)) {
            throw LayoutException.of(
                    tree.name(), "this is no archive of images", "it has neither 'manifest.json' nor 'index.json'", "");
        }
        return FromLayout.isLayout(tree)
                ? new FromLayout(tree, wanted.map(FromDockerArchive::inLayout))
                : new FromDockerArchive(tree, wanted);
    }

    /** The layout in a newer archive knows images by their full name. */
    private static String inLayout(String name) {
        return name.startsWith("@")
                ? name
                : Reference.parse(name).map(Reference::toString).orElse(name);
    }

    private static Map<?, ?> choose(FileTree tree, Optional<String> wanted) {
        List<?> images = FromLayout.json(tree, MANIFEST).orElse(null) instanceof List<?> list ? list : List.of();
        List<Map<?, ?>> known = new ArrayList<>();
        images.forEach(each -> {
            if (each instanceof Map<?, ?> map) {
                known.add(map);
            }
        });
        if (wanted.isEmpty() && known.size() == 1) {
            return known.getFirst();
        }
        String name = wanted.orElse("");
        if (name.matches("@[0-9]{1,6}") && Integer.parseInt(name.substring(1)) < known.size()) {
            return known.get(Integer.parseInt(name.substring(1)));
        }
        Optional<Reference> asked = Reference.parse(name);
        return known.stream()
                .filter(each -> tags(each).stream()
                        .anyMatch(tag -> tag.equals(name) || (asked.isPresent() && asked.equals(Reference.parse(tag)))))
                .findFirst()
                .orElseThrow(() -> LayoutException.of(
                        tree.name(),
                        name.isEmpty()
                                ? "it has " + known.size() + " images"
                                : "there is no image '" + name + "' in it",
                        "it has "
                                + String.join(
                                        ", ",
                                        known.stream()
                                                .flatMap(each -> tags(each).stream())
                                                .toList()),
                        "say which one by a colon and its name, or :@0 for the first"));
    }

    private static List<String> tags(Map<?, ?> image) {
        return image.get("RepoTags") instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    private Manifest manifestFor(Map<?, ?> image) {
        Map<String, Object> manifest = new LinkedHashMap<>();
        manifest.put("schemaVersion", 2L);
        manifest.put("mediaType", MediaTypes.OCI_MANIFEST);
        manifest.put("config", entry(CONFIG, FromLayout.text(image, "Config")));
        List<Map<String, Object>> layers = new ArrayList<>();
        if (image.get("Layers") instanceof List<?> paths) {
            paths.forEach(path -> layers.add(entry(LAYER, String.valueOf(path))));
        }
        manifest.put("layers", layers);
        byte[] content = Json.write(manifest).getBytes(StandardCharsets.UTF_8);
        return Manifest.read(tree.name(), MediaTypes.OCI_MANIFEST, OciDigest.sha256(content), content);
    }

    private Map<String, Object> entry(String mediaType, String path) {
        FileTree.Item item = tree.file(TarNames.plain(path))
                .orElseThrow(() -> LayoutException.of(
                        tree.name(), "this archive is not complete", "'" + path + "' is not in it", ""));
        OciDigest digest = hash(path, item);
        items.put(digest, item);
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("mediaType", isGzip(path, item) ? mediaType + "+gzip" : mediaType);
        entry.put("size", item.size());
        entry.put("digest", digest.toString());
        return entry;
    }

    private OciDigest hash(String path, FileTree.Item item) {
        OciDigest like = OciDigest.sha256(new byte[0]);
        var hasher = like.hasher();
        byte[] buffer = new byte[1 << 16];
        try (InputStream in = item.bytes().from(0)) {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                hasher.update(buffer, 0, n);
            }
        } catch (IOException e) {
            throw LayoutException.io(tree.name(), "'" + path + "' cannot be read", e);
        }
        return like.of(hasher);
    }

    private boolean isGzip(String path, FileTree.Item item) {
        try (InputStream in = item.bytes().from(0)) {
            return in.read() == 0x1f && in.read() == 0x8b;
        } catch (IOException e) {
            throw LayoutException.io(tree.name(), "'" + path + "' cannot be read", e);
        }
    }

    @Override
    public Manifest root() {
        return root;
    }

    @Override
    public Optional<Manifest> manifest(Descriptor descriptor) {
        return Optional.empty();
    }

    @Override
    public BlobBytes blob(Descriptor blob) {
        FileTree.Item item = items.get(blob.digest());
        if (item == null) {
            throw LayoutException.of(tree.name(), "it has no blob " + blob.digest(), "", "");
        }
        return item.bytes();
    }

    @Override
    public List<Companion> companions(OciDigest subject) {
        return List.of();
    }

    @Override
    public void close() {
        tree.close();
    }
}
