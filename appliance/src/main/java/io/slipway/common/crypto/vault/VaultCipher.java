package io.slipway.common.crypto.vault;

import io.slipway.common.Problem;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256 in counter mode under an HMAC-SHA256, both keys and the counter's start from PBKDF2-HMAC-SHA256 (RFC 8018) with 10,000
 * rounds; padded as of PKCS#7. It is what Ansible's documentation calls the vault payload format 1.1 and 1.2.
 */
final class VaultCipher {

    private static final int ROUNDS = 10_000;
    private static final int BLOCK = 16;
    private static final int KEY = 32;

    private VaultCipher() {}

    /** @param salt any bytes, new ones for each text */
    static VaultText encrypt(byte[] plain, VaultPassword password, String id, byte[] salt) {
        Keys keys = Keys.derive(password, salt);
        int padding = BLOCK - plain.length % BLOCK;
        byte[] padded = Arrays.copyOf(plain, plain.length + padding);
        Arrays.fill(padded, plain.length, padded.length, (byte) padding);
        byte[] ciphertext = keys.counter(padded);
        return new VaultText(id, salt, keys.mac(ciphertext), ciphertext);
    }

    /** The plain bytes, or empty when this is not the password; the HMAC is verified before anything is decrypted. */
    static Optional<byte[]> decrypt(VaultText text, VaultPassword password) {
        Keys keys = Keys.derive(password, text.salt());
        if (!MessageDigest.isEqual(keys.mac(text.ciphertext()), text.mac())) {
            return Optional.empty();
        }
        byte[] padded = keys.counter(text.ciphertext());
        int padding = padded.length == 0 ? 0 : padded[padded.length - 1] & 0xff;
        if (padding < 1 || padding > BLOCK || padding > padded.length || padded.length % BLOCK != 0) {
            throw new VaultException(Problem.of("this vault is damaged").because("its padding is wrong"));
        }
        return Optional.of(Arrays.copyOf(padded, padded.length - padding));
    }

    private record Keys(byte[] cipher, byte[] mac, byte[] start) {

        static Keys derive(VaultPassword password, byte[] salt) {
            byte[] all = pbkdf2(password.bytes(), salt, 2 * KEY + BLOCK);
            return new Keys(
                    Arrays.copyOf(all, KEY),
                    Arrays.copyOfRange(all, KEY, 2 * KEY),
                    Arrays.copyOfRange(all, 2 * KEY, 2 * KEY + BLOCK));
        }

        byte[] mac(byte[] content) {
            return hmac(mac).doFinal(content);
        }

        byte[] counter(byte[] content) {
            try {
                Cipher aes = Cipher.getInstance("AES/CTR/NoPadding");
                aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(cipher, "AES"), new IvParameterSpec(start));
                return aes.doFinal(content);
            } catch (GeneralSecurityException e) {
                throw unavailable(e);
            }
        }
    }

    /** Not the platform's, which takes characters: a password may be any bytes. */
    private static byte[] pbkdf2(byte[] password, byte[] salt, int length) {
        Mac prf = hmac(password);
        int size = prf.getMacLength();
        ByteBuffer key = ByteBuffer.allocate((length + size - 1) / size * size);
        for (int block = 1; key.hasRemaining(); block++) {
            prf.update(salt);
            byte[] round = prf.doFinal(ByteBuffer.allocate(4).putInt(block).array());
            byte[] sum = round.clone();
            for (int i = 1; i < ROUNDS; i++) {
                round = prf.doFinal(round);
                for (int j = 0; j < size; j++) {
                    sum[j] ^= round[j];
                }
            }
            key.put(sum);
        }
        return Arrays.copyOf(key.array(), length);
    }

    private static Mac hmac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            // HMAC fills keys up with zeros; the platform refuses one of no bytes, which is the same
            mac.init(new SecretKeySpec(key.length == 0 ? new byte[1] : key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw unavailable(e);
        }
    }

    private static VaultException unavailable(GeneralSecurityException e) {
        return new VaultException(
                Problem.of("this Java has no AES or HMAC-SHA256").because(String.valueOf(e.getMessage())), e);
    }
}
