package io.slipway.mirror.oci.registry;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.json.Json;
import io.slipway.common.json.JsonException;
import io.slipway.mirror.oci.Descriptor;
import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.MediaTypes;
import io.slipway.mirror.oci.OciDigest;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a registry must know of a manifest, an index or whatever else has their form.
 *
 * @param mediaType what it was pushed as
 * @param artifactType its own; else that of an image's config (distribution-spec, "Listing Referrers"); empty for none
 * @param config must be there before it
 * @param layers those that a registry is meant to have
 */
public record ManifestFacts(
        String mediaType,
        OciDigest digest,
        long size,
        Optional<OciDigest> subject,
        String artifactType,
        Map<String, Object> annotations,
        Optional<Descriptor> config,
        List<Descriptor> layers) {

    /** In bytes; the distribution-spec asks for 4 MiB at least. */
    public static final int LARGEST = 4 * 1024 * 1024;

    private static final Pattern MEDIA_TYPE =
            Pattern.compile("[A-Za-z0-9!#$&^_.+-]{1,127}/[A-Za-z0-9!#$&^_.+-]{1,127}");

    /**
     * Reads one, whose digest is known to be right.
     *
     * @param said the media type that came with it; empty if nothing did
     */
    public static ManifestFacts read(String said, OciDigest digest, byte[] content) {
        Map<?, ?> document = document(content);
        String own = document.get("mediaType") instanceof String text ? text : "";
        if (!own.isEmpty() && !said.isEmpty() && !own.equals(said)) {
            throw invalid("it says that it is '" + printable(own) + "', but was sent as '" + printable(said) + "'");
        }
        Manifest manifest = manifest(said, digest, content);
        String mediaType =
                !said.isEmpty() ? said : own.isEmpty() ? manifest.self().mediaType() : own;
        if (!MEDIA_TYPE.matcher(mediaType).matches()) {
            throw invalid("'" + printable(mediaType) + "' is no media type");
        }
        String artifactType = document.get("artifactType") instanceof String text ? text : "";
        if (artifactType.isEmpty()
                && !MediaTypes.isIndex(mediaType)
                && document.get("config") instanceof Map<?, ?> config
                && config.get("mediaType") instanceof String type) {
            artifactType = type;
        }
        List<Descriptor> blobs = manifest.blobs();
        boolean hasConfig = !blobs.isEmpty() && document.get("config") != null;
        return new ManifestFacts(
                mediaType,
                digest,
                content.length,
                manifest.subject().map(Descriptor::digest),
                artifactType,
                annotations(document),
                hasConfig ? Optional.of(blobs.getFirst()) : Optional.empty(),
                blobs.stream()
                        .skip(hasConfig ? 1 : 0)
                        .filter(blob -> !blob.mayBeElsewhere())
                        .distinct()
                        .toList());
    }

    private static Map<?, ?> document(byte[] content) {
        try {
            if (Json.read("the manifest", new String(content, StandardCharsets.UTF_8)) instanceof Map<?, ?> map) {
                return map;
            }
        } catch (JsonException e) {
            throw new RegistryException(ErrorCode.MANIFEST_INVALID, e.problem());
        }
        throw invalid("it is not a JSON object");
    }

    private static Manifest manifest(String said, OciDigest digest, byte[] content) {
        try {
            return Manifest.read("the manifest", said, digest, content);
        } catch (ProblemException e) {
            throw new RegistryException(ErrorCode.MANIFEST_INVALID, e.problem());
        }
    }

    private static Map<String, Object> annotations(Map<?, ?> document) {
        Map<String, Object> annotations = new LinkedHashMap<>();
        if (document.get("annotations") instanceof Map<?, ?> all) {
            all.forEach((key, value) -> annotations.put(String.valueOf(key), String.valueOf(value)));
        }
        return annotations;
    }

    /** As an index names it. */
    public Map<String, Object> descriptor() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("mediaType", mediaType);
        map.put("digest", digest.toString());
        map.put("size", size);
        if (!artifactType.isEmpty()) {
            map.put("artifactType", artifactType);
        }
        if (!annotations.isEmpty()) {
            map.put("annotations", annotations);
        }
        return map;
    }

    private static RegistryException invalid(String why) {
        return new RegistryException(
                ErrorCode.MANIFEST_INVALID,
                Problem.of("this is not a manifest that a registry can take").because(why));
    }

    private static String printable(String text) {
        String start = text.substring(0, Math.min(text.length(), 100));
        return start.replaceAll("[^\\x20-\\x7e]", "?");
    }
}
