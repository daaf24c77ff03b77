package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleResult.Diff;
import io.slipway.automation.module.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyModuleTest {

    private final CopyModule copy = new CopyModule();

    @TempDir
    Path folder;

    private FileFixture on;

    @BeforeEach
    void start() {
        on = new FileFixture(folder);
    }

    /** Else a loop would keep the content of many files in memory. */
    @Test
    void onlyForLittleContentItMayLookBeforeItsTurn() {
        on.calls.run(new CopyModule(), "content", "x".repeat(70_000), "dest", on.at("large"));
        on.calls.run(new CopyModule(), "content", "x", "dest", on.at("little"));
        assertEquals(
                List.of(false, false, true, false),
                on.shell.scripts().stream().map(Script::looks).toList());
    }

    @Test
    void putsAFileThatIsNotThere() {
        String src = on.source("files", "motd", "hello\n");
        ModuleResult done = on.converges(copy, "src", "motd", "dest", on.at("motd"), "mode", "0640");
        assertEquals("hello\n", on.read("motd"));
        assertEquals("0640", on.mode("motd"));
        assertEquals(List.of(new Diff("", src, "", "hello\n")), done.diffs());
        assertEquals(on.at("motd"), done.values().get("dest"));
        assertEquals("f572d396fae9206628714fb2ce00f72e94f2258f", done.values().get("checksum"));
        assertEquals("b1946ac92492d2347c6235b4d2611184", done.values().get("md5sum"));
        assertEquals("0640", done.values().get("mode"));
        assertEquals("file", done.values().get("state"));
        assertEquals(6L, done.values().get("size"));
        assertEquals("root", done.values().get("owner"));
    }

    @Test
    void whatNobodySeesIsNotSummedTwice() {
        on.controller.unseen();
        ModuleResult done = on.calls.run(copy, "content", "hello\n", "dest", on.at("motd"));
        assertEquals("f572d396fae9206628714fb2ce00f72e94f2258f", done.values().get("checksum"));
        assertFalse(done.values().containsKey("md5sum"));
        ModuleResult again = on.calls.run(copy, "src", on.at("motd"), "dest", on.at("copy"), "remote_src", true);
        assertEquals("f572d396fae9206628714fb2ce00f72e94f2258f", again.values().get("checksum"));
        assertFalse(again.values().containsKey("md5sum"));
    }

    @Test
    void contentIsNotShownAmongTheArguments() {
        String shown = copy.spec()
                .check(Map.of("content", "a private key", "dest", "/key"))
                .shown()
                .toString();
        assertFalse(shown.contains("a private key"), shown);
    }

    @Test
    void replacesContentAndKeepsWhatTheOldFileHad() throws IOException {
        on.write("conf", "old\n");
        Files.setAttribute(on.path("conf"), "unix:mode", 0604);
        Files.setAttribute(on.path("conf"), "unix:uid", 12345);
        ModuleResult done = on.converges(copy, "content", "new\n", "dest", on.at("conf"));
        assertEquals("new\n", on.read("conf"));
        assertEquals("0604", on.mode("conf"));
        assertEquals(12345L, done.values().get("uid"));
        assertEquals("12345", done.values().get("owner"));
        assertEquals(List.of(new Diff(on.at("conf"), on.at("conf"), "old\n", "new\n")), done.diffs());
    }

    @Test
    void setsOnlyTheModeWhenTheContentIsRight() {
        on.write("conf", "same");
        ModuleResult done = on.converges(copy, "content", "same", "dest", on.at("conf"), "mode", "u=rw,g=,o=");
        assertEquals("0600", on.mode("conf"));
        Diff diff = done.diffs().getFirst();
        assertTrue(diff.before().contains("\"mode\": \"0644\""), diff.before());
        assertTrue(diff.after().contains("\"mode\": \"0600\""), diff.after());
    }

    @Test
    void aDirectoryTakesTheFileUnderItsName() throws IOException {
        on.source("files", "a.conf", "a");
        Files.createDirectory(on.path("etc"));
        on.converges(copy, "src", "a.conf", "dest", on.at("etc"));
        assertEquals("a", on.read("etc/a.conf"));
        on.converges(copy, "src", "a.conf", "dest", on.at("new/deep/"), "mode", "0600", "directory_mode", "0711");
        assertEquals("a", on.read("new/deep/a.conf"));
        assertEquals("0711", on.mode("new"));
        assertEquals("0711", on.mode("new/deep"));
        assertEquals("0600", on.mode("new/deep/a.conf"));
    }

    @Test
    void mappingsAndListsBecomeJsonAsPythonWritesIt() {
        on.converges(copy, "content", Map.of("k", List.of(1L, "ü", true)), "dest", on.at("j"));
        assertEquals("{\"k\": [1, \"\\u00fc\", true]}", on.read("j"));
    }

    @Test
    void linksAreReplacedUnlessTheyAreFollowed() throws IOException {
        on.write("target", "old");
        Files.createSymbolicLink(on.path("link"), Path.of("target"));
        on.converges(copy, "content", "new", "dest", on.at("link"), "follow", true);
        assertTrue(Files.isSymbolicLink(on.path("link")));
        assertEquals("new", on.read("target"));
        on.converges(copy, "content", "new", "dest", on.at("link"));
        assertFalse(Files.isSymbolicLink(on.path("link")));
    }

    @Test
    void backupAndForce() throws IOException {
        on.write("f", "old");
        assertFalse(on.calls
                .run(copy, "content", "new", "dest", on.at("f"), "force", false)
                .changed());
        assertEquals("old", on.read("f"));
        ModuleResult done = on.calls.run(copy, "content", "new", "dest", on.at("f"), "backup", true);
        String backup = (String) done.values().get("backup_file");
        assertTrue(backup.matches(".*/f\\.\\d+\\.\\d{4}-\\d\\d-\\d\\d@\\d\\d:\\d\\d:\\d\\d~"), backup);
        assertEquals("old", Files.readString(Path.of(backup)));
    }

    @Test
    void validateSeesTheNewFileAndItsRefusalLeavesTheOld() {
        on.write("f", "old");
        on.calls.run(copy, "content", "good x", "dest", on.at("f"), "validate", "grep -q 'good x' %s");
        assertEquals("good x", on.read("f"));
        var before = on.everything();
        String message =
                on.calls.failure(copy, "content", "bad", "dest", on.at("f"), "validate", "ls /does/not/exist/%s");
        assertTrue(message.startsWith("failed to validate: rc:2 error:ls: cannot access"), message);
        assertEquals(
                Map.of(
                        "exit_status",
                        3L,
                        "stdout",
                        "said\n",
                        "stdout_lines",
                        List.of("said"),
                        "stderr",
                        "and complained\n",
                        "stderr_lines",
                        List.of("and complained"),
                        "checksum",
                        "1902e3d6fc4e78a0bcc50ba12b882769afbf4a8c"),
                on.calls.failedValues(
                        copy,
                        "content",
                        "bad",
                        "dest",
                        on.at("f"),
                        "validate",
                        "sh -c 'test -e $0 && echo said && echo and complained >&2; exit 3' %s"));
        assertEquals(before, on.everything());
        assertEquals(
                "validate must contain %s: true",
                on.calls.failure(copy, "content", "bad", "dest", on.at("f"), "validate", "true"));
    }

    @Test
    void hostileNames() {
        for (String name : FileFixture.HOSTILE) {
            on.converges(copy, "content", "x" + name, "dest", on.at("") + name);
        }
        assertEquals(FileFixture.HOSTILE.size() + 1, on.everything().size());
    }

    @Test
    void failuresSayWhatIsWrongAndLeaveNothingBehind() throws IOException {
        on.write("file", "x");
        Files.createDirectory(on.path("dir"));
        on.source("files", "s", "x");
        var before = on.everything();
        assertEquals(
                "Destination directory " + on.at("no") + " does not exist (make it first: file: {path: " + on.at("no")
                        + ", state: directory})",
                on.calls.failure(copy, "content", "x", "dest", on.at("no/f")));
        assertEquals(
                "can not use content with a dir as dest", on.calls.failure(copy, "content", "x", "dest", on.at("dir")));
        assertEquals(
                "can not use content with a dir as dest",
                on.calls.failure(copy, "content", "x", "dest", on.at("dir/")));
        assertEquals("src (or content) is required", on.calls.failure(copy, "dest", "/x"));
        assertEquals(
                "src and content are mutually exclusive",
                on.calls.failure(copy, "dest", "/x", "src", "s", "content", ""));
        assertTrue(on.calls.failure(copy, "dest", "/x", "src", "missing").contains("Searched in:"));
        assertEquals(
                "chown failed: failed to look up user nobody-here (make it first, with user: {name: nobody-here})",
                on.calls.failure(copy, "content", "y", "dest", on.at("file"), "owner", "nobody-here"));
        assertTrue(on.calls
                .failure(copy, "content", "y", "dest", on.at("file"), "mode", "rw-r--r--")
                .startsWith("mode must be in octal or symbolic form"));
        assertTrue(on.calls
                .failure(copy, "content", "y", "dest", "/proc/sys/f")
                .startsWith("cannot write into the directory /proc/sys"));
        assertTrue(on.calls
                .failure(copy, "content", "y", "dest", on.at("file/sub"))
                .contains("does not exist"));
        assertEquals(
                "cannot write /dev/null: it is no regular file",
                on.calls.failure(copy, "content", "y", "dest", "/dev/null"));
        assertEquals(before, on.everything());
    }

    @Test
    void aFullDiskLeavesTheOldFile() {
        on.shell.commands(folder.resolve("bin"));
        io.slipway.automation.module.LocalNode.fakeCommand(
                folder.resolve("bin"), "cat", "echo 'cat: write error: No space left on device' >&2; exit 1\n");
        on.write("f", "old");
        var before = on.everything();
        assertEquals(
                "cannot write " + on.at("f") + ": No space left on device",
                on.calls.failure(copy, "content", "new ".repeat(1000), "dest", on.at("f")));
        assertEquals(before, on.everything());
    }

    @Test
    void preservesTheModeThatTheFileHasHere() throws IOException {
        Path src = Path.of(on.source("files", "run.sh", "#!/bin/sh\n"));
        Files.setAttribute(src, "unix:mode", 0751);
        on.converges(copy, "src", "run.sh", "dest", on.at("run.sh"), "mode", "preserve");
        assertEquals("0751", on.mode("run.sh"));
    }

    @Test
    void pathsKnowHomeAndVariables() {
        on.shell.env("HOME", on.node.toString()).env("PLACE", on.node + "/a b");
        on.calls.run(new FileModule(), "path", "$PLACE", "state", "directory");
        on.converges(copy, "content", "1", "dest", "~/one");
        on.converges(copy, "content", "2", "dest", "${PLACE}/$UNSET_VARIABLE");
        assertEquals("1", on.read("one"));
        assertEquals("2", on.read("a b/$UNSET_VARIABLE"));
    }
}
