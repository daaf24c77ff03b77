package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.ModuleResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code stat}, {@code slurp}, {@code fetch} and {@code find}, which change nothing on the node. */
class ReadModulesTest {

    private final StatModule stat = new StatModule();
    private final SlurpModule slurp = new SlurpModule();
    private final FetchModule fetch = new FetchModule();
    private final FindModule find = new FindModule();

    @TempDir
    Path folder;

    private FileFixture on;

    @BeforeEach
    void start() {
        on = new FileFixture(folder);
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> stat(Object... arguments) {
        on.shell.forget();
        ModuleResult result = on.calls.run(stat, arguments);
        assertFalse(result.changed());
        assertEquals(1, on.shell.exchanges());
        return (Map<String, Object>) result.values().get("stat");
    }

    @Test
    void statOfAFile() throws IOException {
        on.write("f", "hello\n");
        Files.setAttribute(on.path("f"), "unix:mode", 04750);
        Files.setLastModifiedTime(on.path("f"), FileTime.from(Instant.parse("2020-01-02T03:04:05.250Z")));
        Map<String, Object> found = stat("path", on.at("f"));
        assertEquals(true, found.get("exists"));
        assertEquals("4750", found.get("mode"));
        assertEquals(true, found.get("isreg"));
        assertEquals(false, found.get("isdir"));
        assertEquals(6L, found.get("size"));
        assertEquals(0L, found.get("uid"));
        assertEquals("root", found.get("pw_name"));
        assertEquals("root", found.get("gr_name"));
        assertEquals(1577934245.25, found.get("mtime"));
        assertEquals(true, found.get("isuid"));
        assertEquals(true, found.get("xgrp"));
        assertEquals(false, found.get("roth"));
        assertEquals(1L, found.get("nlink"));
        assertEquals("f572d396fae9206628714fb2ce00f72e94f2258f", found.get("checksum"));
        assertEquals(true, found.get("readable"));
        assertEquals(Files.getAttribute(on.path("f"), "unix:ino"), found.get("inode"));
        assertEquals(Files.getAttribute(on.path("f"), "unix:dev"), found.get("dev"));
        assertEquals(
                "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03",
                stat("path", on.at("f"), "checksum_algorithm", "sha256").get("checksum"));
        assertFalse(stat("path", on.at("f"), "get_checksum", false, "get_mime", false, "get_attributes", false)
                .containsKey("checksum"));
    }

    @Test
    void statOfOtherThings() throws IOException {
        on.write("f", "x");
        Files.createSymbolicLink(on.path("l"), Path.of("f"));
        Files.createSymbolicLink(on.path("dangling"), Path.of("nowhere"));
        assertEquals(Map.of("exists", false), stat("path", on.at("no")));
        assertEquals("Not a directory", on.calls.failure(stat, "path", on.at("f/below")));
        Map<String, Object> link = stat("path", on.at("l"));
        assertEquals(true, link.get("islnk"));
        assertEquals("f", link.get("lnk_target"));
        assertEquals(on.at("f"), link.get("lnk_source"));
        assertFalse(link.containsKey("checksum"));
        assertEquals(true, stat("path", on.at("l"), "follow", true).get("isreg"));
        assertEquals(true, stat("path", on.at("dangling")).get("exists"));
        assertEquals(Map.of("exists", false), stat("path", on.at("dangling"), "follow", true));
        assertEquals(true, stat("path", on.node).get("isdir"));
        Map<String, Object> device = stat("path", "/dev/null");
        assertEquals(true, device.get("ischr"));
        assertEquals(259L, device.get("device_type"));
        for (String name : FileFixture.HOSTILE) {
            on.calls.run(new FileModule(), "path", on.at("") + name, "state", "touch");
            assertEquals(on.at("") + name, stat("path", on.at("") + name).get("path"));
        }
    }

    @Test
    void statAsksFileAndLsattrWhereTheyAre() {
        Path bin = folder.resolve("bin");
        io.slipway.automation.module.LocalNode.fakeCommand(bin, "file", "echo 'text/plain; charset=us-ascii'\n");
        io.slipway.automation.module.LocalNode.fakeCommand(bin, "lsattr", "echo \"12345 ----i---------e------- $3\"\n");
        on.shell.commands(bin);
        on.write("f", "x");
        Map<String, Object> found = stat("path", on.at("f"));
        assertEquals("text/plain", found.get("mimetype"));
        assertEquals("us-ascii", found.get("charset"));
        assertEquals("12345", found.get("version"));
        assertEquals("ie", found.get("attr_flags"));
        assertEquals(List.of("immutable", "extents"), found.get("attributes"));
    }

    @Test
    void slurpReadsBytes() throws IOException {
        byte[] bytes = new byte[1000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        Files.write(on.path("b"), bytes);
        ModuleResult done = on.unchanged(slurp, "path", on.at("b"));
        assertEquals(Base64.getEncoder().encodeToString(bytes), done.values().get("content"));
        assertEquals("base64", done.values().get("encoding"));
        assertEquals(on.at("b"), done.values().get("source"));
        assertEquals("file not found: " + on.at("no"), on.calls.failure(slurp, "src", on.at("no")));
        assertEquals("source is a directory and must be a file: " + on.node, on.calls.failure(slurp, "src", on.node));
        on.write("empty", "");
        assertEquals("", on.unchanged(slurp, "src", on.at("empty")).values().get("content"));
    }

    @Test
    void fetchTakesNoSumThatNobodySees() {
        on.write("conf", "data");
        on.controller.unseen();
        for (boolean changes : List.of(true, false)) {
            ModuleResult done = on.calls.run(fetch, "src", on.at("conf"), "dest", "fetched");
            assertEquals(changes, done.changed());
            assertEquals(
                    "a17c9aaa61e80a1bf71d0d850af4e5baa9800bbd", done.values().get("checksum"));
            assertFalse(done.values().containsKey("md5sum"));
        }
    }

    @Test
    void fetchPutsFilesBelowAFolderPerHost() throws IOException {
        on.write("etc/conf", "data");
        ModuleResult done = on.calls.run(fetch, "src", on.at("etc/conf"), "dest", "fetched");
        Path there = Path.of(on.root + "/fetched/testnode/" + on.at("etc/conf"));
        assertTrue(done.changed());
        assertEquals("data", Files.readString(there));
        assertEquals(there.toString(), done.values().get("dest"));
        assertEquals("a17c9aaa61e80a1bf71d0d850af4e5baa9800bbd", done.values().get("checksum"));
        assertEquals("8d777f385d3dfec8815d20f7496026dc", done.values().get("md5sum"));
        on.shell.forget();
        assertFalse(
                on.calls.run(fetch, "src", on.at("etc/conf"), "dest", "fetched").changed());
        assertEquals(1, on.shell.exchanges());
        on.calls.run(fetch, "src", on.at("etc/conf"), "dest", "flat/", "flat", true);
        assertEquals("data", Files.readString(on.root.resolve("flat/conf")));
        on.calls.run(fetch, "src", on.at("etc/conf"), "dest", "flat/other", "flat", true);
        assertEquals("data", Files.readString(on.root.resolve("flat/other")));
        assertTrue(on.calls
                .failure(fetch, "src", on.at("etc/conf"), "dest", "flat", "flat", true)
                .startsWith("dest is an existing directory"));
        assertTrue(on.calls.check(fetch, "src", on.at("etc/conf"), "dest", "z").skipped());
        try (var files = Files.list(on.root.resolve("flat"))) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void fetchOfWhatIsNotThere() {
        assertEquals(
                "the remote file does not exist, not transferring, ignored",
                on.calls.failure(fetch, "src", on.at("no"), "dest", "f"));
        ModuleResult ignored = on.calls.run(fetch, "src", on.at("no"), "dest", "f", "fail_on_missing", false);
        assertFalse(ignored.changed());
        assertEquals(
                "the remote file does not exist, not transferring, ignored",
                ignored.values().get("msg"));
        assertEquals(
                "remote file is a directory, fetch cannot work on directories",
                on.calls.failure(fetch, "src", on.node, "dest", "f"));
        assertTrue(on.calls
                .failure(fetch, "src", on.node + "/../../../../../../../../../etc/hostname", "dest", "f")
                .startsWith("Detected directory traversal"));
    }

    @SuppressWarnings("unchecked")
    private List<String> find(Object... arguments) {
        ModuleResult result = on.calls.run(find, arguments);
        assertFalse(result.changed());
        List<Map<String, Object>> files =
                (List<Map<String, Object>>) result.values().get("files");
        assertEquals((long) files.size(), result.values().get("matched"));
        return files.stream()
                .map(f -> on.node.relativize(Path.of((String) f.get("path"))).toString())
                .toList();
    }

    @Test
    void findByNameTypeAgeSizeAndContent() throws IOException {
        on.write("a.conf", "x=1\ny=2\n");
        on.write("b.txt", "0123456789");
        on.write("sub/c.conf", "y=2\n");
        on.write("sub/deep/d.conf", "");
        on.write(".hidden.conf", "");
        Files.createSymbolicLink(on.path("l"), Path.of("a.conf"));
        Files.setLastModifiedTime(on.path("b.txt"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
        on.shell.forget();
        assertEquals(List.of("a.conf", "b.txt"), find("paths", on.node.toString()));
        assertEquals(1, on.shell.exchanges());
        assertEquals(List.of("a.conf"), find("paths", on.node.toString(), "patterns", "*.conf"));
        assertEquals(
                List.of(".hidden.conf", "a.conf"),
                find("paths", on.node.toString(), "patterns", "*.conf", "hidden", true));
        assertEquals(
                List.of("a.conf", "sub/c.conf", "sub/deep/d.conf"),
                find("paths", on.node.toString(), "patterns", "*.conf", "recurse", true));
        assertEquals(
                List.of("a.conf", "sub/c.conf"),
                find("paths", on.node.toString(), "patterns", "*.conf", "recurse", true, "depth", 2));
        assertEquals(List.of("b.txt"), find("paths", on.node.toString(), "excludes", "*.conf"));
        assertEquals(
                List.of("b.txt"),
                find("paths", on.node.toString(), "patterns", "^[b-z]\\.(txt|md)", "use_regex", true));
        assertEquals(List.of("sub"), find("paths", on.node.toString(), "file_type", "directory"));
        assertEquals(List.of("l"), find("paths", on.node.toString(), "file_type", "link"));
        assertEquals(List.of("a.conf", "b.txt", "l", "sub"), find("paths", on.node.toString(), "file_type", "any"));
        assertEquals(List.of("b.txt"), find("paths", on.node.toString(), "age", "1d"));
        assertEquals(List.of("a.conf"), find("paths", on.node.toString(), "age", "-1d"));
        assertEquals(List.of("b.txt"), find("paths", on.node.toString(), "size", "10"));
        assertEquals(List.of("a.conf"), find("paths", on.node.toString(), "size", "-9b"));
        assertEquals(
                List.of("a.conf", "sub/c.conf"),
                find("paths", on.node.toString(), "contains", "y=\\d$", "recurse", true));
        assertEquals(
                List.of("a.conf"), find("paths", on.node.toString(), "contains", "1\\ny", "read_whole_file", true));
        assertEquals("failed to process age", on.calls.failure(find, "paths", on.node.toString(), "age", "old"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void findTellsAllAboutFiles() {
        on.write("f", "hello\n");
        ModuleResult result = on.calls.run(find, "paths", on.node + "," + on.at("no"), "get_checksum", true);
        Map<String, Object> file = ((List<Map<String, Object>>) result.values().get("files")).getFirst();
        assertEquals("f572d396fae9206628714fb2ce00f72e94f2258f", file.get("checksum"));
        assertEquals("0644", file.get("mode"));
        assertEquals("root", file.get("pw_name"));
        assertEquals(
                Map.of(on.at("no"), "'" + on.at("no") + "' is not a directory"),
                result.values().get("skipped_paths"));
        assertEquals(
                "Not all paths examined, check warnings for details",
                result.values().get("msg"));
        assertEquals(1L, result.values().get("examined"));
    }

    @Test
    @SuppressWarnings("unchecked")
    void findAndFetchHostileNames() throws IOException {
        for (String name : FileFixture.HOSTILE) {
            on.calls.run(new CopyModule(), "content", "in it", "dest", on.at("") + name);
        }
        ModuleResult result = on.calls.run(
                find, "paths", on.node.toString(), "hidden", true, "contains", "in ", "get_checksum", true);
        List<Map<String, Object>> files =
                (List<Map<String, Object>>) result.values().get("files");
        assertEquals(
                FileFixture.HOSTILE.stream()
                        .map(name -> on.at("") + name)
                        .sorted()
                        .toList(),
                files.stream().map(f -> (String) f.get("path")).toList());
        for (String name : FileFixture.HOSTILE.subList(0, 7)) {
            on.calls.run(fetch, "src", on.at("") + name, "dest", "hostile/", "flat", true);
            assertEquals("in it", Files.readString(Path.of(on.root + "/hostile/" + name), StandardCharsets.UTF_8));
        }
    }
}
