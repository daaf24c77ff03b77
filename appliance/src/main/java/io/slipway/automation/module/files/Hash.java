package io.slipway.automation.module.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Checksums of this side, in lower-case hexadecimal, by the algorithms that Ansible's results name. */
final class Hash {

    private Hash() {}

    /** @param algorithm as Java calls it: {@code SHA-1} */
    static String hex(String algorithm, byte[] content) {
        return HexFormat.of().formatHex(digest(algorithm).digest(content));
    }

    static String hex(MessageDigest fed) {
        return HexFormat.of().formatHex(fed.digest());
    }

    /** Feeds a whole file to several digests in one pass. */
    static void feed(Path file, MessageDigest... digests) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                for (MessageDigest digest : digests) {
                    digest.update(buffer, 0, n);
                }
            }
        }
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has " + algorithm, e);
        }
    }
}
