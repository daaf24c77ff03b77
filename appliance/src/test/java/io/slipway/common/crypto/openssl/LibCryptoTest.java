package io.slipway.common.crypto.openssl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What libcrypto computes is what the JDK computes. */
@Timeout(60)
class LibCryptoTest {

    private static final LibCrypto LIB = LibCrypto.here().orElseThrow();

    private final Random random = new Random(7);

    private byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    @Test
    void digestsAsTheJdkDoes() throws Exception {
        for (String algorithm : List.of("MD5", "SHA-1", "SHA-256", "SHA-512")) {
            MessageDigest ours = LIB.digest(algorithm).orElseThrow();
            MessageDigest theirs = MessageDigest.getInstance(algorithm);
            for (int size : new int[] {0, 1, 63, 64, 65, 100_000}) {
                byte[] content = bytes(size);
                ours.update(content, 0, size / 2);
                ours.update(content, size / 2, size - size / 2);
                assertArrayEquals(theirs.digest(content), ours.digest(), algorithm + " of " + size);
                ByteBuffer outside = ByteBuffer.allocateDirect(size + 2).position(1);
                outside.put(content).position(1).limit(size + 1);
                ours.update(outside);
                assertEquals(0, outside.remaining());
                assertArrayEquals(theirs.digest(content), ours.digest(), algorithm + " outside of the heap");
            }
            ours.update((byte) 'x');
            ours.reset();
            assertEquals(
                    HexFormat.of().formatHex(theirs.digest()), HexFormat.of().formatHex(ours.digest()));
        }
        assertEquals(Optional.empty(), LIB.digest("rot13"));
    }

    @Test
    void encryptsAndDecryptsAsTheJdkDoes() throws Exception {
        for (int keySize : new int[] {16, 32}) {
            byte[] key = bytes(keySize);
            AesGcm encrypt = LIB.aesGcm(key, true).orElseThrow();
            AesGcm decrypt = LIB.aesGcm(key, false).orElseThrow();
            for (int size : new int[] {0, 1, 16, 32_768}) {
                byte[] nonce = bytes(12);
                byte[] clear = bytes(4 + size);
                byte[] packet = Arrays.copyOf(clear, clear.length + AesGcm.TAG);
                encrypt.begin(nonce);
                encrypt.authenticate(packet, 0, 4);
                encrypt.finish(packet, 4, size);

                Cipher jdk = Cipher.getInstance("AES/GCM/NoPadding");
                jdk.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
                jdk.updateAAD(clear, 0, 4);
                assertArrayEquals(
                        jdk.doFinal(clear, 4, size), Arrays.copyOfRange(packet, 4, packet.length), "of " + size);

                decrypt.begin(nonce);
                decrypt.authenticate(packet, 0, 4);
                decrypt.finish(packet, 4, size);
                assertArrayEquals(clear, Arrays.copyOf(packet, clear.length));
            }
        }
    }

    @Test
    void believesNothingThatWasChanged() throws Exception {
        byte[] key = bytes(16);
        byte[] nonce = bytes(12);
        byte[] packet = bytes(100 + AesGcm.TAG);
        AesGcm encrypt = LIB.aesGcm(key, true).orElseThrow();
        encrypt.begin(nonce);
        encrypt.finish(packet, 0, 100);
        AesGcm decrypt = LIB.aesGcm(key, false).orElseThrow();
        for (int at : new int[] {0, 99, 100, 115}) {
            byte[] changed = packet.clone();
            changed[at] ^= 1;
            decrypt.begin(nonce);
            assertThrows(AEADBadTagException.class, () -> decrypt.finish(changed, 0, 100), "byte " + at);
        }
        decrypt.begin(nonce);
        decrypt.finish(packet, 0, 100);
    }

    @Test
    void touchesNothingBeyondWhatItIsGiven() {
        AesGcm encrypt = LIB.aesGcm(bytes(16), true).orElseThrow();
        byte[] packet = bytes(64);
        encrypt.begin(bytes(12));
        assertThrows(IndexOutOfBoundsException.class, () -> encrypt.finish(packet, 0, 64));
    }

    /** A run that opens many connections must not keep what each of them needed. */
    @Test
    void keepsNothingOfWhatNobodyUsesAnyMore() throws Exception {
        WeakReference<AesGcm> cipher =
                new WeakReference<>(LIB.aesGcm(bytes(16), true).orElseThrow());
        WeakReference<MessageDigest> digest =
                new WeakReference<>(LIB.digest("SHA-1").orElseThrow());
        while (cipher.get() != null || digest.get() != null) {
            System.gc();
            Thread.sleep(1);
        }
    }
}
