package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.LocalNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The scripts run under every shell that this machine has, and say what stands in the way of a user who may not do everything. */
class ShellsAndUsersTest {

    @TempDir
    Path folder;

    static Stream<List<String>> shells() {
        return Stream.of(
                        List.of("/bin/sh"),
                        List.of("/bin/dash"),
                        List.of("/bin/bash", "--posix"),
                        List.of("/bin/bash"),
                        List.of("/bin/busybox", "sh"))
                .filter(shell -> Files.exists(Path.of(shell.getFirst())));
    }

    @ParameterizedTest
    @MethodSource("shells")
    void allShellsUnderstandTheScripts(List<String> shell) {
        FileFixture on = new FileFixture(folder, new LocalNode(shell.toArray(String[]::new)));
        on.source("files", "tree/a b", "1");
        on.source("files", "tree/-c/d", "2");
        for (String name : List.of("plain", "-quote'd \"name\" $(x)\n\udcff ✓")) {
            String path = on.at("") + name;
            on.converges(new FileModule(), "path", path + "/sub", "state", "directory", "mode", "0750");
            on.converges(new CopyModule(), "content", "x\n", "dest", path + "/f", "mode", "u=rw,go=");
            on.converges(new LineInFileModule(), "path", path + "/f", "line", "y", "validate", "test -s %s");
            on.converges(new BlockInFileModule(), "path", path + "/f", "block", "z");
            on.converges(new FileModule(), "path", path + "/l", "state", "link", "src", "f");
            on.converges(new FileModule(), "path", path, "state", "directory", "recurse", true, "owner", "daemon");
        }
        assertTrue(on.calls
                .run(new CopyModule(), "src", "tree", "dest", on.at("t"))
                .changed());
        on.unchanged(new CopyModule(), "src", "tree", "dest", on.at("t"));
        assertTrue(on.calls
                .run(new CopyModule(), "src", on.at("t"), "dest", on.at("u"), "remote_src", true)
                .changed());
        on.unchanged(new CopyModule(), "src", on.at("t"), "dest", on.at("u"), "remote_src", true);
        assertEquals("2", on.read("u/t/tree/-c/d"));
    }

    @Test
    void aUserWhoMayNotIsToldWhy() throws IOException {
        Files.setAttribute(folder, "unix:mode", 0755);
        LocalNode nobody = new LocalNode("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "/bin/sh");
        nobody.env("TMPDIR", "/tmp").env("HOME", "/nonexistent");
        FileFixture on = new FileFixture(folder, nobody);
        on.write("theirs", "old\n");
        on.write("locked/secret", "s");
        Files.setAttribute(on.path("locked"), "unix:mode", 0700);
        var before = on.everything();
        assertEquals(
                "cannot write into the directory " + on.node + ": Permission denied",
                on.calls.failure(new CopyModule(), "content", "new", "dest", on.at("theirs")));
        assertEquals(
                "cannot write into the directory " + on.node + ": Permission denied",
                on.calls.failure(new LineInFileModule(), "path", on.at("theirs"), "line", "x"));
        assertEquals(
                "cannot statx '" + on.at("locked/secret") + "': Permission denied",
                on.calls.failure(new StatModule(), "path", on.at("locked/secret")));
        assertTrue(on.calls
                .failure(new FileModule(), "path", on.at("theirs"), "mode", "0600")
                .startsWith("chmod failed: changing permissions of"));
        assertTrue(on.calls
                .failure(new FileModule(), "path", on.at("theirs"), "owner", "daemon")
                .startsWith("chown failed: changing ownership of"));
        assertEquals(
                "There was an issue creating " + on.at("d") + " as requested: Permission denied",
                on.calls.failure(new FileModule(), "path", on.at("d"), "state", "directory"));
        assertEquals(
                "cannot remove " + on.at("theirs") + ": Permission denied",
                on.calls.failure(new FileModule(), "path", on.at("theirs"), "state", "absent"));
        assertTrue(on.calls
                .failure(new TempfileModule(), "path", on.node.toString())
                .endsWith("Permission denied"));
        assertEquals(before, on.everything());

        Files.setAttribute(on.path("theirs"), "unix:mode", 0666);
        assertTrue(on.calls
                .run(new CopyModule(), "content", "new", "dest", on.at("theirs"), "unsafe_writes", true)
                .changed());
        assertEquals("new", on.read("theirs"));
    }

    @Test
    void secretsAreNeverReadableByOthersOnTheWay() throws IOException {
        FileFixture on = new FileFixture(folder);
        Path bin = folder.resolve("bin");
        LocalNode.fakeCommand(bin, "sync", "stat -c %a \"$2\" >>'" + folder + "/modes'\n");
        LocalNode.fakeCommand(
                bin,
                "cat",
                "stat -c %a \"$2\" >/dev/null 2>&1; for f in '" + on.node + "'/.slipway.*; do stat -c %a \"$f\" >>'"
                        + folder + "/modes'; done; exec /bin/cat \"$@\"\n");
        on.shell.commands(bin);
        on.write("key", "old");
        Files.setAttribute(on.path("key"), "unix:mode", 0644);
        on.calls.run(new CopyModule(), "content", "secret", "dest", on.at("key"), "mode", "0600");
        on.calls.run(new CopyModule(), "content", "secret", "dest", on.at("new"), "mode", "0640");
        assertEquals(List.of("600", "600", "600", "640"), Files.readAllLines(folder.resolve("modes")));
        assertFalse(on.shell.scripts().stream().anyMatch(script -> script.text().contains("secret")));
    }
}
