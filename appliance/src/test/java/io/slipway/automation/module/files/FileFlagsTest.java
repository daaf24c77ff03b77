package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Tools;
import io.slipway.automation.module.archive.ArchiveModules;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parameter {@code attributes} of all modules that make files; the node's chattr and lsattr are stand-ins. */
class FileFlagsTest {

    private final FileModule file = new FileModule();
    private final CopyModule copy = new CopyModule();

    @TempDir
    Path folder;

    private Tools tools;
    private FileFixture on;

    @BeforeEach
    void start() {
        Path flags = folder.resolve("flags");
        tools = new Tools(folder.resolve("tools"))
                .quietly("lsattr", "mkdir -p " + flags + """

                        for p; do :; done
                        if [ -L "$p" ]; then echo "lsattr: Operation not supported While reading flags on $p" >&2; exit 1; fi
                        i=$(stat -c %i -- "$p") || exit 1
                        printf -- '----%s------ %s\\n' "$(cat 'FLAGS'/$i 2>/dev/null)" "$p"
                        """.replace("FLAGS", flags.toString()))
                .have("chattr", """
                        o=$1; shift
                        for p; do
                          case $p in /*|./*) ;; *) echo "Usage: chattr" >&2; exit 1;; esac
                          i=$(stat -c %i -- "$p") || exit 1
                          old=$(cat 'FLAGS'/$i 2>/dev/null)
                          case $o in
                          +*) new=$old$(printf %s "${o#+}" | tr -d "$old ");;
                          -*) new=$(printf %s "$old" | tr -d -- "${o#-}");;
                          =*) new=${o#=};;
                          esac
                          printf %s "$new" >'FLAGS'/$i
                        done
                        """.replace("FLAGS", flags.toString()));
        on = new FileFixture(folder, tools.node());
    }

    private List<String> chattr() {
        return tools.log().stream()
                .map(line -> line.replace(folder.resolve("node") + "/", ""))
                .toList();
    }

    @Test
    void flagsAreComparedWholeAndLettersTakenAwayAreAlwaysAChange() {
        on.write("f", "x");
        on.converges(file, "path", on.at("f"), "attributes", "+i");
        on.converges(file, "path", on.at("f"), "attributes", "=ai");
        on.converges(file, "path", on.at("f"), "attr", "d");
        ModuleResult more = on.calls.run(file, "path", on.at("f"), "attr", "+A");
        assertTrue(more.changed());
        assertTrue(on.calls.run(file, "path", on.at("f"), "attr", "+A").changed(), "the file has d besides");
        assertTrue(on.calls.run(file, "path", on.at("f"), "attr", "-d").changed());
        assertTrue(on.calls.run(file, "path", on.at("f"), "attr", "-d").changed());
        assertFalse(on.calls.run(file, "path", on.at("f"), "attr", "+A").changed(), "A is all there is");
        assertEquals(
                List.of(
                        "chattr [+i] [f]",
                        "chattr [=ai] [f]",
                        "chattr [=d] [f]",
                        "chattr [+A] [f]",
                        "chattr [+A] [f]",
                        "chattr [-d] [f]",
                        "chattr [-d] [f]"),
                chattr());
    }

    @Test
    void checkModePredictsAndShowsTheDifference() {
        on.write("f", "x");
        on.calls.run(file, "path", on.at("f"), "attributes", "+d");
        ModuleResult would = on.calls.check(file, "path", on.at("f"), "attributes", "+i");
        assertTrue(would.changed());
        assertTrue(would.diffs().getFirst().before().contains("\"attributes\": \"d\""));
        assertTrue(would.diffs().getFirst().after().contains("\"attributes\": \"+i\""));
        assertEquals(List.of("chattr [+d] [f]"), chattr());
    }

