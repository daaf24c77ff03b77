package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.ModuleResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code assemble}, {@code tempfile} and {@code script}. */
class MakeModulesTest {

    private final AssembleModule assemble = new AssembleModule();
    private final TempfileModule tempfile = new TempfileModule();
    private final ScriptModule script = new ScriptModule();

    @TempDir
    Path folder;

    private FileFixture on;

    @BeforeEach
    void start() {
        on = new FileFixture(folder);
        on.shell.env("HOME", on.node.toString());
    }

    @Test
    void assemblesFragmentsOfTheNodeInOrder() {
        on.write("parts/10-b", "b\n");
        on.write("parts/01-a", "a");
        on.write("parts/.hidden", "h\n");
        on.write("parts/sub/x", "no");
        ModuleResult done = on.converges(assemble, "src", on.at("parts"), "dest", on.at("out"), "mode", "0600");
        assertEquals("h\na\nb\n", on.read("out"));
        assertEquals("OK", done.values().get("msg"));
        on.converges(
                assemble, "src", on.at("parts"), "dest", on.at("out2"), "ignore_hidden", true, "delimiter", "--\\t--");
        assertEquals("a\n--\t--\nb\n", on.read("out2"));
        on.converges(assemble, "src", on.at("parts"), "dest", on.at("out3"), "regexp", "^\\d+-b$");
        assertEquals("b\n", on.read("out3"));
        assertEquals(
                "Source (" + on.at("no") + ") does not exist",
                on.calls.failure(assemble, "src", on.at("no"), "dest", on.at("x")));
        assertEquals(
                "Source (" + on.at("out") + ") is not a directory",
                on.calls.failure(assemble, "src", on.at("out"), "dest", on.at("x")));
    }

    @Test
    void assemblesFragmentsOfThisSide() {
        on.source("files", "parts/2", "2\n");
        on.source("files", "parts/1", "1\n");
        on.converges(assemble, "src", "parts", "dest", on.at("out"), "remote_src", false);
        assertEquals("1\n2\n", on.read("out"));
    }

    @Test
    void temporaryFilesAreNew() {
        ModuleResult one = on.calls.run(tempfile, "path", on.node, "suffix", ".conf");
        ModuleResult two = on.calls.run(tempfile, "path", on.node, "state", "directory", "prefix", "my dir.");
        String name = (String) one.values().get("path");
        assertTrue(name.matches(".*/node/ansible\\.\\w{8}\\.conf"), name);
        assertTrue(Files.isRegularFile(Path.of(name)));
        assertEquals("0600", one.values().get("mode"));
        assertTrue(Files.isDirectory(Path.of((String) two.values().get("path"))));
        assertEquals("0700", two.values().get("mode"));
        assertTrue(on.calls.check(tempfile).skipped());
        assertEquals(
                "cannot make a temporary file in " + on.at("no") + ": No such file or directory",
                on.calls.failure(tempfile, "path", on.at("no")));
    }

    @Test
    void scriptsRunWithTheirArguments() throws IOException {
        on.source("files", "my script.sh", "#!/bin/sh\nprintf '%s|' \"$@\"; pwd; cat; echo oops >&2; exit 3\n");
        on.shell.forget();
        ModuleResult done = on.calls.run(script, "_raw_params", "'my script.sh' one 'two three' $HOME", "chdir", "/");
        assertEquals(1, on.shell.exchanges());
        assertEquals("one|two three|" + on.node + "|/\n", done.values().get("stdout"));
        assertEquals(List.of("oops"), done.values().get("stderr_lines"));
        assertEquals(3L, done.values().get("rc"));
        assertTrue(done.failed());
        assertEquals("non-zero return code", done.values().get("msg"));
        try (var left = Files.list(on.node)) {
            assertEquals(List.of(), left.toList());
        }
        on.source("files", "plain", "echo $((6 * 7))");
        ModuleResult plain = on.calls.run(script, "cmd", "plain", "executable", "/bin/sh -e");
        assertEquals("42\n", plain.values().get("stdout"));
        assertTrue(plain.changed());
    }

    @Test
    void scriptsThatAreNotNeeded() {
        on.source("files", "s", "touch \"$HOME/made\"\n");
        assertTrue(on.calls.check(script, "cmd", "s").skipped());
        assertTrue(on.calls.check(script, "cmd", "s", "creates", on.at("made")).changed());
        assertTrue(on.calls.run(script, "cmd", "s", "creates", on.at("made")).changed());
        ModuleResult again = on.calls.run(script, "_raw_params", "s", "creates", on.at("made"));
        assertTrue(again.skipped());
        assertEquals(
                on.at("made") + " exists, matching creates option",
                again.values().get("msg"));
        assertEquals(
                on.at("no") + " does not exist, matching removes option",
                on.calls
                        .run(script, "cmd", "s", "removes", on.at("no"))
                        .values()
                        .get("msg"));
        assertTrue(on.calls.failure(script, "cmd", "none").contains("Searched in:"));
        assertEquals(
                "chdir tmp must be an absolute path for a Unix-aware remote node",
                on.calls.failure(script, "cmd", "s", "chdir", "tmp"));
        assertEquals("no script given", on.calls.failure(script));
    }
}
