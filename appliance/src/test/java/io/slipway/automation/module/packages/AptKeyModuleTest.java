package io.slipway.automation.module.packages;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import io.slipway.common.crypto.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AptKeyModuleTest {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path temp;

    private final AptKeyModule module = new AptKeyModule(CLOCK);
    private SigningKey ours;
    private SigningKey theirs;
    private AptHouse apt;
    private LocalNode node;
    private Calls calls;

    @BeforeEach
    void aNodeThatTrustsTwoKeysInOneFile() throws Exception {
        ours = SigningKey.openOrCreate(temp.resolve("ours"), CLOCK, new SecureRandom());
        theirs = SigningKey.openOrCreate(temp.resolve("theirs"), CLOCK, new SecureRandom());
        apt = new AptHouse(temp);
        node = apt.tools.node();
        calls = new Calls(node, new FakeController(temp));
    }

    private static String id(SigningKey key) {
        return key.fingerprint().hex().substring(24);
    }

    private byte[] ring(String name) throws Exception {
        return Files.readAllBytes(apt.etc.resolve("trusted.gpg.d").resolve(name));
    }

    @Test
    void aKeyGetsAFileOfItsOwn() throws Exception {
        ModuleResult result = calls.run(module, "data", ours.publicKeyringArmoured());
        assertTrue(result.changed());
        assertEquals(id(ours), result.values().get("id"));
        assertEquals(id(ours), result.values().get("key_id"));
        assertEquals(id(ours), result.values().get("fp"));
        assertEquals(id(ours).substring(8), result.values().get("short_id"));
        assertEquals(List.of(), result.values().get("before"));
        assertEquals(List.of(id(ours)), result.values().get("after"));
        assertArrayEquals(ours.publicKeyring(), ring(id(ours) + ".gpg"));
        node.forget();
        assertFalse(calls.run(module, "data", ours.publicKeyringArmoured()).changed());
        assertFalse(calls.run(module, "id", "0x" + ours.fingerprint().hex().toLowerCase(), "url", "http://nowhere")
                .changed());
        assertFalse(calls.run(module, "id", id(ours).substring(8), "url", "http://nowhere")
                .changed());
        assertEquals(3, node.exchanges());
    }

    @Test
    void keysComeFromFilesAddressesAndServers() throws Exception {
        Path file = Files.write(temp.resolve("a 'key'.gpg"), theirs.publicKeyring());
        assertTrue(calls.run(module, "file", file.toString()).changed());
        assertTrue(calls.run(module, "url", "file://" + temp.resolve("ours/slipway.asc"), "id", id(theirs))
                .values()
                .containsKey("before"));
        Path armoured = Files.writeString(temp.resolve("k.asc"), ours.publicKeyringArmoured());
        assertTrue(calls.run(module, "url", "file://" + armoured).changed());
        apt.tools.have("apt-helper", "echo 'E: Could not resolve \"x\"'; exit 100");
        String said = calls.failure(module, "keyserver", "keys.example.org", "id", "0123456789ABCDEF");
        assertTrue(said.startsWith("Failed to download key at keys.example.org"), said);
        assertTrue(
                apt.tools
                        .log()
                        .getFirst()
                        .contains(
                                "[http://keys.example.org:11371/pks/lookup?op=get&options=mr&search=0x0123456789ABCDEF]"),
                apt.tools.log().toString());
    }

    @Test
    void aPasswordInAnAddressIsInNoListOfProcesses() throws Exception {
        Path armoured = Files.writeString(temp.resolve("k.asc"), ours.publicKeyringArmoured());
        apt.tools.have("apt-helper", """
                cat "${2#Dir::Etc::netrc=}" >%1$s/told; stat -c %%a "${2#Dir::Etc::netrc=}" >>%1$s/told
                shift 6; cp %2$s "$1"
                """.formatted(temp, armoured));
        assertTrue(calls.run(module, "url", "https://amelia:secret%40x@keys.example.org/k?x=a@b")
                .changed());
        assertEquals(
                "machine https://keys.example.org login amelia password secret@x\n600\n",
                Files.readString(temp.resolve("told")));
        assertTrue(apt.tools.log().getFirst().contains("[https://keys.example.org/k?x=a@b]"));
        assertFalse(
                apt.tools.log().toString().contains("ecret"), apt.tools.log().toString());
        assertTrue(calls.failure(module, "url", "https://a:b%20c@keys.example.org/k")
                .contains("a space"));
    }

    @Test
    void aKeyringOfTheTasksChoiceKeepsItsOtherKeys() throws Exception {
        Path ring = apt.etc.resolve("trusted.gpg.d/pod.asc");
        calls.run(module, "data", ours.publicKeyringArmoured(), "keyring", ring.toString());
        calls.run(module, "data", theirs.publicKeyringArmoured(), "keyring", ring.toString());
        assertTrue(Files.readString(ring).startsWith("-----BEGIN PGP PUBLIC KEY BLOCK-----"));
        ModuleResult removed = calls.run(module, "id", id(ours), "keyring", ring.toString(), "state", "absent");
        assertEquals(List.of(id(ours), id(theirs)), removed.values().get("before"));
        assertEquals(List.of(id(theirs)), removed.values().get("after"));
        calls.run(module, "id", id(theirs), "state", "absent");
        assertFalse(Files.exists(ring));
        assertFalse(calls.run(module, "id", id(theirs), "state", "absent").changed());
    }

    @Test
    void checkModeOnlyPredicts() {
        assertTrue(calls.check(module, "id", id(ours), "url", "http://nowhere").changed());
        assertTrue(calls.check(module, "data", ours.publicKeyringArmoured()).changed());
        assertFalse(Files.exists(apt.etc.resolve("trusted.gpg.d/" + id(ours) + ".gpg")));
    }

    @Test
    void whatIsNoKeyIsRefused() {
        assertTrue(calls.failure(module, "data", "rubbish").startsWith("Unable to extract key from 'inline data'"));
        assertTrue(calls.failure(module, "id", "xyz", "data", ours.publicKeyringArmoured())
                .startsWith("Invalid key_id"));
        assertTrue(calls.failure(module, "id", id(theirs), "data", ours.publicKeyringArmoured())
                .contains("failed to add the key"));
        assertTrue(calls.failure(module, "file", "/no/such $(file)").contains("there is no such file on the node"));
        assertTrue(calls.failure(module, "state", "absent").contains("key is required"));
        assertTrue(calls.failure(module, "keyserver", "x").contains("required with keyserver"));
    }
}
