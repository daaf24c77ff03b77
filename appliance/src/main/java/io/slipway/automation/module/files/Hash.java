package io.slipway.automation.module.files;

import io.slipway.automation.transport.Payload;
import io.slipway.common.crypto.openssl.LibCrypto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Checksums of this side, in lower-case hexadecimal, by the algorithms that Ansible's results name. */
final class Hash {

    /** From so many bytes on it pays to bind libcrypto. */
    private static final long MUCH = 8 << 20;

    private Hash() {}

    /** @param algorithm as Java calls it: {@code SHA-1} */
    static String hex(String algorithm, byte[] content) {
        return HexFormat.of().formatHex(digest(algorithm).digest(content));
    }

    /** @param algorithm as Java calls it: {@code SHA-1} */
    static String hex(String algorithm, Payload content) throws IOException {
        MessageDigest digest = digest(algorithm, content.size());
        switch (content) {
            case Payload.Bytes bytes -> digest.update(bytes.content());
            case Payload.FileContent file -> feed(file, digest);
        }
        return hex(digest);
    }

    static String hex(MessageDigest fed) {
        return HexFormat.of().formatHex(fed.digest());
    }

    /** Feeds a whole file to several digests in one pass. */
    static void feed(Path file, MessageDigest... digests) throws IOException {
        feed(Payload.FileContent.of(file), digests);
    }

    /** Feeds a file, or what is wanted of it, to several digests in one pass. */
    static void feed(Payload.FileContent content, MessageDigest... digests) throws IOException {
        try (InputStream in = content.open()) {
            byte[] buffer = new byte[Math.clamp(content.size(), 1, 1 << 16)];
            long left = content.size();
            while (left > 0) {
                int n = in.readNBytes(buffer, 0, (int) Math.min(buffer.length, left));
                if (n == 0) {
                    return;
                }
                for (MessageDigest digest : digests) {
                    digest.update(buffer, 0, n);
                }
                left -= n;
            }
        }
    }

    /** @param size how many bytes it is for, about */
    static MessageDigest digest(String algorithm, long size) {
        return size < MUCH
                ? digest(algorithm)
                : LibCrypto.here().flatMap(lib -> lib.digest(algorithm)).orElseGet(() -> digest(algorithm));
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has " + algorithm, e);
        }
    }
}
