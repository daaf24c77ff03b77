package io.slipway.common.crypto;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/**
 * A new Ed25519 key pair as OpenSSH stores it, without a passphrase (PROTOCOL.key in OpenSSH's sources; RFC 8709 for the key
 * blob).
 *
 * @param privateKey the file {@code id_ed25519}
 * @param publicKey one line: type, key, comment
 */
public record OpenSshKey(String privateKey, String publicKey) {

    private static final String TYPE = "ssh-ed25519";
    private static final int KEY_BYTES = 32;
    private static final int CIPHER_BLOCK = 8;

    public static OpenSshKey generate(String comment, SecureRandom random) {
        KeyPair pair = pair(random);
        byte[] encoded = pair.getPublic().getEncoded();
        byte[] point = Arrays.copyOfRange(encoded, encoded.length - KEY_BYTES, encoded.length);
        byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
        byte[] blob = bytes(out -> {
            string(out, TYPE);
            string(out, point);
        });
        byte[] file = bytes(out -> {
            out.writeBytes("openssh-key-v1\0");
            string(out, "none");
            string(out, "none");
            string(out, "");
            out.writeInt(1);
            string(out, blob);
            string(out, secretPart(point, seed, comment, random.nextInt()));
        });
        String lines = Base64.getMimeEncoder(70, new byte[] {'\n'}).encodeToString(file);
        return new OpenSshKey(
                "-----BEGIN OPENSSH PRIVATE KEY-----\n" + lines + "\n-----END OPENSSH PRIVATE KEY-----\n",
                TYPE + " " + Base64.getEncoder().encodeToString(blob) + " " + comment + "\n");
    }

    private static byte[] secretPart(byte[] point, byte[] seed, String comment, int check) {
        return bytes(out -> {
            out.writeInt(check);
            out.writeInt(check);
            string(out, TYPE);
            string(out, point);
            out.writeInt(2 * KEY_BYTES);
            out.write(seed);
            out.write(point);
            string(out, comment);
            for (int pad = 1; out.size() % CIPHER_BLOCK != 0; pad++) {
                out.writeByte(pad);
            }
        });
    }

    private static KeyPair pair(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, random);
            return generator.generateKeyPair();
        } catch (NoSuchAlgorithmException | InvalidAlgorithmParameterException e) {
            throw new AssertionError("every JDK has Ed25519 (JEP 339)", e);
        }
    }

    private interface Writer {
        void to(DataOutputStream out) throws IOException;
    }

    private static byte[] bytes(Writer writer) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            writer.to(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes every byte", e);
        }
        return bytes.toByteArray();
    }

    private static void string(DataOutputStream out, String text) throws IOException {
        string(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void string(DataOutputStream out, byte[] content) throws IOException {
        out.writeInt(content.length);
        out.write(content);
    }
}
