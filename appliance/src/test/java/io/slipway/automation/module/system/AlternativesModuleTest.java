package io.slipway.automation.module.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Tools;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlternativesModuleTest {

    @TempDir
    Path temp;

    private final AlternativesModule alternatives = new AlternativesModule();
    private Tools tools;
    private LocalNode node;
    private Calls calls;

    @BeforeEach
    void aNodeWhoseEditorIsChosenByHand() {
        tools = new Tools(temp).have("update-alternatives", """
                if [ "$1" = --display ]; then
                  [ "$2" = editor ] || exit 2
                  cat <<'END'
                editor - manual mode
                  link best version is /bin/cat
                  link currently points to /bin/ls
                  link editor is /usr/bin/editor
                  slave editor.1.gz is /usr/share/man/man1/editor.1.gz
                /bin/cat - priority 40
                  slave editor.1.gz: /bin/true
                /bin/ls - priority 30
                END
                fi""");
        node = tools.node();
        calls = new Calls(node, new FakeController(temp));
    }

    private List<String> acts() {
        return tools.log().stream()
                .filter(line -> !line.contains("[--display]"))
                .toList();
    }

    @Test
    void theDifferenceTellsTheChoiceBeforeAndAfter() {
        ModuleResult result =
                calls.diff(alternatives, "name", "editor", "path", "/bin/cat", "state", "selected", "priority", 50);
        assertEquals("""
                {
                    "link": "/usr/bin/editor",
                    "path": "/bin/cat",
                    "priority": 40,
                    "state": "selected",
                    "subcommands": [
                        {
                            "link": "/usr/share/man/man1/editor.1.gz",
                            "name": "editor.1.gz",
                            "path": "/bin/true"
                        }
                    ]
                }
                """, result.diffs().getFirst().before());
        assertTrue(result.diffs().getFirst().after().contains("\"priority\": 50,\n    \"state\": \"selected\""));
        assertEquals(
                "{\n    \"state\": \"absent\"\n}\n",
                calls.diff(alternatives, "name", "editor", "path", "/bin/ls", "state", "absent")
                        .diffs()
                        .getFirst()
                        .after());
    }

    @Test
    void whatIsChosenCostsOneExchange() {
        assertFalse(calls.run(alternatives, "name", "editor", "path", "/bin/ls").changed());
        assertFalse(calls.run(alternatives, "name", "editor", "path", "/bin/cat", "state", "present", "priority", 40)
                .changed());
        assertFalse(calls.run(alternatives, "name", "nothing", "path", "/bin/cat", "state", "absent")
                .changed());
        assertEquals(3, node.exchanges());
        assertEquals(List.of(), acts());
    }

    @Test
    void programsAreMadeKnownChosenAndForgotten() {
        assertEquals(
                "Set alternative '/bin/cat' for 'editor'.",
                calls.run(alternatives, "name", "editor", "path", "/bin/cat")
                        .values()
                        .get("msg"));
        calls.run(alternatives, "name", "editor", "path", "/bin/cat", "state", "auto", "priority", 90);
        calls.run(alternatives, "name", "editor", "path", "/bin/ls", "state", "absent");
        calls.run(
                alternatives,
                "name",
                "-odd 'name'",
                "path",
                "/bin/sh",
                "link",
                "/tmp/odd link",
                "subcommands",
                List.of(Map.of("name", "m", "path", "/bin/true", "link", "/tmp/m")));
        assertEquals(
                List.of(
                        "update-alternatives [--set] [editor] [/bin/cat]",
                        "update-alternatives [--install] [/usr/bin/editor] [editor] [/bin/cat] [90]",
                        "update-alternatives [--auto] [editor]",
                        "update-alternatives [--remove] [editor] [/bin/ls]",
                        "update-alternatives [--install] [/tmp/odd link] [-odd 'name'] [/bin/sh] [50] [--slave] [/tmp/m] [m] [/bin/true]",
                        "update-alternatives [--set] [-odd 'name'] [/bin/sh]"),
                acts());
    }

    @Test
    void whatFollowsTheChoiceIsCompared() {
        List<Map<String, String>> same =
                List.of(Map.of("name", "editor.1.gz", "path", "/bin/true", "link", "/usr/share/man/man1/editor.1.gz"));
        Object[] present = {"name", "editor", "path", "/bin/cat", "state", "present", "subcommands", same};
        assertFalse(calls.run(alternatives, present).changed());
        present[7] = List.of();
        assertTrue(calls.check(alternatives, present).changed());
        assertEquals(List.of(), acts());
    }

    @Test
    void whatCannotBeDoneIsSaid() {
        assertEquals(
                "Specified path /nope does not exist", calls.failure(alternatives, "name", "editor", "path", "/nope"));
        assertTrue(calls.failure(alternatives, "name", "new", "path", "/bin/sh")
                .startsWith("Needed to install the alternative, but unable to do so as we are missing the link"));
        assertTrue(calls.failure(
                        alternatives, "name", "new", "path", "/bin/sh", "subcommands", List.of(Map.of("name", "x")))
                .startsWith("each of subcommands needs a name, a path and a link"));
    }
}
