package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.LocalNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many new files of a directory come in one stream, and are what they would be if each had been written by itself. */
class TreeArchiveTest {

    private static final int MANY = 12;

    private final CopyModule copy = new CopyModule();

    @TempDir
    Path folder;

    private FileFixture on;

    @BeforeEach
    void start() {
        on = new FileFixture(folder);
        for (int i = 0; i < MANY; i++) {
            on.source("files", "tree/dir" + i % 3 + "/f" + i, "content " + i);
        }
    }

    /** Without {@code --diff}: with it, files that differ travel one by one. */
    private void copies(Object... arguments) {
        on.shell.forget();
        assertTrue(on.calls.run(copy, arguments).changed());
        assertEquals(2, on.shell.exchanges());
        on.unchanged(copy, arguments);
    }

    @Test
    void hostileNamesArriveAsTheyAre() {
        String folder = "ends with a backslash\\/$(touch pwned)\n'\"&,/";
        for (String name : List.of(
                "-rf",
                "a b",
                "x\ny",
                "'; rm -rf ~",
                "\"$HOME\"",
                "\\1&,",
                "ü",
                "*",
                ".hidden",
                "..twice",
                "n".repeat(180))) {
            on.source("files", "tree/" + folder + name, "in " + name);
        }
        copies("src", "tree/", "dest", on.at("d"), "mode", "0640");
        assertEquals("in x\ny", on.read("d/" + folder + "x\ny"));
        assertEquals("in .hidden", on.read("d/" + folder + ".hidden"));
        assertEquals("0640", on.mode("d/" + folder + "\\1&,"));
        assertEquals("content 11", on.read("d/dir2/f11"));
    }

    @Test
    void filesInheritWhatTheirDirectoryGives() throws IOException {
        Files.createDirectories(on.path("d/dir1"));
        Files.setAttribute(on.path("d/dir1"), "unix:gid", 1);
        Files.setAttribute(on.path("d/dir1"), "unix:mode", 02775);
        on.calls.run(copy, "src", "tree/", "dest", on.at("d"));
        assertEquals(1, Files.getAttribute(on.path("d/dir1/f1"), "unix:gid"));
        assertEquals(0, Files.getAttribute(on.path("d/dir0/f0"), "unix:gid"));
        assertEquals("0644", on.mode("d/dir1/f1"));
    }

    @Test
    void ownersAndSetIdBitsAreAsTheTaskSays() throws IOException {
        copies("src", "tree/", "dest", on.at("d"), "owner", "daemon", "group", "1", "mode", "0600");
        assertEquals(1, Files.getAttribute(on.path("d/dir0/f0"), "unix:uid"));
        assertEquals(1, Files.getAttribute(on.path("d/dir0/f0"), "unix:gid"));
        copies("src", "tree/", "dest", on.at("e"), "owner", "daemon", "mode", "4755");
        assertEquals("4755", on.mode("e/dir0/f0"));
        copies("src", "tree/", "dest", on.at("f"), "mode", "2755");
        assertEquals("2755", on.mode("f/dir0/f0"));
    }

    @Test
    void oldAndNewFilesComeTogether() throws IOException {
        on.write("d/dir0/f0", "old");
        on.write("d/dir1/f1", "content 1");
        Files.setAttribute(on.path("d/dir0/f0"), "unix:mode", 0604);
        Files.createSymbolicLink(on.path("d/dir0/f3"), Path.of("nowhere"));
        copies("src", "tree/", "dest", on.at("d"));
        assertEquals("content 0", on.read("d/dir0/f0"));
        assertEquals("0604", on.mode("d/dir0/f0"));
        assertEquals("content 3", on.read("d/dir0/f3"));
        assertEquals("content 11", on.read("d/dir2/f11"));
    }

    @Test
    void aNodeWithoutGnuTarGetsOneAfterTheOther() {
        Path bin = folder.resolve("bin");
        LocalNode.fakeCommand(bin, "tar", "echo 'some other tar'; exit 1\n");
        on.shell.commands(bin);
        copies("src", "tree/", "dest", on.at("d"));
        assertEquals("content 11", on.read("d/dir2/f11"));
    }

    @Test
    void whatGoesWrongLeavesNothing() throws IOException {
        Path bin = folder.resolve("bin");
        LocalNode.fakeCommand(bin, "tar", """
                if [ "$1" = --version ]; then echo 'tar (GNU tar) 1.34'; exit 0; fi
                head -c 2000 | /bin/tar "$@" 2>/dev/null
                echo 'tar: f: Cannot write: No space left on device' >&2
                exit 2
                """);
        on.shell.commands(bin);
        String failure = on.calls.failure(copy, "src", "tree/", "dest", on.at("d"));
        assertTrue(failure.endsWith("No space left on device"), failure);
        try (var files = Files.walk(on.path("d"))) {
            assertEquals(
                    List.of("d", "dir0", "dir1", "dir2"),
                    files.map(f -> f.getFileName().toString()).sorted().toList());
        }
    }
}
