package io.slipway.common.crypto;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** GnuPG believes our signatures, and we believe GnuPG's, with the reasons it has when we do not. */
@Tag("scenario")
class GnuPgScenarioTest {

    private static final String TEXT = "Origin: Slipway\n- dash\n\nend\n";

    @TempDir
    Path directory;

    @Test
    void gpgvAcceptsInReleaseAndReleaseGpg() throws Exception {
        SigningKey key = SigningKey.openOrCreate(directory.resolve("keys"), InstantSource.system(), new SecureRandom());
        Path ring = Files.write(directory.resolve("pod.gpg"), key.publicKeyring());
        Path inRelease = Files.write(directory.resolve("InRelease"), key.clearSign(TEXT));
        Path release = Files.writeString(directory.resolve("Release"), TEXT);
        Path signature =
                Files.write(directory.resolve("Release.gpg"), key.detached(TEXT.getBytes(StandardCharsets.UTF_8)));
        run("gpgv", "--keyring", ring.toString(), inRelease.toString());
        run("gpgv", "--keyring", ring.toString(), signature.toString(), release.toString());
    }

    @Test
    void verifiesWhatGpgSignsWithASubkeyPinnedByThePrimaryFingerprint() throws Exception {
        Path file = Files.writeString(directory.resolve("Release"), TEXT);
        gpg("--quick-gen-key", "Upstream <u@example.org>", "rsa2048", "cert", "never");
        Fingerprint primary = gpgFingerprint();
        gpg("--quick-add-key", primary.hex(), "rsa2048", "sign", "1d");
        gpg("--clearsign", "--output", directory.resolve("InRelease").toString(), file.toString());
        Keyring keyring = export();

        byte[] message = Files.readAllBytes(directory.resolve("InRelease"));
        VerifySignature.Verified verified = new VerifySignature(keyring.only(Set.of(primary)), InstantSource.system())
                .clearSigned("InRelease", message);
        assertEquals(TEXT, verified.content());
        assertEquals(primary, verified.signer());

        InstantSource later = InstantSource.fixed(Instant.now().plus(Duration.ofDays(2)));
        CryptoException expired = assertThrows(
                CryptoException.class, () -> new VerifySignature(keyring, later).clearSigned("InRelease", message));
        assertTrue(expired.problem().why().contains("expired at"), expired.getMessage());
        assertThrows(CryptoException.class, () -> keyring.only(Set.of(Fingerprint.parse("00".repeat(20)))));
    }

    @Test
    void refusesSha1() throws Exception {
        Path file = Files.writeString(directory.resolve("Release"), TEXT);
        gpg("--quick-gen-key", "Weak <w@example.org>", "rsa2048", "sign", "never");
        gpg(
                "--digest-algo",
                "SHA1",
                "--clearsign",
                "--output",
                directory.resolve("InRelease").toString(),
                file.toString());
        byte[] message = Files.readAllBytes(directory.resolve("InRelease"));
        Keyring keyring = export();
        CryptoException weak = assertThrows(
                CryptoException.class,
                () -> new VerifySignature(keyring, InstantSource.system()).clearSigned("InRelease", message));
        assertTrue(weak.problem().why().contains("weaker than SHA-256"), weak.getMessage());
    }

    private Keyring export() throws Exception {
        gpg("--armor", "--export", "--output", directory.resolve("keys.asc").toString());
        return Keyring.read(directory.resolve("keys.asc"));
    }

    private Fingerprint gpgFingerprint() throws Exception {
        return gpg("--with-colons", "--list-keys")
                .lines()
                .filter(line -> line.startsWith("fpr:"))
                .map(line -> Fingerprint.parse(line.split(":")[9]))
                .findFirst()
                .orElseThrow();
    }

    private String gpg(String... arguments) throws Exception {
        Path home = directory.resolve("gnupg");
        Files.createDirectories(home);
        List<String> command = new ArrayList<>(List.of(
                "gpg",
                "--homedir",
                home.toString(),
                "--batch",
                "--quiet",
                "--passphrase",
                "",
                "--pinentry-mode",
                "loopback"));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output;
    }
}
