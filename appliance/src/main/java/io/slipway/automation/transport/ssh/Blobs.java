package io.slipway.automation.transport.ssh;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import net.schmizz.sshj.common.Buffer.BufferException;
import net.schmizz.sshj.common.Buffer.PlainBuffer;

/** Public keys and certificates in SSH's wire format (RFC 4253, section 6.6): first the name of their type. */
final class Blobs {

    private static final int LONGEST_NAME = 64;

    private Blobs() {}

    /** The name of its type; empty if it has none. */
    static String type(byte[] blob) {
        try {
            PlainBuffer buffer = new PlainBuffer(blob);
            byte[] name = buffer.readStringAsBytes();
            return name.length > LONGEST_NAME
                    ? ""
                    : new String(name, StandardCharsets.US_ASCII).replaceAll("[^!-~]", "?");
        } catch (BufferException e) {
            return "";
        }
    }

    /** The key in a line such as {@code id_ed25519.pub} holds: type, base64, comment. */
    static Optional<byte[]> ofLine(String line) {
        String[] words = line.strip().split("[ \\t]+");
        if (words.length < 2) {
            return Optional.empty();
        }
        try {
            byte[] blob = Base64.getDecoder().decode(words[1]);
            return type(blob).equals(words[0]) ? Optional.of(blob) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    static boolean same(byte[] one, byte[] other) {
        return Arrays.equals(one, other);
    }
}
