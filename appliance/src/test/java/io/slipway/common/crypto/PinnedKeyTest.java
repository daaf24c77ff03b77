package io.slipway.common.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fingerprint stands for the one key that has it, whatever else comes along with that key. */
class PinnedKeyTest {

    private static final String TEXT = "Origin: Vendor\n";

    /** A key of GnuPG that certifies, with one that signs. */
    private static final byte[] WITH_SUBKEY = Base64.getMimeDecoder().decode("""
            mDMEawPEFBYJKwYBBAHaRw8BAQdA6iexmGLBiGV3Rlsqe/0rCubopNU/K2fCYcPri57cDm60G1ZlbmRvciA8dmVuZG9yQGV4YW1w
            bGUub3JnPoiQBBMWCAA4FiEEVMOgF+ZqQ6MDe5s11EWN6dfwJf4FAmsDxBQCGwEFCwkIBwIGFQoJCAsCBBYCAwECHgECF4AACgkQ
            1EWN6dfwJf7I1gEAgi1MjTmlMmomuwnmma3MXjziA2ul2742qe3XWGmQtxsBAKTgbZblxJDdo3gvM9yZUx1SSyFUZOyoJwrlTyS/
            fGYFuDMEawPEFBYJKwYBBAHaRw8BAQdAndtlIHx6FLXjzo8KTqhtmxmKVeHyP8WP8Ven0SPUX4qI7wQYFggAIBYhBFTDoBfmakOj
            A3ubNdRFjenX8CX+BQJrA8QUAhsCAIEJENRFjenX8CX+diAEGRYIAB0WIQTbv7SV0Cq+WoNwNc8/r4i0ZpH0owUCawPEFAAKCRA/
            r4i0ZpH0oxzDAP9fW/veT7z9Tlrso6YFsqAXH4JRZTjJvG3uZ8tFkVAu6wEAxIJfbvtRI02cLmvJEepcqYQCkAX9JirwNPyqalkI
            +wvJnAD6A0xexRPcT2FOrOAeM8KROWAVxcUyBD1vvEUnpf+uZIsA/jTik1BlBau9zthVuIreO4HhXojCn/CXgmW7C1bJ32YB
            """);

    private static final Fingerprint SUBKEY = Fingerprint.parse("DBBFB495D02ABE5A837035CF3FAF88B46691F4A3");

    @TempDir
    Path directory;

    private SigningKey key(String name) {
        return SigningKey.openOrCreate(directory.resolve(name), InstantSource.system(), new SecureRandom());
    }

    private static VerifySignature by(Keyring keyring) {
        return new VerifySignature(keyring, InstantSource.system());
    }

    /** The first packet of a public key as that of a subkey (RFC 4880 section 4.2: tag 14 instead of 6). */
    private static byte[] asSubkey(byte[] publicKey) {
        boolean newFormat = (publicKey[0] & 0x40) != 0;
        int length = newFormat ? 2 + (publicKey[1] & 0xff) : lengthInOldFormat(publicKey);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(newFormat ? 0xc0 | 14 : 0x80 | 14 << 2 | (publicKey[0] & 3));
        out.write(publicKey, 1, length - 1);
        return out.toByteArray();
    }

    private static int lengthInOldFormat(byte[] packet) {
        int octets = 1 << (packet[0] & 3);
        int length = 0;
        for (int i = 1; i <= octets; i++) {
            length = length << 8 | packet[i] & 0xff;
        }
        return 1 + octets + length;
    }

    @Test
    void whoPutsAVendorsKeyBesideHisOwnIsNotTakenForTheVendor() {
        SigningKey vendor = key("vendor");
        SigningKey stranger = key("stranger");
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(stranger.publicKeyring());
        both.writeBytes(asSubkey(vendor.publicKeyring()));
        Keyring trap = Keyring.parse("trap", both.toByteArray());
        assertTrue(trap.fingerprints().contains(vendor.fingerprint()), "it seems to be there");
        byte[] message = stranger.clearSign(TEXT);
        by(trap).clearSigned("InRelease", message);
        Keyring pinned = trap.only(Set.of(vendor.fingerprint()));
        CryptoException e = assertThrows(CryptoException.class, () -> by(pinned).clearSigned("InRelease", message));
        assertEquals("the signature cannot be trusted", e.problem().what());
        assertTrue(e.problem().why().contains("does not hold"), e.getMessage());
        CryptoException refused =
                assertThrows(CryptoException.class, pinned::armored, "nodes would trust the stranger");
        assertEquals(
                "only its subkey " + vendor.fingerprint().hex()
                        + " is trusted, and that says nowhere that it belongs to this key",
                refused.problem().why());
    }

    @Test
    void aSubkeyThatSaysToWhomItBelongsMayBeGivenOutWithThatKey() {
        Keyring pinned = Keyring.parse("vendor", WITH_SUBKEY).only(Set.of(SUBKEY));
        assertArrayEquals(WITH_SUBKEY, pinned.encoded());
    }

    @Test
    void thePinnedOneOfSeveralCounts() {
        SigningKey vendor = key("vendor");
        SigningKey other = key("other");
        Keyring both =
                Keyring.parse("vendor", vendor.publicKeyring()).plus(Keyring.parse("other", other.publicKeyring()));
        Keyring pinned = both.only(Set.of(vendor.fingerprint()));
        assertEquals(
                vendor.fingerprint(),
                by(pinned).clearSigned("InRelease", vendor.clearSign(TEXT)).signer());
        assertThrows(CryptoException.class, () -> by(pinned).clearSigned("InRelease", other.clearSign(TEXT)));
    }
}
