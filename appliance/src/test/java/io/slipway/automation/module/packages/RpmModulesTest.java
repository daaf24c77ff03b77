package io.slipway.automation.module.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.Tools;
import io.slipway.common.crypto.SigningKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code yum_repository} and {@code rpm_key}. */
class RpmModulesTest {

    @TempDir
    Path temp;

    private final YumRepositoryModule repository = new YumRepositoryModule();
    private final RpmKeyModule rpmKey = new RpmKeyModule();
    private Tools tools;
    private LocalNode node;
    private Calls calls;

    @BeforeEach
    void aNode() {
        tools = new Tools(temp).have("rpm", """
                        case $1 in
                          -q) cat '%1$s/trusted' 2>/dev/null || echo 'package gpg-pubkey is not installed' ;;
                          --import) cat "$2" >>'%1$s/trusted' ;;
                          --erase) rm '%1$s/trusted' ;;
                        esac""".formatted(temp));
        node = tools.node();
        calls = new Calls(node, new FakeController(temp));
    }

    @Test
    void aRepositoryIsASectionOfItsFile() throws Exception {
        Path file = Files.writeString(temp.resolve("pod.repo"), "# mine\n[other]\nname=Other\nbaseurl=http://o\n");
        Object[] arguments = {
            "name",
            "pod",
            "description",
            "The pod's",
            "baseurl",
            "http://a,http://b",
            "gpgcheck",
            false,
            "exclude",
            List.of("a*", "b*"),
            "reposdir",
            temp.toString(),
            "priority",
            "5"
        };
        assertTrue(calls.check(repository, arguments).changed());
        assertTrue(calls.run(repository, arguments).changed());
        assertEquals("""
                # mine
                [other]
                name=Other
                baseurl=http://o

                [pod]
                baseurl = http://a
                \thttp://b
                exclude = a* b*
                gpgcheck = 0
                name = The pod's
                priority = 5

                """, Files.readString(file));
        node.forget();
        assertFalse(calls.run(repository, arguments).changed());
        assertEquals(1, node.exchanges());
        Files.writeString(
                file,
                "[pod]\nNAME : The pod's\nbaseurl=http://a\n\n http://b\n; x\nexclude=a* b*\ngpgcheck=0\npriority=5\n");
        assertFalse(calls.run(repository, arguments).changed());
    }

    @Test
    void theLastRepositoryTakesItsFileAlong() throws Exception {
        Path file = Files.writeString(temp.resolve("a.repo"), "[a]\nname=A\n[b]\nname=B\n");
        Object[] a = {"name", "a", "state", "absent", "reposdir", temp.toString()};
        assertTrue(calls.run(repository, a).changed());
        assertEquals("[b]\nname=B\n", Files.readString(file));
        assertFalse(calls.run(repository, a).changed());
        Object[] b = {"name", "b", "file", "a", "state", "absent", "reposdir", temp.toString()};
        assertTrue(calls.check(repository, b).changed());
        assertTrue(Files.exists(file));
        assertTrue(calls.run(repository, b).changed());
        assertFalse(Files.exists(file));
        assertFalse(calls.run(repository, b).changed());
    }

    @Test
    void whatWouldBreakTheFileIsRefused() {
        assertTrue(calls.failure(repository, "name", "x", "description", "d").contains("'baseurl', 'metalink' or"));
        assertTrue(calls.failure(repository, "name", "x", "baseurl", "u").contains("'description' is required"));
        assertTrue(calls.failure(repository, "name", "a]\n[b", "baseurl", "u", "description", "d")
                .contains("cannot be the id"));
        assertTrue(
                calls.failure(repository, "name", "x", "baseurl", List.of("u\n[evil]\nbaseurl=v"), "description", "d")
                        .contains("begins with '['"));
    }

    @Test
    void keysAreImportedOnce() throws Exception {
        SigningKey key = SigningKey.openOrCreate(temp.resolve("key"), InstantSource.system(), new SecureRandom());
        String hex = key.fingerprint().hex();
        Path file = Files.writeString(temp.resolve("a 'key' $(x)"), key.publicKeyringArmoured());
        assertTrue(calls.check(rpmKey, "key", file.toString()).changed());
        assertTrue(calls.run(rpmKey, "key", file.toString(), "fingerprint", hex.toLowerCase(Locale.ROOT))
                .changed());
        node.forget();
        assertFalse(calls.run(rpmKey, "key", file.toString()).changed());
        assertFalse(calls.run(rpmKey, "key", "0x" + hex.substring(32)).changed());
        assertEquals(2, node.exchanges());
        assertTrue(
                calls.run(rpmKey, "key", hex.substring(24), "state", "absent").changed());
        assertTrue(tools.log()
                .getLast()
                .equals("rpm [--erase] [--allmatches] [gpg-pubkey-"
                        + hex.substring(32).toLowerCase(Locale.ROOT) + "]"));
        assertFalse(calls.run(rpmKey, "key", hex, "state", "absent").changed());
        assertTrue(calls.failure(rpmKey, "key", file.toString(), "fingerprint", "AB CD")
                .startsWith("The specified fingerprint, 'ABCD', does not match the key fingerprint '" + hex));
    }

    @Test
    void keysComeFromAddresses() throws Exception {
        SigningKey key = SigningKey.openOrCreate(temp.resolve("key"), InstantSource.system(), new SecureRandom());
        Path file = Files.writeString(temp.resolve("served"), key.publicKeyringArmoured());
        tools.have("curl", "url=$(sed -n 's/^url = \"file:\\/\\/\\(.*\\)\"$/\\1/p'); cat \"$url\"");
        assertTrue(calls.run(rpmKey, "key", "file://" + file).changed());
        assertFalse(calls.run(rpmKey, "key", "file://" + file).changed());
        assertEquals(
                "curl [--config] [-]",
                tools.log().stream()
                        .filter(line -> line.startsWith("curl"))
                        .findFirst()
                        .orElseThrow());
        tools.quietly("curl", "echo 'curl: (6) Could not resolve host: x' >&2; exit 6");
        assertEquals(
                "failed to fetch key at http://x/k: curl: (6) Could not resolve host: x",
                calls.failure(rpmKey, "key", "http://x/k"));
        assertTrue(calls.failure(rpmKey, "key", "/no/such").startsWith("Not a valid key /no/such"));
        assertTrue(calls.failure(rpmKey, "key", "0123456789ABCDEF").startsWith("When importing a key"));
    }
}
