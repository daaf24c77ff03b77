package io.slipway.mirror.oci.transfer;

import io.slipway.mirror.oci.Manifest;
import io.slipway.mirror.oci.OciDigest;
import java.util.List;
import java.util.Optional;

/**
 * A signature, an attestation, a list of contents …: found by its {@code subject} (distribution-spec "Listing Referrers"), or by a tag
 * that is made of the digest that it is about (cosign's {@code SIGNATURE_SPEC}).
 *
 * @param tag what it has to be found by; empty if its subject is enough
 */
public record Companion(Manifest manifest, Optional<String> tag) {

    private static final List<String> KINDS = List.of("sig", "att", "sbom");

    /** The tags by which companions of this manifest may be found. */
    public static List<String> tagsOf(OciDigest subject) {
        return KINDS.stream()
                .map(kind -> subject.algorithm() + "-" + subject.hex() + "." + kind)
                .toList();
    }
}
