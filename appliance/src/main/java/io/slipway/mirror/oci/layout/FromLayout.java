package io.slipway.mirror.oci.layout;

import io.slipway.common.json.Json;
import io.slipway.common.json.JsonException;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.OciDigest;
import io.slipway.mirror.oci.transfer.BlobBytes;
import io.slipway.mirror.oci.transfer.Companion;
import io.slipway.mirror.oci.transfer.ImageSource;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An image in an OCI image layout. */
public final class FromLayout implements ImageSource {

    static final String INDEX = "index.json";
    static final String REF_NAME = "org.opencontainers.image.ref.name";
    static final String IMAGE_NAME = "io.containerd.image.name";
    static final int LONGEST = 16 << 20;

    private final FileTree tree;
    private final List<Descriptor> known;
    private final Descriptor chosen;

    /**
     * @param wanted the name of one of the images in it, or {@code @N} for the Nth, counted from 0; without one, it must be the only one
     */
    public FromLayout(FileTree tree, Optional<String> wanted) {
        this.tree = tree;
        byte[] index = tree.small(INDEX, LONGEST)
                .orElseThrow(() -> LayoutException.of(
                        tree.name(), "this is no OCI image layout", "it has no '" + INDEX + "'", ""));
        this.known = Manifest.read(tree.name() + ": " + INDEX, MediaTypes.OCI_INDEX, OciDigest.sha256(index), index)
                .manifests();
        this.chosen = wanted.isPresent() ? named(wanted.get()) : only();
    }

    static boolean isLayout(FileTree tree) {
        return tree.file(INDEX).isPresent();
    }

    private Descriptor only() {
        List<Descriptor> images =
                known.stream().filter(each -> !isCompanionName(refName(each))).toList();
        if (images.size() != 1) {
            throw LayoutException.of(
                    tree.name(),
                    "it has " + (images.isEmpty() ? "no image" : images.size() + " images"),
                    images.isEmpty() ? "" : "they are " + names(),
                    images.isEmpty() ? "" : "say which one by a colon and its name, or :@0 for the first");
        }
        return images.getFirst();
    }

    private Descriptor named(String wanted) {
        if (wanted.matches("@[0-9]{1,6}") && Integer.parseInt(wanted.substring(1)) < known.size()) {
            return known.get(Integer.parseInt(wanted.substring(1)));
        }
        return known.stream()
                .filter(each -> refName(each).equals(wanted)
                        || each.annotations().getOrDefault(IMAGE_NAME, "").equals(wanted)
                        || each.digest().toString().equals(wanted))
                .findFirst()
                .orElseThrow(() -> LayoutException.of(
                        tree.name(), "there is no image '" + wanted + "' in it", "it has " + names(), ""));
    }

    private String names() {
        List<String> names = known.stream()
                .map(each -> refName(each).isEmpty() ? each.digest().toString() : refName(each))
                .toList();
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private static String refName(Descriptor each) {
        return each.annotations().getOrDefault(REF_NAME, "");
    }

    private static boolean isCompanionName(String name) {
        return name.matches("sha(256|512)-[0-9a-f]+(\\.[a-z]+)?");
    }

    static String blobPath(OciDigest digest) {
        return "blobs/" + digest.algorithm() + "/" + digest.hex();
    }

    @Override
    public Manifest root() {
        return manifest(chosen).orElseThrow(() -> lacking(chosen));
    }

    @Override
    public Optional<Manifest> manifest(Descriptor descriptor) {
        Optional<byte[]> content = tree.small(blobPath(descriptor.digest()), LONGEST);
        return content.map(bytes -> verified(descriptor, bytes));
    }

    private Manifest verified(Descriptor descriptor, byte[] bytes) {
        var hasher = descriptor.digest().hasher();
        hasher.update(bytes);
        OciDigest actual = descriptor.digest().of(hasher);
        if (!actual.equals(descriptor.digest())) {
            throw LayoutException.of(
                    tree.name(), "'" + blobPath(descriptor.digest()) + "' is damaged", "its digest is " + actual, "");
        }
        return Manifest.read(tree.name(), descriptor.mediaType(), actual, bytes);
    }

    @Override
    public BlobBytes blob(Descriptor blob) {
        return tree.file(blobPath(blob.digest()))
                .orElseThrow(() -> lacking(blob))
                .bytes();
    }

    private LayoutException lacking(Descriptor blob) {
        return LayoutException.of(
                tree.name(), "this layout is not complete", "'" + blobPath(blob.digest()) + "' is not there", "");
    }

    @Override
    public List<Companion> companions(OciDigest subject) {
        List<Companion> found = new ArrayList<>();
        List<String> tags = Companion.tagsOf(subject);
        for (Descriptor each : known) {
            if (!each.digest().equals(chosen.digest())) {
                manifest(each).ifPresent(manifest -> {
                    boolean named = tags.contains(refName(each));
                    boolean about = manifest.subject()
                            .filter(other -> other.digest().equals(subject))
                            .isPresent();
                    if (named || about) {
                        found.add(new Companion(manifest, named ? Optional.of(refName(each)) : Optional.empty()));
                    }
                });
            }
        }
        return found;
    }

    @Override
    public void close() {
        tree.close();
    }

    /** A small JSON document of the archive. */
    static Optional<Object> json(FileTree tree, String path) {
        return tree.small(path, LONGEST).flatMap(bytes -> {
            try {
                String text = new String(bytes, StandardCharsets.UTF_8);
                return Optional.ofNullable(Json.read(tree.name() + ": " + path, text));
            } catch (JsonException e) {
                throw new LayoutException(e.problem(), e);
            }
        });
    }

    static String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? text : "";
    }
}
