package io.slipway.mirror.oci;

import io.slipway.common.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/** The identity of a content (image-spec descriptor.md, "Digests"): SHA-256 or SHA-512. */
public record OciDigest(String algorithm, String hex) {

    private static final Pattern SHAPE = Pattern.compile("sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128}");

    public static Optional<OciDigest> parse(String text) {
        return SHAPE.matcher(text).matches()
                ? Optional.of(new OciDigest(text.substring(0, 6), text.substring(7)))
                : Optional.empty();
    }

    public static OciDigest sha256(byte[] content) {
        return new OciDigest("sha256", Digest.of(content).hex());
    }

    public MessageDigest hasher() {
        try {
            return MessageDigest.getInstance(algorithm.equals("sha256") ? "SHA-256" : "SHA-512");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-2", e);
        }
    }

    /** Of the same algorithm. */
    public OciDigest of(MessageDigest fed) {
        return new OciDigest(algorithm, HexFormat.of().formatHex(fed.digest()));
    }

    /** What this content's digest of the same algorithm is. */
    public OciDigest of(byte[] content) {
        MessageDigest fed = hasher();
        fed.update(content);
        return of(fed);
    }

    public boolean isSha256() {
        return algorithm.equals("sha256");
    }

    @Override
    public String toString() {
        return algorithm + ":" + hex;
    }
}
