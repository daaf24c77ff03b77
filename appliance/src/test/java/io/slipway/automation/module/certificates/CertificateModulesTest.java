package io.slipway.automation.module.certificates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CertificateModulesTest {

    @TempDir
    Path temp;

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-22T12:00:00Z"));

    private final Module privateKey = new PrivateKeyModule(RANDOM);
    private final Module publicKey = new PublicKeyModule();
    private final Module request = new RequestModule();
    private final Module certificate = new CertificateModule(RANDOM, CLOCK);
    private final Module certificateInfo = new CertificateInfoModule(CLOCK);
    private final Module requestInfo = new RequestInfoModule();
    private final Module keyInfo = new PrivateKeyInfoModule();
    private final LocalNode node = new LocalNode();
    private Calls calls = new Calls(node, new FakeController(Path.of("/")));

    @BeforeEach
    void onThisMachine() {
        calls = new Calls(node, new FakeController(temp));
    }

    private String at(String name) {
        return temp.resolve(name).toString();
    }

    private String text(String name) throws IOException {
        return Files.readString(temp.resolve(name));
    }

    private String aKey(String name) {
        calls.run(privateKey, "path", at(name), "type", "ECC", "curve", "secp256r1");
        return at(name);
    }

    @Test
    void aKeyIsMadeForItsOwnerAloneAndThenLeft() throws IOException {
        ModuleResult made = calls.run(privateKey, "path", at("k.pem"), "type", "ECC", "curve", "secp384r1");
        assertTrue(made.changed());
        assertEquals(at("k.pem"), made.values().get("filename"));
        assertFalse(made.values().containsKey("privatekey"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("k.pem"))));
        assertTrue(text("k.pem").startsWith("-----BEGIN EC PRIVATE KEY-----\n"));
        node.forget();
        ModuleResult again =
                calls.run(privateKey, "path", at("k.pem"), "type", "ECC", "curve", "secp384r1", "return_content", true);
        assertFalse(again.changed());
        assertEquals(1, node.exchanges());
        assertEquals(made.values().get("fingerprint"), again.values().get("fingerprint"));
        assertEquals(text("k.pem"), again.values().get("privatekey"));
    }

    @Test
    void aKeyOfAnotherKindIsReplacedOnlyWhereThatIsAllowed() throws IOException {
        calls.run(privateKey, "path", at("k.pem"), "type", "Ed25519");
        String old = text("k.pem");
        assertTrue(calls.failure(privateKey, "path", at("k.pem"), "type", "RSA", "size", 1024L, "regenerate", "fail")
                .startsWith("Key has wrong type and/or size. Will not proceed."));
        assertFalse(calls.run(privateKey, "path", at("k.pem"), "type", "RSA", "size", 1024L, "regenerate", "never")
                .changed());
        assertTrue(calls.check(privateKey, "path", at("k.pem"), "size", 1024L).changed());
        assertEquals(old, text("k.pem"));
        assertTrue(calls.run(privateKey, "path", at("k.pem"), "size", 1024L, "backup", true)
                .values()
                .containsKey("backup_file"));
        assertTrue(text("k.pem").startsWith("-----BEGIN RSA PRIVATE KEY-----\n"));
    }

    @Test
    void formatsAreConvertedAndPassphrasesKept() throws IOException {
        List<Object> sealed = List.of("passphrase", "se cret", "cipher", "auto");
        assertTrue(with(sealed, "path", at("k"), "type", "ECC", "curve", "secp256r1", "format", "pkcs8")
                .changed());
        assertTrue(text("k").startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----\n"));
        assertFalse(with(sealed, "path", at("k"), "type", "ECC", "curve", "secp256r1")
                .changed());
        ModuleResult converted = with(
                sealed,
                "path",
                at("k"),
                "type",
                "ECC",
                "curve",
                "secp256r1",
                "format",
                "pkcs1",
                "format_mismatch",
                "convert");
        assertTrue(converted.changed());
        assertTrue(text("k").contains("DEK-Info: AES-256-CBC,"));
        assertEquals(
                converted.values().get("fingerprint"),
                calls.run(keyInfo, "path", at("k"), "passphrase", "se cret")
                        .values()
                        .get("public_key_fingerprints"));
        assertTrue(calls.failure(privateKey, "path", at("k"), "type", "ECC", "curve", "secp256r1", "regenerate", "fail")
                .startsWith("Unable to read the key."));
        assertTrue(calls.failure(keyInfo, "path", at("k")).startsWith("Wrong or empty passphrase provided"));
    }

    private ModuleResult with(List<Object> more, @Nullable Object... arguments) {
        List<@Nullable Object> all = new java.util.ArrayList<>(List.of(arguments));
        all.addAll(more);
        return calls.run(privateKey, all.toArray());
    }

    @Test
    void nothingSecretIsInADifferenceOrInAScript() throws IOException {
        ModuleResult made = calls.diff(privateKey, "path", at("k.pem"), "type", "Ed25519");
        String body = text("k.pem").split("\n")[1];
        assertFalse(made.diffs().toString().contains(body));
        assertTrue(made.diffs().toString().contains("Ed25519"));
        assertTrue(node.scripts().stream().noneMatch(script -> script.text().contains(body)));
    }

    @Test
    void aRequestIsMadeAnewWhenItSaysSomethingElse() {
        String key = aKey("k.pem");
        Object[] wanted = {
            "path",
            at("r.csr"),
            "privatekey_path",
            key,
            "common_name",
            "srv",
            "subject_alt_name",
            List.of("DNS:b", "DNS:a", "IP:fe80:0:0:0:0:0:0:1"),
            "key_usage",
            List.of("digitalSignature"),
            "extended_key_usage",
            List.of("serverAuth"),
            "basic_constraints",
            List.of("CA:FALSE")
        };
        assertTrue(calls.check(request, wanted).changed());
        assertTrue(calls.run(request, wanted).changed());
        node.forget();
        assertFalse(calls.run(request, wanted).changed());
        assertEquals(1, node.exchanges());
        Map<String, @Nullable Object> facts =
                calls.run(requestInfo, "path", at("r.csr")).values();
        assertEquals(List.of("DNS:b", "DNS:a", "IP:fe80::1"), facts.get("subject_alt_name"));
        assertEquals(Map.of("commonName", "srv"), facts.get("subject"));
        assertEquals(List.of("TLS Web Server Authentication"), facts.get("extended_key_usage"));
        assertEquals(true, facts.get("signature_valid"));
        wanted[7] = List.of("DNS:a", "IP:fe80::1", "DNS:b");
        assertFalse(calls.run(request, wanted).changed());
        wanted[7] = List.of("DNS:a");
        assertTrue(calls.run(request, wanted).changed());
        wanted[3] = aKey("other.pem");
        assertTrue(calls.run(request, wanted).changed());
    }

    @Test
    void anAuthorityIssuesAndWhatItIssuedIsLeftUntilTheRequestChanges() {
        String authorityKey = aKey("ca.key");
        calls.run(
                request,
                "path",
                at("ca.csr"),
                "privatekey_path",
                authorityKey,
                "common_name",
                "Pod CA",
                "use_common_name_for_san",
                false,
                "basic_constraints",
                List.of("CA:TRUE"),
                "basic_constraints_critical",
                true);
        calls.run(
                certificate,
                "path",
                at("ca.pem"),
                "provider",
                "selfsigned",
                "csr_path",
                at("ca.csr"),
                "privatekey_path",
                authorityKey);
        String key = aKey("k.pem");
        calls.run(request, "path", at("r.csr"), "privatekey_path", key, "common_name", "srv");
        Object[] wanted = {
            "path",
            at("c.pem"),
            "provider",
            "ownca",
            "csr_path",
            at("r.csr"),
            "ownca_path",
            at("ca.pem"),
            "ownca_privatekey_path",
            authorityKey,
            "ownca_not_after",
            "+4w2d"
        };
        ModuleResult made = calls.run(certificate, wanted);
        assertTrue(made.changed());
        assertEquals("20261122120000Z", made.values().get("notBefore"));
        assertEquals("20261222120000Z", made.values().get("notAfter"));
        node.forget();
        assertFalse(calls.run(certificate, wanted).changed());
        assertEquals(1, node.exchanges());
        ModuleResult info =
                calls.run(certificateInfo, "path", at("c.pem"), "valid_at", Map.of("soon", "+1d", "later", "+31d"));
        assertEquals(Map.of("soon", true, "later", false), info.values().get("valid_at"));
        assertEquals(Map.of("commonName", "Pod CA"), info.values().get("issuer"));
        assertEquals(List.of("DNS:srv"), info.values().get("subject_alt_name"));
        calls.run(request, "path", at("r.csr"), "privatekey_path", key, "common_name", "srv2");
        assertTrue(calls.check(certificate, wanted).changed());
        assertTrue(calls.run(certificate, wanted).changed());
        wanted[9] = key;
        assertEquals("The CA private key does not belong to the CA certificate", calls.failure(certificate, wanted));
    }

    @Test
    void aPublicKeyIsWrittenInEitherFormat() throws IOException {
        String key = aKey("k.pem");
        calls.run(publicKey, "path", at("k.pub"), "privatekey_path", key, "format", "OpenSSH");
        assertTrue(text("k.pub").startsWith("ecdsa-sha2-nistp256 AAAA"));
        Files.writeString(temp.resolve("k.pub"), text("k.pub") + " a comment\n");
        assertFalse(calls.run(publicKey, "path", at("k.pub"), "privatekey_path", key, "format", "OpenSSH")
                .changed());
        assertTrue(calls.run(publicKey, "path", at("k.pub"), "privatekey_path", key)
                .changed());
        assertTrue(text("k.pub").startsWith("-----BEGIN PUBLIC KEY-----\n"));
    }

    @Test
    void filesAreRemoved() {
        String key = aKey("k.pem");
        assertTrue(calls.check(privateKey, "path", key, "state", "absent").changed());
        assertTrue(Files.exists(temp.resolve("k.pem")));
        assertTrue(calls.run(privateKey, "path", key, "state", "absent").changed());
        assertFalse(calls.run(privateKey, "path", key, "state", "absent").changed());
    }

    @Test
    void troubleIsToldWithItsCause() throws IOException {
        assertEquals(
                "The directory " + at("none") + " does not exist or the file is not a directory",
                calls.failure(privateKey, "path", at("none/k"), "size", 1024L));
        assertEquals(
                "The private key " + at("gone") + " does not exist",
                calls.failure(publicKey, "path", at("p"), "privatekey_path", at("gone")));
        Files.writeString(temp.resolve("junk"), "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        assertTrue(calls.failure(publicKey, "path", at("p"), "privatekey_path", at("junk"))
                .startsWith("the private key cannot be read"));
        assertEquals(
                "Cannot parse Subject Alternative Name \"host\" (forgot \"DNS:\" prefix?)",
                calls.failure(
                        request,
                        "path",
                        at("r"),
                        "privatekey_path",
                        aKey("k.pem"),
                        "subject_alt_name",
                        List.of("host")));
        assertTrue(calls.failure(certificate, "path", at("c"), "provider", "acme")
                .startsWith("the provider acme is not offered"));
    }

    @Test
    void namesOfFilesAreSafe() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("-a 'b\"\n$(c)"));
        String key = folder.resolve("-k '\n").toString();
        assertTrue(calls.run(privateKey, "path", key, "type", "Ed25519").changed());
        assertTrue(calls.run(publicKey, "path", key + ".pub", "privatekey_path", key)
                .changed());
        assertFalse(calls.run(publicKey, "path", key + ".pub", "privatekey_path", key)
                .changed());
    }
}
