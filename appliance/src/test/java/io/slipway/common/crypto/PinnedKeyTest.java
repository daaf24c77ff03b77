package io.slipway.common.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A fingerprint stands for the one key that has it, whatever else comes along with that key. */
class PinnedKeyTest {

    private static final String TEXT = "Origin: Vendor\n";

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
