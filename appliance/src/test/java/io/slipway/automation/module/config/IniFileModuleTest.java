package io.slipway.automation.module.config;

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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IniFileModuleTest {

    @TempDir
    Path temp;

    private final IniFileModule ini = new IniFileModule();
    private final LocalNode node = new LocalNode();

    private Calls calls() {
        return new Calls(node, new FakeController(temp));
    }

    /** What becomes of a file; and that the second run leaves it. */
    private String edited(String before, Object... arguments) throws IOException {
        Path file = temp.resolve("-a b.ini");
        Files.writeString(file, before);
        List<Object> all = new ArrayList<>(List.of("path", file.toString()));
        all.addAll(List.of(arguments));
        boolean predicted = calls().check(ini, all.toArray()).changed();
        assertEquals(before, Files.readString(file));
        assertEquals(predicted, calls().run(ini, all.toArray()).changed());
        String after = Files.readString(file);
        node.forget();
        assertFalse(calls().run(ini, all.toArray()).changed(), after);
        assertEquals(1, node.exchanges());
        return after;
    }

    @Test
    void optionsAreAddedChangedAndRemoved() throws IOException {
        assertEquals("[a]\nx = 2\n", edited("[a]\nx = 1\n", "section", "a", "option", "x", "value", "2"));
        assertEquals(
                "[a]\nx = 1\ny=2\n\n[b]\n",
                edited("[a]\nx = 1\n\n[b]\n", "section", "a", "option", "y", "value", "2", "no_extra_spaces", true));
        assertEquals("[a]\n", edited("[a]\nx = 1\n", "section", "a", "option", "x", "state", "absent"));
        assertEquals("[b]\n", edited("[a]\nx = 1\n[b]\n", "section", "a", "state", "absent"));
        assertEquals("[b]\n[n]\nk = v\n", edited("[b]\n", "section", "n", "option", "k", "value", "v"));
        assertEquals("t = 2\n[b]\n", edited("t = 1\n[b]\n", "option", "t", "value", "2"));
        assertEquals("[a]\nm\n", edited("[a]\n", "section", "a", "option", "m", "allow_no_value", true));
    }

    @Test
    void anOptionMayHaveSeveralValues() throws IOException {
        String three = "[a]\nq = 1\nq = 2\nq = 3\n";
        assertEquals("[a]\nq = 9\nq = 2\n", edited(three, "section", "a", "option", "q", "values", List.of("2", "9")));
        assertEquals(
                three + "q = 9\n",
                edited(three, "section", "a", "option", "q", "values", List.of("2", "9"), "exclusive", false));
        assertEquals(
                "[a]\nq = 1\nq = 3\n",
                edited(
                        three,
                        "section",
                        "a",
                        "option",
                        "q",
                        "values",
                        List.of("2"),
                        "exclusive",
                        false,
                        "state",
                        "absent"));
    }

    @Test
    void commentsAndSpacesCountAsTheTaskSays() throws IOException {
        assertEquals("[a]\nx = 1\n", edited("[a]\n#x = 0\n", "section", "a", "option", "x", "value", "1"));
        assertEquals(
                "[a]\n#x = 0\nx = 1\n",
                edited(
                        "[a]\n#x = 0\nx = 0\n",
                        "section",
                        "a",
                        "option",
                        "x",
                        "value",
                        "1",
                        "modify_inactive_option",
                        false));
        assertEquals(
                "[a]\nx=1\n", edited("[a]\nx=1\n", "section", "a", "option", "x", "value", "1", "ignore_spaces", true));
        assertEquals(
                "[p]\nn = 1\n[p]\nn = 2\nk = v\n",
                edited(
                        "[p]\nn = 1\n[p]\nn = 2\n",
                        "section",
                        "p",
                        "option",
                        "k",
                        "value",
                        "v",
                        "section_has_values",
                        List.of(Map.of("option", "n", "value", "2"))));
    }

    @Test
    void aFileIsMadeWithItsFoldersOrMissed() throws IOException {
        String path = temp + "/new/x.ini";
        ModuleResult made = calls().run(ini, "path", path, "section", "s", "option", "k", "value", "v", "mode", "0600");
        assertEquals("section and option added", made.values().get("msg"));
        assertEquals("0600", made.values().get("mode"));
        assertEquals("\n[s]\nk = v\n", Files.readString(Path.of(path)));
        assertEquals(
                "Destination " + temp + "/no.ini does not exist! (create: true makes it)",
                calls().failure(ini, "path", temp + "/no.ini", "option", "k", "value", "v", "create", false));
        assertTrue(
                calls().failure(ini, "path", path, "section", "s").startsWith("Parameter 'value(s)' must be defined"));
    }
}
