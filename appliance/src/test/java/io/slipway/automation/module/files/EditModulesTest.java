package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleResult.Diff;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code blockinfile} and {@code replace}. */
class EditModulesTest {

    private final BlockInFileModule blockinfile = new BlockInFileModule();
    private final ReplaceModule replace = new ReplaceModule();

    @TempDir
    Path folder;

    private FileFixture on;

    @BeforeEach
    void start() {
        on = new FileFixture(folder);
    }

    @Test
    void aBlockIsInsertedReplacedAndRemoved() {
        String path = on.write("f", "one\ntwo");
        ModuleResult done = on.converges(blockinfile, "path", path, "block", "a\nb\n");
        String block = "# BEGIN ANSIBLE MANAGED BLOCK\na\nb\n# END ANSIBLE MANAGED BLOCK\n";
        assertEquals("one\ntwo\n" + block, on.read("f"));
        assertEquals("Block inserted", done.values().get("msg"));
        assertEquals(
                List.of(new Diff(path + " (content)", path + " (content)", "one\ntwo", "one\ntwo\n" + block)),
                done.diffs());
        on.converges(blockinfile, "path", path, "content", "c");
        assertEquals("one\ntwo\n# BEGIN ANSIBLE MANAGED BLOCK\nc\n# END ANSIBLE MANAGED BLOCK\n", on.read("f"));
        assertEquals(
                "Block removed",
                on.converges(blockinfile, "path", path, "state", "absent")
                        .values()
                        .get("msg"));
        assertEquals("one\ntwo\n", on.read("f"));
    }

    @Test
    void whereBlocksGo() {
        on.write("f", "one\ntwo\nthree\n");
        on.converges(
                blockinfile,
                "path",
                on.at("f"),
                "block",
                "x",
                "marker",
                "<!-- {mark} m1 -->",
                "insertafter",
                "^t",
                "marker_begin",
                "B",
                "marker_end",
                "E");
        assertEquals("one\ntwo\nthree\n<!-- B m1 -->\nx\n<!-- E m1 -->\n", on.read("f"));
        on.converges(blockinfile, "path", on.at("f"), "block", "y", "marker", "# {mark} m2", "insertbefore", "^two");
        on.converges(blockinfile, "path", on.at("f"), "block", "z", "marker", "# {mark} m3", "insertbefore", "BOF");
        on.converges(
                blockinfile, "path", on.at("f"), "block", "w", "marker", "# {mark} m4", "insertafter", "(?m)^one$");
        assertEquals(
                "# BEGIN m3\nz\n# END m3\none\n# BEGIN m4\nw\n# END m4\n# BEGIN m2\ny\n# END m2\ntwo\nthree\n<!-- B m1 -->\nx\n<!-- E m1 -->\n",
                on.read("f"));
    }

    /** As ansible-core has it since 2.16. */
    @Test
    void aBlockStandsApartFromItsNeighbours() {
        on.write("f", "one\ntwo\n");
        String path = on.at("f");
        on.converges(
                blockinfile,
                "path",
                path,
                "block",
                "x",
                "marker",
                "#{mark}",
                "insertafter",
                "^one",
                "prepend_newline",
                true,
                "append_newline",
                true);
        assertEquals("one\n\n#BEGIN\nx\n#END\n\ntwo\n", on.read("f"));
        on.write("f", "one\n\n");
        on.converges(
                blockinfile,
                "path",
                path,
                "block",
                "x",
                "marker",
                "#{mark}",
                "prepend_newline",
                true,
                "append_newline",
                true);
        assertEquals("one\n\n#BEGIN\nx\n#END\n", on.read("f"), "there was an empty line, and nothing comes after");
    }

