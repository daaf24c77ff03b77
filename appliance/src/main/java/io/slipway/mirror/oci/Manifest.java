package io.slipway.mirror.oci;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import io.slipway.common.json.JsonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A manifest or an index, with the bytes that it is known by.
 *
 * @param self what names it
 * @param manifests what an index names
 * @param blobs config and layers of a manifest
 */
public record Manifest(
        Descriptor self,
        byte[] content,
        List<Descriptor> manifests,
        List<Descriptor> blobs,
        Optional<Descriptor> subject) {

    /** @param said the media type that came with it; empty if nothing did */
    public static Manifest read(String source, String said, OciDigest digest, byte[] content) {
        Object document;
        try {
            document = Json.read(source, new String(content, StandardCharsets.UTF_8));
        } catch (JsonException e) {
            throw new OciException(e.problem(), e);
        }
        if (!(document instanceof Map<?, ?> map)) {
            throw wrong(source, "it is not a JSON object");
        }
        String mediaType = map.get("mediaType") instanceof String own && MediaTypes.isManifest(own) ? own : said;
        if (MediaTypes.isSchema1(mediaType) || Long.valueOf(1).equals(map.get("schemaVersion"))) {
            throw new OciException(Problem.of("this image is in the format that Docker gave up in 2017")
                    .at(Position.in(source))
                    .because("its manifest is of schema 1, which has no digests of its layers' content")
                    .hint("pull it with an old Docker, push it again, and take that one"));
        }
        if (!MediaTypes.isManifest(mediaType)) {
            mediaType = map.get("manifests") instanceof List<?> ? MediaTypes.OCI_INDEX : MediaTypes.OCI_MANIFEST;
        }
        Descriptor self = new Descriptor(mediaType, digest, content.length);
        List<Descriptor> blobs = new ArrayList<>();
        if (!MediaTypes.isIndex(mediaType)) {
            if (map.get("config") != null) {
                blobs.add(descriptor(source, map.get("config")));
            }
            blobs.addAll(descriptors(source, map.get("layers")));
        }
        Optional<Descriptor> subject =
                map.get("subject") == null ? Optional.empty() : Optional.of(descriptor(source, map.get("subject")));
        List<Descriptor> manifests =
                MediaTypes.isIndex(mediaType) ? descriptors(source, map.get("manifests")) : List.of();
        return new Manifest(self, content, manifests, List.copyOf(blobs), subject);
    }

    public boolean isIndex() {
        return MediaTypes.isIndex(self.mediaType());
    }

    private static List<Descriptor> descriptors(String source, @Nullable Object list) {
        if (!(list instanceof List<?> items)) {
            return List.of();
        }
        return items.stream().map(item -> descriptor(source, item)).toList();
    }

    private static Descriptor descriptor(String source, @Nullable Object item) {
        if (!(item instanceof Map<?, ?> map)
                || !(map.get("size") instanceof Long size)
                || size < 0
                || !(map.get("digest") instanceof String text)) {
            throw wrong(source, "one of its descriptors has no size or no digest");
        }
        OciDigest digest = OciDigest.parse(text)
                .orElseThrow(() -> wrong(source, "'" + text + "' is no digest of SHA-256 or SHA-512"));
        Map<String, String> annotations = new LinkedHashMap<>();
        if (map.get("annotations") instanceof Map<?, ?> all) {
            all.forEach((key, value) -> annotations.put(String.valueOf(key), String.valueOf(value)));
        }
        List<String> urls = map.get("urls") instanceof List<?> all
                ? all.stream().map(String::valueOf).toList()
                : List.of();
        return new Descriptor(
                text(map, "mediaType"),
                digest,
                size,
                platform(map.get("platform")),
                annotations,
                text(map, "artifactType"),
                urls);
    }

    private static Optional<Platform> platform(@Nullable Object value) {
        return value instanceof Map<?, ?> map
                ? Optional.of(new Platform(text(map, "os"), text(map, "architecture"), text(map, "variant")))
                : Optional.empty();
    }

    private static String text(Map<?, ?> map, String key) {
        return map.get(key) instanceof String text ? text : "";
    }

    private static OciException wrong(String source, String why) {
        return new OciException(Problem.of("this is not the manifest of an image")
                .at(Position.in(source))
                .because(why));
    }
}
