package io.slipway.automation.module.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveModuleTest {

    private static final String HOSTILE = "-h \"$(touch x)\"\n;";

    @TempDir
    Path temp;

    private final ArchiveModule archive = new ArchiveModule();
    private Calls calls;

    @BeforeEach
    void aTree() throws IOException {
        calls = new Calls(new LocalNode(), new FakeController(temp));
        Files.createDirectories(temp.resolve("src/d"));
        Files.writeString(temp.resolve("src/a.txt"), "a");
        Files.writeString(temp.resolve("src/d").resolve(HOSTILE), "b");
    }

    private String at(String name) {
        return temp.resolve(name).toString();
    }

    @Test
    void aTreeIsPackedOnceAndLeftWhenNothingChanged() throws IOException {
        assertTrue(calls.check(archive, "path", at("src"), "dest", at("o.tgz")).changed());
        assertFalse(Files.exists(temp.resolve("o.tgz")));
        ModuleResult done = calls.run(archive, "path", at("src"), "dest", at("o.tgz"), "mode", "0600");
        assertTrue(done.changed());
        assertEquals("archive", done.values().get("dest_state"));
        assertEquals(temp + "/", done.values().get("arcroot"));
        assertEquals("0600", done.values().get("mode"));
        assertEquals(
                List.of(at("src/a.txt"), at("src/d"), at("src/d/" + HOSTILE)),
                done.values().get("archived"));
        assertFalse(calls.run(archive, "path", at("src"), "dest", at("o.tgz"), "mode", "0600")
                .changed());
        Files.writeString(temp.resolve("src/a.txt"), "changed");
        assertTrue(calls.run(archive, "path", at("src"), "dest", at("o.tgz")).changed());
        assertEquals(List.of("o.tgz", "src"), names());
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(temp)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aZipCannotHoldALinkToNothing() throws IOException {
        Files.createDirectory(temp.resolve("links"));
        Files.createSymbolicLink(temp.resolve("links/lost"), Path.of("nothing"));
        String said = calls.failure(archive, "path", at("links"), "dest", at("o.zip"), "format", "zip");
        assertTrue(said.contains("links to nothing") && said.endsWith(" links/lost"), said);
        assertFalse(Files.exists(temp.resolve("o.zip")));
    }

    @Test
    void aSingleFileIsCompressedAndRemovedIfAsked() throws IOException {
        ModuleResult done = calls.run(archive, "path", at("src/a.txt"), "remove", true);
        assertEquals(at("src/a.txt.gz"), done.values().get("dest"));
        assertEquals("compress", done.values().get("dest_state"));
        assertFalse(Files.exists(temp.resolve("src/a.txt")));
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(temp.resolve("src/a.txt.gz")))) {
            assertEquals("a", new String(in.readAllBytes()));
        }
        assertFalse(calls.run(archive, "path", at("src/a.txt")).changed());
    }

    @Test
    void patternsChooseAndExclude() {
        ModuleResult done = calls.run(
                archive,
                "path",
                List.of(at("src/*"), at("gone")),
                "exclude_path",
                List.of(at("src/d")),
                "dest",
                at("o.tar"),
                "format",
                "tar");
        assertEquals(List.of(at("src/a.txt")), done.values().get("archived"));
        assertEquals(List.of(at("gone")), done.values().get("missing"));
        assertEquals("incomplete", done.values().get("dest_state"));
        assertEquals(
                List.of(at("src/d"), at("src/d/" + HOSTILE)),
                calls.run(archive, "path", at("src"), "exclusion_patterns", "*.txt", "dest", at("p.tar"))
                        .values()
                        .get("archived"));
    }

    @Test
    void failures() {
        assertEquals("Error, no source paths were found", calls.failure(archive, "path", at("no*"), "dest", at("o")));
        assertEquals(
                "Error, must specify \"dest\" when archiving multiple files or trees",
                calls.failure(archive, "path", at("src")));
        assertEquals(
                "Error, created archive can not be contained in source paths when remove=true",
                calls.failure(archive, "path", at("src"), "dest", at("src/o.tgz"), "remove", true));
        assertTrue(calls.failure(archive, "path", at("src"), "dest", at("no/o.tgz"))
                .contains("cannot write into the directory"));
    }
}
