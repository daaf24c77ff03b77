package io.slipway.common;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A SHA-256 digest: the name of a file in the store.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record Digest(String hex) implements Comparable<Digest> {

    private static final int LENGTH = 64;

    public Digest {
        if (!isHex(hex)) {
            throw new IllegalArgumentException("not a SHA-256 digest in lower-case hexadecimal: " + hex);
        }
    }

    public static boolean isHex(String text) {
        if (text.length() != LENGTH) {
            return false;
        }
        for (int i = 0; i < LENGTH; i++) {
            char c = text.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return true;
    }

    public static Digest of(byte[] content) {
        return hexOf(sha256().digest(content));
    }

    public static Digest of(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                digest.update(buffer, 0, n);
            }
        }
        return hexOf(digest.digest());
    }

    /** The result of a {@link #sha256()} that the caller fed. */
    public static Digest finish(MessageDigest digest) {
        return hexOf(digest.digest());
    }

    private static Digest hexOf(byte[] sum) {
        return new Digest(HexFormat.of().formatHex(sum));
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    @Override
    public int compareTo(Digest other) {
        return hex.compareTo(other.hex);
    }

    /** {@code sha256:…}, as OCI writes it. */
    @Override
    public String toString() {
        return "sha256:" + hex;
    }
}