    /** A file whose flags are set cannot be renamed, nor a directory filled. */
    @Test
    void theyComeAfterTheFileHasItsName() {
        on.source("files", "tree/sub/f", "x");
        on.converges(copy, "content", "x", "dest", on.at("one"), "attributes", "+i");
        on.calls.run(copy, "src", "tree/", "dest", on.at("many"), "attributes", "+i");
        on.unchanged(copy, "src", "tree/", "dest", on.at("many"), "attributes", "+i");
        on.converges(new LineInFileModule(), "path", on.at("line"), "line", "x", "create", true, "attributes", "+i");
        on.converges(file, "path", on.at("new"), "state", "directory", "attributes", "+i");
        on.calls.run(file, "path", on.at("empty"), "state", "touch", "attributes", "+i");
        assertEquals(
                List.of(
                        "chattr [+i] [one]",
                        "chattr [+i] [many/sub/f]",
                        "chattr [+i] [many/sub]",
                        "chattr [+i] [many]",
                        "chattr [+i] [line]",
                        "chattr [+i] [new]",
                        "chattr [+i] [empty]"),
                chattr());
    }

    @Test
    void aWholeTreeButNoLinks() {
        on.write("tree/sub/f", "x");
        on.write("tree/-rf two\nlines", "x");
        on.calls.run(file, "src", "sub/f", "dest", on.at("tree/link"), "state", "link");
        on.converges(file, "path", on.at("tree"), "state", "directory", "recurse", true, "follow", false, "attr", "+d");
        String said = String.join("\n", chattr());
        for (String path : List.of("tree", "tree/sub", "tree/sub/f", "tree/-rf two\nlines")) {
            assertTrue(said.contains("[" + path + "]"), said);
        }
        assertFalse(said.contains("link"), said);
    }

    @Test
    void hostileFlagsAndNamesAreOneWordEach() {
        List<String> names = FileFixture.HOSTILE.stream()
                .filter(name -> !name.contains("utf-8"))
                .toList();
        for (String name : names) {
            on.calls.run(
                    file, "path", on.at(name), "state", "touch", "attributes", "+i $(touch " + on.at("pwned") + ")");
        }
        assertFalse(on.path("pwned").toFile().exists());
        assertEquals(
                names.size(),
                tools.log().stream()
                        .filter(line -> line.startsWith("chattr [+i $(touch "))
                        .count());
    }

    @Test
    void everyFileOfAnArchive() {
        Module unarchive = ArchiveModules.all().stream()
                .filter(module -> module.spec().name().equals("unarchive"))
                .findFirst()
                .orElseThrow();
        on.write("from/f", "x");
        new LocalNode().run(io.slipway.automation.module.Script.of("cd " + on.at("") + " && tar cf a.tar from"));
        on.calls.run(file, "path", on.at("out"), "state", "directory");
        Object[] task = {"src", on.at("a.tar"), "dest", on.at("out"), "remote_src", true, "attributes", "d"};
        assertTrue(on.calls.check(unarchive, task).changed());
        assertTrue(on.calls.run(unarchive, task).changed());
        assertFalse(on.calls.run(unarchive, task).changed());
        assertEquals(List.of("chattr [=d] [./from/f] [./from]"), chattr());
    }

    @Test
    void aNodeWithoutChattrAndFlagsThatForbidIt() {
        on.write("f", "x");
        tools.quietly("chattr", "echo \"chattr: Operation not supported while reading flags on $2\" >&2; exit 1");
        assertEquals(
                "Error while setting attributes: chattr: Operation not supported while reading flags on " + on.at("f")
                        + "\n",
                on.calls
                        .failedValues(file, "path", on.at("f"), "attributes", "+i")
                        .get("details"));
        tools.quietly("mv", "echo \"mv: cannot move: Operation not permitted\" >&2; exit 1");
        tools.quietly("lsattr", "echo \"----i--- $3\"");
        assertEquals(
                "cannot replace " + on.at("f") + ": Operation not permitted (its flags forbid it: take them away first,"
                        + " with attributes: -ai)",
                on.calls.failure(copy, "content", "new", "dest", on.at("f")));
    }
}
