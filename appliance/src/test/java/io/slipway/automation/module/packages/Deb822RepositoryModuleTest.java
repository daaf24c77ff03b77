package io.slipway.automation.module.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Deb822RepositoryModuleTest {

    private static final String KEY =
            "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nmDMEYCQjIx\n-----END PGP PUBLIC KEY BLOCK-----\n";

    @TempDir
    Path temp;

    private final Deb822RepositoryModule module = new Deb822RepositoryModule();
    private AptHouse apt;
    private LocalNode node;
    private Calls calls;

    @BeforeEach
    void aNode() {
        apt = new AptHouse(temp);
        node = apt.tools.node();
        calls = new Calls(node, new FakeController(temp));
    }

    private Object[] arguments(Object... more) {
        Object[] common = {
            "name",
            "My  Pod_(x)",
            "uris",
            "http://a.example.org/debian",
            "suites",
            List.of("bookworm", "bookworm-updates"),
            "components",
            "main,contrib",
            "architectures",
            "amd64"
        };
        Object[] all = java.util.Arrays.copyOf(common, common.length + more.length);
        System.arraycopy(more, 0, all, common.length, more.length);
        return all;
    }

    @Test
    void theArgumentsBecomeFields() throws Exception {
        ModuleResult result = calls.diff(
                module,
                arguments("signed_by", KEY, "enabled", true, "date_max_future", 60L, "check_valid_until", false));
        assertTrue(result.changed());
        Path file = apt.etc.resolve("sources.list.d/my-pod-x.sources");
        assertEquals("""
                Architectures: amd64
                Check-Valid-Until: no
                Components: main contrib
                Date-Max-Future: 60
                Enabled: yes
                X-Repolib-Name: My  Pod_(x)
                Signed-By:
                    -----BEGIN PGP PUBLIC KEY BLOCK-----
                    .
                    mDMEYCQjIx
                    -----END PGP PUBLIC KEY BLOCK-----
                Suites: bookworm bookworm-updates
                Types: deb
                URIs: http://a.example.org/debian
                """, Files.readString(file));
        assertEquals("rw-r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(file.toString(), result.values().get("dest"));
        assertEquals(Files.readString(file), result.values().get("repo"));
        assertEquals(null, result.values().get("key_filename"));
        node.forget();
        assertFalse(calls.run(
                        module,
                        arguments(
                                "signed_by", KEY, "enabled", true, "date_max_future", 60L, "check_valid_until", false))
                .changed());
        assertEquals(1, node.exchanges());
    }

    @Test
    void aKeyWithAnAddressIsFetchedOntoTheNode() throws Exception {
        Path key = Files.writeString(temp.resolve("k e'y"), KEY);
        ModuleResult result = calls.run(module, arguments("signed_by", "file://" + key));
        Path kept = apt.etc.resolve("keyrings/my-pod-x.asc");
        assertEquals(KEY, Files.readString(kept));
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(kept.getParent())));
        assertEquals(kept.toString(), result.values().get("key_filename"));
        assertTrue(apt.text("sources.list.d/my-pod-x.sources").contains("Signed-By: " + kept + "\n"));
        assertFalse(calls.run(module, arguments("signed_by", "file://" + key)).changed());
        Files.write(key, new byte[] {(byte) 0x99, 0, 10, 13});
        assertTrue(calls.check(module, arguments("signed_by", "file://" + key)).changed());
        assertTrue(calls.run(module, arguments("signed_by", "file://" + key)).changed());
        assertEquals(4, Files.size(apt.etc.resolve("keyrings/my-pod-x.gpg")));
        ModuleResult removed = calls.run(module, "name", "My  Pod_(x)", "state", "absent");
        assertTrue(removed.changed());
        assertFalse(Files.exists(kept));
        assertFalse(Files.exists(apt.etc.resolve("sources.list.d/my-pod-x.sources")));
        assertFalse(calls.run(module, "name", "My  Pod_(x)", "state", "absent").changed());
        assertTrue(calls.failure(module, arguments("signed_by", "file:///nowhere/key"))
                .startsWith("Could not fetch signed_by key: "));
    }

    @Test
    void aKeyOfTheNodeIsOnlyNamed() throws Exception {
        Path ring = Files.write(temp.resolve("ring.gpg"), new byte[] {1});
        ModuleResult result = calls.run(module, arguments("signed_by", ring.toString()));
        assertEquals(ring.toString(), result.values().get("key_filename"));
        assertTrue(apt.text("sources.list.d/my-pod-x.sources").contains("Signed-By: " + ring + "\n"));
    }

    @Test
    void theModeIsKeptRight() throws Exception {
        calls.run(module, arguments());
        assertTrue(calls.run(module, arguments("mode", "0600")).changed());
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(
                        Files.getPosixFilePermissions(apt.etc.resolve("sources.list.d/my-pod-x.sources"))));
        assertFalse(calls.run(module, arguments("mode", "0600")).changed());
    }

    @Test
    void valuesCannotSmuggleFieldsIn() {
        calls.run(module, "name", "x", "uris", List.of("http://a.example.org\nTrusted: yes"), "suites", "./");
        assertTrue(
                apt.text("sources.list.d/x.sources").contains("URIs:\n    http://a.example.org\n    Trusted: yes\n"));
        assertTrue(calls.failure(module, "name", "../!").contains("cannot name a file"));
    }

    @Test
    void aSymbolicModeIsKept() {
        Object[] source = {"name", "s", "uris", "http://x", "suites", "./", "mode", "u=rw,g=r,o="};
        assertTrue(calls.run(module, source).changed());
        assertFalse(calls.run(module, source).changed());
        source[7] = "o+r";
        assertTrue(calls.run(module, source).changed());
        assertFalse(calls.run(module, source).changed());
    }
}
