package io.slipway.mirror.oci.sync;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import io.slipway.common.json.JsonException;
import io.slipway.mirror.oci.OciDigest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What each tag was when it was last looked up: in the form of all lock files, with a list of images, each by its name, tag and digest.
 *
 * @param digests by {@code NAME:TAG}
 */
public record ImageLock(SortedMap<String, OciDigest> digests) {

    /** @param file what to name in an error */
    public static ImageLock read(String file, String text) {
        SortedMap<String, OciDigest> digests = new TreeMap<>();
        try {
            if (!(Json.read(file, text) instanceof Map<?, ?> lock && lock.get("images") instanceof List<?> images)) {
                throw new ImageSyncException(
                        Problem.of("this is not a lock of images").at(Position.in(file)), null);
            }
            for (Object each : images) {
                if (each instanceof Map<?, ?> entry && entry.get("tag") instanceof String tag) {
                    OciDigest.parse(String.valueOf(entry.get("digest")))
                            .ifPresent(digest -> digests.put(entry.get("name") + ":" + tag, digest));
                }
            }
        } catch (JsonException e) {
            throw new ImageSyncException(e.problem(), e);
        }
        return new ImageLock(digests);
    }

    Optional<OciDigest> digest(String reference) {
        return Optional.ofNullable(digests.get(reference));
    }

    /** The whole file. */
    public static byte[] text(String mirror, List<Pinned> images) {
        Map<String, Object> lock = new LinkedHashMap<>();
        lock.put("format", 1L);
        lock.put("mirror", mirror);
        lock.put(
                "images",
                images.stream().sorted(Pinned.ORDER).map(ImageLock::entry).toList());
        return (Json.pretty(lock) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Object> entry(Pinned image) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("name", image.name().toString());
        image.tag().ifPresent(tag -> entry.put("tag", tag));
        entry.put("digest", image.digest().toString());
        return entry;
    }
}
