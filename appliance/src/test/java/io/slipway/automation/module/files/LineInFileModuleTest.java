package io.slipway.automation.module.files;

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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineInFileModuleTest {

    private final LineInFileModule lineinfile = new LineInFileModule();

    @TempDir
    Path folder;

    private FileFixture on;

    @BeforeEach
    void start() {
        on = new FileFixture(folder);
    }

    @Test
    void addsReplacesAndRemoves() {
        String file = on.write("f", "a=1\nb=2\n");
        ModuleResult added = on.converges(lineinfile, "path", file, "line", "c=3");
        assertEquals("line added", added.values().get("msg"));
        assertEquals("", added.values().get("backup"));
        assertEquals(
                List.of(new Diff(file + " (content)", file + " (content)", "a=1\nb=2\n", "a=1\nb=2\nc=3\n")),
                added.diffs());
        ModuleResult replaced = on.converges(lineinfile, "path", file, "regexp", "^b=", "line", "b=20");
        assertEquals("line replaced", replaced.values().get("msg"));
        ModuleResult removed = on.converges(lineinfile, "path", file, "regexp", "^[ac]", "state", "absent");
        assertEquals("2 line(s) removed", removed.values().get("msg"));
        assertEquals(2L, removed.values().get("found"));
        assertEquals("b=20\n", on.read("f"));
    }

    /** Old content, arguments and new content; {@code |} stands for a line feed. */
    @ParameterizedTest
    @CsvSource(textBlock = """
                    a|b|,       line=x,                                     a|b|x|
                    a|b,        line=x,                                     a|b|x|
                    '',         line=x,                                     x|
                    a|b|,       line=x;insertbefore=BOF,                    x|a|b|
                    a|b|,       line=x;insertafter=BOF,                     x|a|b|
                    a|b|,       line=x;insertafter=^a,                      a|x|b|
                    a|b|,       line=x;insertbefore=^b,                     a|x|b|
                    a|a|b|,     line=x;insertafter=^a,                      a|a|x|b|
                    a|a|b|,     line=x;insertafter=^a;firstmatch=true,      a|x|a|b|
                    a|b,        line=x;insertafter=^b,                      a|b|x|
                    a|b,        line=x;insertafter=^a,                      a|x|b
                    a|b|,       line=x;insertafter=nope,                    a|b|x|
                    a|b|,       line=x;insertbefore=nope,                   a|b|x|
                    k=1|k=2|,   line=k=3;regexp=^k=,                        k=1|k=3|
                    k=1|k=2|,   line=k=3;regexp=^k=;firstmatch=true,        k=3|k=2|
                    k=1|,       line=k=3;regexp=^z;insertbefore=^k,         k=3|k=1|
                    k=1|,       line=k=3;search_string==1,                  k=3|
                    k=1|,       line=\\1-\\g<v>;regexp=^(k)=(?P<v>\\d);backrefs=yes, k-1|
                    k=1|,       line=\\1;regexp=^(z);backrefs=yes,          k=1|
                    a|x,        line=x,                                     a|x|
                    """)
    void whereLinesGo(String before, String arguments, String after) {
        on.write("f", before.replace('|', '\n'));
        Object[] all = new Object[2 + 2 * arguments.split(";").length];
        all[0] = "path";
        all[1] = on.at("f");
        int i = 2;
        for (String argument : arguments.split(";")) {
            all[i++] = argument.substring(0, argument.indexOf('='));
            all[i++] = argument.substring(argument.indexOf('=') + 1);
        }
        on.calls.run(lineinfile, all);
        assertEquals(after.replace('|', '\n'), on.read("f"));
        if (!arguments.contains("firstmatch") && !arguments.contains("backrefs")) {
            on.unchanged(lineinfile, all);
        }
    }

    @Test
    void createsWhenAllowed() {
        assertEquals(
                "Destination " + on.at("d/f") + " does not exist ! (create: true makes it)",
                on.calls.failure(lineinfile, "path", on.at("d/f"), "line", "x"));
        on.converges(lineinfile, "path", on.at("d/f"), "line", "x", "create", true, "mode", "0600");
        assertEquals("x\n", on.read("d/f"));
        assertEquals("0600", on.mode("d/f"));
        assertEquals(
                "file not present",
                on.unchanged(lineinfile, "path", on.at("gone"), "line", "x", "state", "absent")
                        .values()
                        .get("msg"));
    }

    @Test
    void keepsBytesThatAreNoUtf8AndFollowsLinks() throws IOException {
        byte[] latin = {'k', '=', (byte) 0xe4, '\r', '\n', 0, '\n'};
        Files.write(on.path("f"), latin);
        Files.createSymbolicLink(on.path("l"), Path.of("f"));
        on.converges(lineinfile, "path", on.at("l"), "line", "ü", "mode", "0640");
        assertTrue(Files.isSymbolicLink(on.path("l")));
        byte[] now = Files.readAllBytes(on.path("f"));
        assertEquals((byte) 0xe4, now[2]);
        assertEquals(latin.length + 3, now.length);
        assertEquals("0640", on.mode("f"));
    }

    @Test
    void changesModeAndContentTogether() {
        on.write("f", "a\n");
        ModuleResult done = on.converges(lineinfile, "path", on.at("f"), "line", "b", "mode", "0600");
        assertEquals(
                "line added and ownership, perms or SE linux context changed",
                done.values().get("msg"));
        assertEquals(2, done.diffs().size());
        assertEquals(
                new Diff(
                        on.at("f") + " (file attributes)",
                        on.at("f") + " (file attributes)",
                        "{\n    \"mode\": \"0644\"\n}\n",
                        "{\n    \"mode\": \"0600\"\n}\n"),
                done.diffs().get(1));
    }

    @Test
    void startsAgainWhenSomebodyElseChangedTheFile() {
        String file = on.write("f", "a\n");
        Path bin = folder.resolve("bin");
        io.slipway.automation.module.LocalNode.fakeCommand(
                bin,
                "cp",
                "[ -e '" + bin + "/once' ] || { echo other >>'" + file + "'; : >'" + bin
                        + "/once'; }\nexec /bin/cp \"$@\"\n");
        on.shell.commands(bin);
        on.calls.run(lineinfile, "path", file, "line", "mine");
        assertEquals("a\nother\nmine\n", on.read("f"));
        assertEquals(4, on.shell.exchanges());
    }

    @Test
    void failures() throws IOException {
        Files.createDirectory(on.path("d"));
        on.write("f", "a\n");
        assertEquals(
                "Path " + on.at("d") + " is a directory !",
                on.calls.failure(lineinfile, "path", on.at("d"), "line", "x"));
        assertEquals("line is required with state=present", on.calls.failure(lineinfile, "path", on.at("f")));
        assertEquals(
                "regexp is required with backrefs=true",
                on.calls.failure(lineinfile, "path", on.at("f"), "line", "x", "backrefs", true));
        assertTrue(on.calls
                .failure(lineinfile, "path", on.at("f"), "line", "x", "regexp", "a(b")
                .startsWith("not a regular expression: a(b"));
        assertTrue(on.calls
                .failure(lineinfile, "path", on.at("f"), "line", "\\2", "regexp", "(a)", "backrefs", true)
                .contains("no group 2"));
    }

    @Test
    void hostileNamesAndLines() {
        for (String name : FileFixture.HOSTILE) {
            on.write("f", "");
            on.converges(
                    lineinfile, "path", on.at("") + name, "line", "line " + name.replace("\n", ""), "create", true);
        }
    }
}