    @Test
    void aBlockInAFileThatIsNotThere() throws IOException {
        assertEquals(
                "Path " + on.at("n") + " does not exist ! (create: true makes it)",
                on.calls.failure(blockinfile, "path", on.at("n"), "block", "x"));
        assertEquals(
                "File created",
                on.converges(blockinfile, "path", on.at("d/n"), "block", "x", "create", true)
                        .values()
                        .get("msg"));
        assertEquals(
                "File " + on.at("gone") + " not present",
                on.unchanged(blockinfile, "path", on.at("gone"), "state", "absent", "create", true)
                        .values()
                        .get("msg"));
        Files.createDirectory(on.path("dir"));
        assertEquals(
                "Path " + on.at("dir") + " is a directory !",
                on.calls.failure(blockinfile, "path", on.at("dir"), "block", "x"));
    }

    @Test
    void replacesAllMatches() {
        String path = on.write("f", "Port 22\nPort 23\nHost a\n");
        ModuleResult done =
                on.converges(replace, "path", path, "regexp", "^Port (?P<p>\\d+)$", "replace", "port=\\g<p>");
        assertEquals("port=22\nport=23\nHost a\n", on.read("f"));
        assertEquals("2 replacements made", done.values().get("msg"));
        assertEquals(0L, done.values().get("rc"));
        assertEquals(
                List.of(new Diff(path, path, "Port 22\nPort 23\nHost a\n", "port=22\nport=23\nHost a\n")),
                done.diffs());
        on.converges(replace, "path", path, "regexp", "^Host.*\\n");
        assertEquals("port=22\nport=23\n", on.read("f"));
    }

    @Test
    void replacesOnlyBetween() {
        String path = on.write("f", "a\n[x]\na\n[y]\na\n");
        on.converges(replace, "path", path, "after", "\\[x\\]", "before", "\\[y\\]", "regexp", "^a$", "replace", "b");
        assertEquals("a\n[x]\nb\n[y]\na\n", on.read("f"));
        on.converges(replace, "path", path, "after", "\\[y\\]", "regexp", "a", "replace", "c");
        on.converges(replace, "path", path, "before", "\\[x\\]", "regexp", "a", "replace", "d");
        assertEquals("d\n[x]\nb\n[y]\nc\n", on.read("f"));
        assertEquals(
                "Pattern for before/after params did not match the given file: nope(?P<subsection>.*)",
                on.unchanged(replace, "path", path, "after", "nope", "regexp", "a")
                        .values()
                        .get("msg"));
    }

    @Test
    void encodingsAndFailures() throws IOException {
        Files.write(on.path("l"), new byte[] {'k', (byte) 0xe4});
        assertTrue(on.calls
                .failure(replace, "path", on.at("l"), "regexp", "k", "encoding", "ascii")
                .startsWith(on.at("l") + " is not US-ASCII"));
        on.converges(replace, "path", on.at("l"), "regexp", "k", "replace", "o");
        assertArrayEquals(new byte[] {'o', (byte) 0xe4}, Files.readAllBytes(on.path("l")), "what is no UTF-8 stays");
        on.converges(replace, "path", on.at("l"), "regexp", "ä", "replace", "ö", "encoding", "latin-1");
        assertEquals((byte) 0xf6, Files.readAllBytes(on.path("l"))[1]);
        assertEquals(
                "Path " + on.at("no") + " does not exist !",
                on.calls.failure(replace, "path", on.at("no"), "regexp", "k"));
        assertTrue(on.calls.failure(replace, "path", on.at("l"), "regexp", "(").startsWith("not a regular expression"));
        assertEquals("missing required arguments: regexp", on.calls.failure(replace, "path", on.at("l")));
    }

    @Test
    void modeAlone() {
        on.write("f", "a");
        ModuleResult done = on.converges(replace, "path", on.at("f"), "regexp", "z", "mode", "0600");
        assertEquals(
                "ownership, perms or SE linux context changed", done.values().get("msg"));
    }

    @Test
    void hostileNames() {
        for (String name : FileFixture.HOSTILE) {
            on.converges(blockinfile, "path", on.at("") + name, "block", "x", "create", true);
            on.converges(replace, "path", on.at("") + name, "regexp", "x", "replace", "yy");
        }
    }
}
