package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.ModuleResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyTreeTest {

    private final CopyModule copy = new CopyModule();

    @TempDir
    Path folder;

    private FileFixture on;

    @BeforeEach
    void start() {
        on = new FileFixture(folder);
        on.source("files", "tree/a", "1");
        on.source("files", "tree/sub/b", "2");
        on.source("files", "tree/sub/deep/c", "3");
    }

    /** Without {@code --diff}: with it, files that differ travel one by one. */
    private ModuleResult copies(int exchanges, Object... arguments) {
        var before = on.everything();
        assertTrue(on.calls.check(copy, arguments).changed());
        assertEquals(before, on.everything());
        on.shell.forget();
        ModuleResult done = on.calls.run(copy, arguments);
        assertTrue(done.changed());
        assertEquals(exchanges, on.shell.exchanges());
        on.unchanged(copy, arguments);
        return done;
    }

    @Test
    void theDirectoryOrItsContents() throws IOException {
        Files.createDirectory(on.root.resolve("files/tree/empty"));
        ModuleResult done = copies(2, "src", "tree", "dest", on.at("d"), "mode", "0640", "directory_mode", "0750");
        assertEquals("3", on.read("d/tree/sub/deep/c"));
        assertEquals("0640", on.mode("d/tree/sub/b"));
        assertEquals("0750", on.mode("d/tree/sub"));
        assertEquals("0750", on.mode("d"));
        assertTrue(Files.isDirectory(on.path("d/tree/empty")));
        assertEquals(on.at("d/"), done.values().get("dest"));
        copies(2, "src", "tree/", "dest", on.at("e/"));
        assertEquals("2", on.read("e/sub/b"));
        assertFalse(Files.exists(on.path("e/tree")));
    }

    @Test
    void showsDifferencesBelowFoldersOfAnyName() throws IOException {
        for (String name : List.of("a\nb", "it's \"so\"", "$HOME", "-n", "*", "a b", "~")) {
            on.source("files", "odd/" + name + "/f", name);
        }
        assertEquals(
                7, on.calls.diff(copy, "src", "odd", "dest", on.at("d")).diffs().size());
        assertEquals("a\nb", on.read("d/odd/a\nb/f"));
        assertEquals("$HOME", on.read("d/odd/$HOME/f"));
        assertEquals("it's \"so\"", on.read("d/odd/it's \"so\"/f"));
        assertFalse(on.calls.diff(copy, "src", "odd", "dest", on.at("d")).changed());
    }

    @Test
    void onlyWhatDiffersIsSent() throws IOException {
        on.calls.run(copy, "src", "tree/", "dest", on.at("d"));
        on.write("d/sub/b", "other");
        on.write("d/mine", "stays");
        Files.setAttribute(on.path("d/sub/b"), "unix:mode", 0600);
        on.shell.forget();
        ModuleResult done = on.calls.diff(copy, "src", "tree/", "dest", on.at("d"));
        assertEquals(1, done.diffs().size());
        assertEquals("other", done.diffs().getFirst().before());
        assertEquals("2", on.read("d/sub/b"));
        assertEquals("0600", on.mode("d/sub/b"));
        assertEquals("stays", on.read("d/mine"));
        copies(2, "src", "tree/", "dest", on.at("d"), "owner", "daemon");
        assertEquals("daemon", Files.getOwner(on.path("d/sub/deep/c")).getName());
        assertEquals("root", Files.getOwner(on.path("d/mine")).getName());
    }

    @Test
    void linksAreFollowedOrCopied() throws IOException {
        Files.createSymbolicLink(on.root.resolve("files/tree/l"), Path.of("a"));
        Files.createSymbolicLink(on.root.resolve("files/tree/ld"), Path.of("sub"));
        copies(2, "src", "tree/", "dest", on.at("f"));
        assertFalse(Files.isSymbolicLink(on.path("f/l")));
        assertEquals("3", on.read("f/ld/deep/c"));
        copies(2, "src", "tree/", "dest", on.at("g"), "local_follow", false);
        assertEquals(Path.of("a"), Files.readSymbolicLink(on.path("g/l")));
        assertEquals(Path.of("sub"), Files.readSymbolicLink(on.path("g/ld")));
    }

    @Test
    void manyFilesInFewExchanges() {
        for (int i = 0; i < 120; i++) {
            on.source("files", "many/dir" + i % 7 + "/file" + i, "content " + i);
        }
        copies(2, "src", "many/", "dest", on.at("m"));
        assertEquals("content 119", on.read("m/dir0/file119"));
    }

    @Test
    void whatStandsInTheWayIsNamedAndNothingIsLeft() throws IOException {
        on.write("d/sub", "a file");
        var before = on.everything();
        assertEquals(
                on.at("d/sub") + " already exists and is no directory",
                on.calls.failure(copy, "src", "tree/", "dest", on.at("d")));
        assertEquals(before, on.everything());
        Path bin = folder.resolve("bin");
        io.slipway.automation.module.LocalNode.fakeCommand(
                bin, "head", "echo 'head: error writing: No space left on device' >&2; exit 1\n");
        on.shell.commands(bin);
        assertTrue(on.calls.failure(copy, "src", "tree/", "dest", on.at("full")).endsWith("No space left on device"));
        try (var files = Files.walk(on.path("full"))) {
            assertEquals(List.of(), files.filter(Files::isRegularFile).toList());
        }
    }

    @Test
    void fromOnePlaceOfTheNodeToAnother() throws IOException {
        on.write("src/a", "1");
        on.write("src/x y/-b", "2");
        Files.setAttribute(on.path("src/x y/-b"), "unix:mode", 0711);
        Files.createSymbolicLink(on.path("src/l"), Path.of("a"));
        copies(3, "src", on.at("src"), "dest", on.at("copy"), "remote_src", true);
        assertEquals("2", on.read("copy/src/x y/-b"));
        assertEquals("0711", on.mode("copy/src/x y/-b"));
        assertTrue(Files.isSymbolicLink(on.path("copy/src/l")));
    }

    @Test
    void aFileOfTheNode() throws IOException {
        on.write("from", "new");
        on.write("to", "old");
        Files.setAttribute(on.path("from"), "unix:mode", 0755);
        Files.createDirectory(on.path("dir"));
        ModuleResult done =
                on.calls.run(copy, "src", on.at("from"), "dest", on.at("to"), "remote_src", true, "backup", true);
        assertTrue(done.changed());
        assertEquals("new", on.read("to"));
        assertEquals("0644", on.mode("to"));
        assertEquals("old", Files.readString(Path.of((String) done.values().get("backup_file"))));
        on.unchanged(copy, "src", on.at("from"), "dest", on.at("to"), "remote_src", true);
        on.converges(copy, "src", on.at("from"), "dest", on.at("dir"), "remote_src", true, "mode", "preserve");
        assertEquals("0755", on.mode("dir/from"));
        assertEquals(
                "Source " + on.at("no") + " not found",
                on.calls.failure(copy, "src", on.at("no"), "dest", on.at("x"), "remote_src", true));
        assertTrue(on.calls
                .failure(copy, "src", "/dev/null", "dest", on.at("x"), "remote_src", true)
                .startsWith("Cannot copy invalid source"));
        for (String name : FileFixture.HOSTILE) {
            on.write("plain", name);
            on.converges(copy, "src", on.at("plain"), "dest", on.at("") + name, "remote_src", true);
            on.converges(copy, "src", on.at("") + name, "dest", on.at("again/"), "remote_src", true);
        }
    }
}
