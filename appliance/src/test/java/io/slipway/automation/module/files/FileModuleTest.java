package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleResult.Diff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileModuleTest {

    private final FileModule file = new FileModule();

    @TempDir
    Path folder;

    private FileFixture on;

    @BeforeEach
    void start() {
        on = new FileFixture(folder);
    }

    @Test
    void makesDirectoriesWithTheModeOnAllThatAreNew() throws IOException {
        Files.createDirectory(on.path("a"));
        ModuleResult done = on.converges(file, "path", on.at("a/b/c"), "state", "directory", "mode", "0750");
        assertEquals("0755", on.mode("a"));
        assertEquals("0750", on.mode("a/b"));
        assertEquals("0750", on.mode("a/b/c"));
        assertEquals(on.at("a/b/c"), done.values().get("path"));
        assertEquals("directory", done.values().get("state"));
        assertEquals(
                List.of(new Diff(
                        "",
                        "",
                        "{\n    \"mode\": \"0755\",\n    \"path\": \"" + on.at("a/b/c")
                                + "\",\n    \"state\": \"absent\"\n}\n",
                        "{\n    \"mode\": \"0750\",\n    \"path\": \"" + on.at("a/b/c")
                                + "\",\n    \"state\": \"directory\"\n}\n")),
                done.diffs());
    }

    @Test
    void aFailureSaysWhatIsThere() {
        on.write("f", "xy");
        var values = on.calls.failedValues(file, "path", on.at("f"), "owner", "no-such-user");
        assertEquals(Set.of("path", "uid", "gid", "owner", "group", "mode", "state", "size"), values.keySet());
        assertEquals(on.at("f"), values.get("path"));
        assertEquals(2L, values.get("size"));
        assertEquals("file", values.get("state"));
        assertEquals(
                Map.of("path", on.at("f/g")), on.calls.failedValues(file, "path", on.at("f/g"), "state", "directory"));
        assertEquals(
                Map.of("details", "bad symbolic permission for mode: rwx!"),
                on.calls.failedValues(file, "path", on.at("f"), "mode", "rwx!"));
    }

    @Test
    void checkModeStillSeesWhatItWouldRemove() {
        on.write("f", "xy");
        ModuleResult would = on.calls.check(file, "path", on.at("f"), "state", "absent");
        assertTrue(would.changed());
        assertEquals("file", would.values().get("state"));
        assertEquals(2L, would.values().get("size"));
    }

    @Test
    void setsModesAndOwnersByNameAndNumber() {
        on.write("f", "x");
        on.converges(file, "path", on.at("f"), "mode", "u=rwx,g=rx,o-r", "owner", "daemon", "group", "2");
        assertEquals("0750", on.mode("f"));
        ModuleResult done = on.converges(file, "dest", on.at("f"), "owner", "0", "group", "root", "mode", "04755");
        assertEquals("root", done.values().get("owner"));
        assertEquals("04755", done.values().get("mode"));
        assertEquals("file", done.values().get("state"));
    }

    @Test
    void recursesOnlyIntoWhatDiffers() throws IOException {
        on.write("t/a", "1");
        on.write("t/sub/b", "2");
        on.write("outside", "3");
        Files.setAttribute(on.path("t/a"), "unix:mode", 0755);
        Files.createSymbolicLink(on.path("t/link"), Path.of("../outside"));
        on.converges(
                file,
                "path",
                on.at("t"),
                "state",
                "directory",
                "recurse",
                true,
                "mode",
                "u=rwX,go=rX",
                "owner",
                "daemon",
                "follow",
                false);
        assertEquals("0755", on.mode("t/a"));
        assertEquals("0644", on.mode("t/sub/b"));
        assertEquals("root", Files.getOwner(on.path("outside")).getName());
        assertEquals("daemon", Files.getOwner(on.path("t/sub/b")).getName());
        on.converges(
                file, "path", on.at("t"), "state", "directory", "recurse", true, "mode", "0700", "group", "daemon");
        assertEquals("0700", on.mode("t/sub/b"));
        assertEquals("0700", on.mode("outside"), "links are followed by default");
        assertEquals(
                "recurse option requires state to be 'directory'",
                on.calls.failure(file, "path", on.at("t/a"), "recurse", true));
    }

    @Test
    void linksAreMadeAndTurned() throws IOException {
        on.write("one", "1");
        on.write("two", "2");
        ModuleResult done = on.converges(file, "src", on.at("one"), "dest", on.at("l"), "state", "link");
        assertEquals(on.at("l"), done.values().get("dest"));
        assertEquals(on.at("one"), done.values().get("src"));
        assertEquals("link", done.values().get("state"));
        on.converges(file, "src", "two", "path", on.at("l"), "state", "link");
        assertEquals(Path.of("two"), Files.readSymbolicLink(on.path("l")));
        String dangling = on.calls.failure(file, "src", "nowhere", "path", on.at("d"), "state", "link");
        assertEquals(
                "src file does not exist, use \"force=yes\" if you really want to create the link: " + on.at("nowhere"),
                dangling);
        on.converges(file, "src", "nowhere", "path", on.at("d"), "state", "link", "force", true, "follow", false);
        assertTrue(on.calls
                .failure(file, "src", "two", "path", on.at("one"), "state", "link")
                .startsWith("refusing to convert from file to symlink"));
        on.converges(file, "src", "two", "path", on.at("one"), "state", "link", "force", true);
        Files.createDirectories(on.path("full/x"));
        assertTrue(on.calls
                .failure(file, "src", "../two", "path", on.at("full"), "state", "link", "force", true)
                .contains("is not empty"));
        assertEquals(
                "src is required for creating new symlinks",
                on.calls.failure(file, "path", on.at("none"), "state", "link"));
    }

    @Test
    void hardLinks() {
        on.write("one", "1");
        on.write("two", "2");
        on.converges(file, "src", on.at("one"), "path", on.at("h"), "state", "hard");
        assertEquals("1", on.read("h"));
        assertEquals(
                "Cannot link, different hard link exists at destination",
                on.calls.failure(file, "src", on.at("two"), "path", on.at("h"), "state", "hard"));
        on.converges(file, "src", on.at("two"), "path", on.at("h"), "state", "hard", "force", true);
        assertEquals("2", on.read("h"));
        assertEquals(
                "src does not exist", on.calls.failure(file, "src", on.at("no"), "path", on.at("x"), "state", "hard"));
    }

    @Test
    void touchCreatesAndThenAlwaysChangesUnlessTimesAreKept() {
        assertTrue(on.calls
                .run(file, "path", on.at("t"), "state", "touch", "mode", "0600")
                .changed());
        assertEquals("0600", on.mode("t"));
        assertTrue(on.calls.run(file, "path", on.at("t"), "state", "touch").changed());
        on.unchanged(
                file, "path", on.at("t"), "state", "touch", "modification_time", "preserve", "access_time", "preserve");
        on.converges(
                file,
                "path",
                on.at("t"),
                "state",
                "touch",
                "modification_time",
                "202001020304.05",
                "access_time",
                "preserve");
        on.converges(
                file, "path", on.at("t"), "modification_time", "2021-02-03", "modification_time_format", "%Y-%m-%d");
        assertTrue(on.calls
                .failure(file, "path", on.at("t"), "modification_time", "soon")
                .startsWith("Error while obtaining timestamp for time soon"));
    }

    @Test
    void absentRemovesFilesTreesAndLinksOnly() throws IOException {
        on.write("d/x/y", "1");
        on.write("keep/me", "1");
        Files.createSymbolicLink(on.path("l"), Path.of("keep"));
        ModuleResult done = on.converges(file, "path", on.at("d"), "state", "absent");
        assertTrue(
                done.diffs().getFirst().before().contains(on.at("d/x/y")),
                done.diffs().getFirst().before());
        on.converges(file, "path", on.at("l/"), "state", "absent");
        assertTrue(Files.exists(on.path("keep/me")));
        assertEquals("absent", done.values().get("state"));
        assertEquals("the root directory cannot be removed", on.calls.failure(file, "path", "//", "state", "absent"));
    }

    @Test
    void withoutAStateItTakesWhatIsThere() throws IOException {
        assertEquals(
                "file (" + on.at("no") + ") is absent, cannot continue", on.calls.failure(file, "path", on.at("no")));
        assertEquals(
                "file (" + on.at("no") + ") is absent, cannot continue",
                on.calls.failure(file, "path", on.at("no"), "state", "file"));
        Files.createDirectory(on.path("d"));
        assertEquals(
                "file (" + on.at("d") + ") is directory, cannot continue",
                on.calls.failure(file, "path", on.at("d"), "state", "file"));
        on.converges(file, "path", on.at("d"), "mode", "0700");
        on.converges(file, "path", on.at("new"), "recurse", true);
        assertTrue(Files.isDirectory(on.path("new")));
        on.write("f", "");
        assertEquals(
                on.at("f") + " already exists as a file",
                on.calls.failure(file, "path", on.at("f"), "state", "directory"));
        assertTrue(on.calls
                .failure(file, "path", on.at("f/x"), "state", "directory")
                .startsWith("There was an issue creating"));
        assertEquals(
                "src option requires state to be 'link' or 'hard'",
                on.calls.failure(file, "path", on.at("f"), "src", "x"));
    }

    @Test
    void followsLinksOrNot() throws IOException {
        Files.createDirectory(on.path("d"));
        on.write("f", "");
        Files.createSymbolicLink(on.path("ld"), Path.of("d"));
        Files.createSymbolicLink(on.path("lf"), Path.of("f"));
        on.unchanged(file, "path", on.at("ld"), "state", "directory");
        assertEquals(
                on.at("ld") + " already exists as a link",
                on.calls.failure(file, "path", on.at("ld"), "state", "directory", "follow", false));
        ModuleResult done = on.converges(file, "path", on.at("lf"), "state", "file", "mode", "0600");
        assertEquals(on.at("f"), done.values().get("path"));
        on.converges(file, "path", on.at("lf"), "owner", "daemon", "follow", false);
        assertEquals("root", Files.getOwner(on.path("f")).getName());
        assertFalse(Files.getOwner(on.path("lf"), java.nio.file.LinkOption.NOFOLLOW_LINKS)
                .getName()
                .equals("root"));
    }

    @Test
    void hostileNames() {
        on.write("src", "x");
        for (String name : FileFixture.HOSTILE) {
            String path = on.at("") + name;
            on.converges(file, "path", path, "state", "directory", "mode", "0700");
            on.converges(file, "path", path + "/" + name, "state", "link", "src", name, "force", true, "follow", false);
            on.converges(file, "path", path, "state", "directory", "recurse", true, "owner", "daemon", "follow", false);
            on.converges(file, "path", path, "state", "absent");
        }
        assertEquals(2, on.everything().size());
    }

    @Test
    void ownersThatDoNotExist() {
        on.write("f", "");
        assertEquals(
                "chown failed: failed to look up user ghost (make it first, with user: {name: ghost})",
                on.calls.failure(file, "path", on.at("f"), "owner", "ghost"));
        assertEquals(
                "chgrp failed: failed to look up group ghost (make it first, with group: {name: ghost})",
                on.calls.failure(file, "path", on.at("f"), "group", "ghost"));
        assertFalse(
                on.calls.check(file, "path", on.at("f"), "owner", "ghost").changed(),
                "an earlier task may be about to make it");
    }
}
