package io.slipway.automation.module.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthorizedKeyModuleTest {

    private static final String A = "ssh-ed25519 AAAAa ann@a";
    private static final String B = "ssh-rsa AAAAb bob smith";
    private static final String C = "command=\"echo a, b\",no-pty ecdsa-sha2-nistp256 AAAAc";

    @TempDir
    Path temp;

    private final AuthorizedKeyModule module = new AuthorizedKeyModule();
    private LocalNode node;
    private Calls calls;
    private Path file;

    @BeforeEach
    void aNodeWithAnn() {
        node = new Tools(temp)
                .quietly("getent", "[ \"$3\" = ann ] && echo 'ann:x:1001:1002::" + temp + "/home:/bin/sh' || exit 2")
                .have("chown", "")
                .node();
        calls = new Calls(node, new FakeController(temp));
        file = temp.resolve("home/.ssh/authorized_keys");
    }

    @Test
    void aKeyIsAddedOnce() throws Exception {
        Files.createDirectory(temp.resolve("home"));
        ModuleResult result = calls.diff(module, "user", "ann", "key", A);
        assertTrue(result.changed());
        assertEquals(file.toString(), result.values().get("keyfile"));
        assertEquals(A + "\n", Files.readString(file));
        assertEquals(A + "\n", result.diffs().getFirst().after());
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(
                List.of(
                        "chown [--] [1001:1002] [" + file.getParent() + "]",
                        "chown [--] [1001:1002]",
                        "chown [--] [1001:1002] [" + file + "]"),
                new Tools(temp)
                        .log().stream()
                                .map(line -> line.replaceFirst(" \\[[^]]*/\\.slipway\\..*", ""))
                                .toList());
        node.forget();
        assertFalse(calls.run(module, "user", "ann", "key", A).changed());
        assertEquals(1, node.exchanges());
    }

    @Test
    void aFolderThatNobodyManagesIsStillMadeForTheFile() throws Exception {
        Path keys = temp.resolve("a/b c/keys");
        assertTrue(calls.run(module, "user", "ann", "key", A, "path", keys.toString(), "manage_dir", false)
                .changed());
        assertEquals(A + "\n", Files.readString(keys));
        assertTrue(calls.failure(
                        module,
                        "user",
                        "ann",
                        "key",
                        A,
                        "path",
                        temp.resolve("c/d/keys").toString())
                .contains("mkdir: cannot create directory"));
    }

    @Test
    void aTildeStandsForTheHomeOfWhoRunsTheTask() {
        String home = System.getenv("HOME");
        assertEquals(
                home + "/none/keys",
                calls.check(module, "user", "ann", "key", A, "path", "~/none/keys")
                        .values()
                        .get("keyfile"));
    }

    @Test
    void otherLinesStayWhereTheyAre() throws Exception {
        write("# comment\n\n" + A + "\nnonsense line\n" + B + "\n");
        calls.run(module, "user", "ann", "key", C + "\n# skipped\n\n" + A, "path", path());
        assertEquals("# comment\n\n" + A + "\nnonsense line\n" + B + "\n" + C + "\n", Files.readString(file));
    }

    @Test
    void optionsAndCommentsCanBeReplaced() throws Exception {
        write(A + "\n" + C + "\n");
        assertTrue(calls.run(
                        module,
                        "user",
                        "ann",
                        "key",
                        A,
                        "path",
                        path(),
                        "key_options",
                        "from=\"10.0.0.0/8,!10.1.1.1\",no-pty")
                .changed());
        assertEquals(C + "\nfrom=\"10.0.0.0/8,!10.1.1.1\",no-pty " + A + "\n", Files.readString(file));
        assertTrue(calls.run(module, "user", "ann", "key", C, "path", path(), "comment", "new one")
                .changed());
        assertTrue(Files.readString(file).endsWith(C + " new one\n"));
        assertFalse(calls.run(module, "user", "ann", "key", C, "path", path(), "comment", "new one")
                .changed());
    }

    @Test
    void exclusiveMeansNoOtherLine() throws Exception {
        write("# c\n" + A + "\n" + B + "\n");
        assertTrue(calls.run(module, "user", "ann", "key", B, "path", path(), "exclusive", true)
                .changed());
        assertEquals(B + "\n", Files.readString(file));
        assertFalse(calls.run(module, "user", "ann", "key", B, "path", path(), "exclusive", true)
                .changed());
    }

    @Test
    void keysAreRemovedWhateverTheirComment() throws Exception {
        write(A + "\n" + B + "\n");
        assertTrue(calls.run(module, "user", "ann", "key", "ssh-rsa AAAAb other", "path", path(), "state", "absent")
                .changed());
        assertEquals(A + "\n", Files.readString(file));
        assertFalse(calls.run(module, "user", "ann", "key", B, "path", path(), "state", "absent")
                .changed());
    }

    @Test
    void checkModeTouchesNothing() throws Exception {
        Files.createDirectory(temp.resolve("home"));
        assertTrue(calls.check(module, "user", "ann", "key", A).changed());
        assertFalse(Files.exists(file));
        assertTrue(calls.check(module, "user", "new", "key", A, "path", path()).changed());
    }

    @Test
    void whatIsNoKeyOrNoUserIsRefused() {
        assertEquals("invalid key specified: nonsense", calls.failure(module, "user", "ann", "key", "nonsense"));
        assertTrue(calls.failure(module, "user", "nope", "key", A).startsWith("Failed to lookup user nope"));
        assertTrue(calls.failure(module, "user", "ann", "key", "https://x/keys").contains("not supported"));
        assertEquals(
                "a key's options and comment must stand on one line",
                calls.failure(module, "user", "ann", "key", A, "comment", "x\nssh-rsa AAAA evil"));
    }

    private void write(String text) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private String path() {
        return file.toString();
    }
}
