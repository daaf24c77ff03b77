package io.slipway.common.crypto;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {

    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-22T08:00:00Z"));
    private static final String TEXT = "Origin: Slipway\nSuite: bookworm  \n- a line with a dash\n\nend\n";
    private static final String SIGNED = "Origin: Slipway\nSuite: bookworm\n- a line with a dash\n\nend\n";

    @TempDir
    Path directory;

    private SigningKey key() {
        return SigningKey.openOrCreate(directory.resolve("keys"), NOW, new SecureRandom());
    }

    private static VerifySignature verifier(SigningKey key, InstantSource clock) {
        return new VerifySignature(Keyring.parse("pod keyring", key.publicKeyring()), clock);
    }

    @Test
    void keepsItsKeyInAFileThatOnlyTheOwnerReads() throws Exception {
        SigningKey made = key();
        Path file = directory.resolve("keys/slipway.key");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
        assertEquals(made.fingerprint(), key().fingerprint());
    }

    @Test
    void whoeverComesFirstMakesTheKey() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Fingerprint>> all = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> key().fingerprint()))
                    .toList();
            for (Future<Fingerprint> each : all) {
                assertEquals(key().fingerprint(), each.get());
            }
        }
    }

    @Test
    void whatItClearSignsIsVerifiedToExactlyTheSignedText() {
        SigningKey key = key();
        VerifySignature.Verified verified = verifier(key, NOW).clearSigned("InRelease", key.clearSign(TEXT));
        assertEquals(SIGNED, verified.content());
        assertEquals(key.fingerprint(), verified.signer());
    }

    @Test
    void detachedSignatureCoversEveryByte() {
        SigningKey key = key();
        byte[] content = TEXT.getBytes(StandardCharsets.UTF_8);
        byte[] signature = key.detached(content);
        assertEquals(
                key.fingerprint(),
                verifier(key, NOW).detached("Release", content, signature).signer());
        content[3] ^= 1;
        CryptoException bad =
                assertThrows(CryptoException.class, () -> verifier(key, NOW).detached("Release", content, signature));
        assertTrue(bad.problem().why().contains("does not match the content"), bad.getMessage());
    }

    @Test
    void everyChangedByteOfASignedMessageIsNoticed() {
        SigningKey key = key();
        VerifySignature verifier = verifier(key, NOW);
        byte[] message = key.clearSign(TEXT);
        for (int i = 0; i < message.length; i++) {
            byte[] changed = message.clone();
            changed[i] ^= 0x01;
            try {
                assertEquals(SIGNED, verifier.clearSigned("InRelease", changed).content(), "byte " + i);
            } catch (CryptoException refused) {
                assertTrue(refused.problem().where() != null);
            }
        }
    }

    @Test
    void textAroundASignedMessageIsRefused() {
        SigningKey key = key();
        String message = new String(key.clearSign(TEXT), StandardCharsets.UTF_8);
        for (String hostile : new String[] {"Suite: evil\n" + message, message + "Suite: evil\n", "\n" + message}) {
            assertThrows(
                    CryptoException.class,
                    () -> verifier(key, NOW).clearSigned("InRelease", hostile.getBytes(StandardCharsets.UTF_8)));
        }
    }

    @Test
    void anUnknownKeyIsNamed() {
        SigningKey key = key();
        SigningKey other = SigningKey.openOrCreate(directory.resolve("other"), NOW, new SecureRandom());
        CryptoException unknown = assertThrows(
                CryptoException.class, () -> verifier(other, NOW).clearSigned("InRelease", key.clearSign(TEXT)));
        String id = key.fingerprint().hex().substring(24);
        assertEquals(
                "made by key " + id + ", which pod keyring does not hold",
                unknown.problem().why());
    }

    @Test
    void aSignatureFromTheFutureIsRefused() {
        SigningKey key = key();
        InstantSource twoDaysAgo = InstantSource.fixed(NOW.instant().minus(Duration.ofDays(2)));
        CryptoException early = assertThrows(
                CryptoException.class, () -> verifier(key, twoDaysAgo).clearSigned("InRelease", key.clearSign(TEXT)));
        assertTrue(early.problem().why().contains("clock"), early.getMessage());
    }

    @Test
    void exportsTheSameKeyBinaryAndArmoured() {
        SigningKey key = key();
        Keyring armoured = Keyring.parse("asc", key.publicKeyringArmoured().getBytes(StandardCharsets.US_ASCII));
        assertEquals(Keyring.parse("gpg", key.publicKeyring()).primaries(), armoured.primaries());
        assertArrayEquals(key.publicKeyring(), key().publicKeyring());
    }
}
