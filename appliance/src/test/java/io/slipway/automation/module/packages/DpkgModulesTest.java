package io.slipway.automation.module.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dpkg_selections} and {@code debconf}. */
class DpkgModulesTest {

    @TempDir
    Path temp;

    private final DpkgSelectionsModule selections = new DpkgSelectionsModule();
    private final DebconfModule debconf = new DebconfModule();
    private Tools tools;
    private LocalNode node;
    private Calls calls;

    @BeforeEach
    void aNode() {
        tools = new Tools(temp)
                .quietly("dpkg", """
                        case $1 in
                          --get-selections) [ "$3" != kubelet ] || printf 'kubelet\\t\\t\\t\\tinstall\\n' ;;
                          *) cat >'%s/selected' ;;
                        esac""".formatted(temp))
                .prints("debconf-show", """
                        * tzdata/Areas: Etc
                          locales/locales_to_be_generated: de_DE.UTF-8 UTF-8, en_US.UTF-8 UTF-8
                        * x/flag: true
                        * x/pass: (password omitted)""")
                .quietly("debconf-communicate", "read -r line; [ \"$line\" = 'GET x/pass' ] && echo '0 s3cret word'")
                .have("debconf-set-selections", "cat >'%s/selected'".formatted(temp));
        node = tools.node();
        calls = new Calls(node, new FakeController(temp));
    }

    private String written() throws Exception {
        Path file = temp.resolve("selected");
        String text = Files.exists(file) ? Files.readString(file) : "";
        Files.deleteIfExists(file);
        return text;
    }

    @Test
    void packagesAreHeld() throws Exception {
        ModuleResult result = calls.run(selections, "name", "kubelet", "selection", "hold");
        assertTrue(result.changed());
        assertEquals("install", result.values().get("before"));
        assertEquals("hold", result.values().get("after"));
        assertEquals("kubelet hold\n", written());
        node.forget();
        assertFalse(
                calls.run(selections, "name", "kubelet", "selection", "install").changed());
        assertEquals(1, node.exchanges());
        assertTrue(
                calls.check(selections, "name", "kubelet", "selection", "purge").changed());
        assertEquals("", written());
    }

    @Test
    void aPackageThatDpkgDoesNotKnowCannotBeHeld() {
        assertTrue(calls.failure(selections, "name", "nope", "selection", "hold")
                .startsWith("Failed to find package 'nope' to perform selection 'hold'."));
        for (String hostile : List.of("-a", "a b", "a\nb hold", "$(x)", "*")) {
            assertTrue(calls.failure(selections, "name", hostile, "selection", "hold")
                    .contains("cannot be the name of a package"));
        }
    }

    @Test
    void answersAreCompared() {
        for (Object[] same : new Object[][] {
            {"tzdata/Areas", "select", "Etc"},
            {"locales/locales_to_be_generated", "multiselect", "en_US.UTF-8 UTF-8, de_DE.UTF-8 UTF-8"},
            {"x/flag", "boolean", true},
            {"x/pass", "password", "s3cret word"}
        }) {
            assertFalse(
                    calls.run(debconf, "name", "x", "question", same[0], "vtype", same[1], "value", same[2])
                            .changed(),
                    String.valueOf(same[0]));
        }
        assertEquals(4, node.exchanges());
        assertEquals(List.of(), tools.log());
    }

    @Test
    void answersAreSet() throws Exception {
        ModuleResult result =
                calls.diff(debconf, "name", "tzdata", "question", "tzdata/Areas", "vtype", "select", "value", "Europe");
        assertTrue(result.changed());
        assertEquals("tzdata tzdata/Areas select Europe\n", written());
        assertEquals(Map.of("tzdata/Areas", "Europe"), result.values().get("current"));
        assertEquals(Map.of("tzdata/Areas", "Etc"), result.values().get("previous"));
        assertEquals(
                "{\n    \"tzdata/Areas\": \"Etc\"\n}\n",
                result.diffs().getFirst().before());
        calls.run(debconf, "name", "x", "setting", "x/flag", "vtype", "boolean", "answer", "False", "unseen", true);
        assertEquals("x x/flag boolean false\n", written());
        assertEquals(List.of("debconf-set-selections", "debconf-set-selections [-u]"), tools.log());
        assertTrue(calls.check(debconf, "name", "x", "question", "x/new", "vtype", "string", "value", "1")
                .changed());
        assertEquals("", written());
    }

    @Test
    void passwordsAreSetButNotShown() throws Exception {
        ModuleResult result =
                calls.diff(debconf, "name", "x", "question", "x/pass", "vtype", "password", "value", "new '$(one)'");
        assertEquals("x x/pass password new '$(one)'\n", written());
        assertFalse((result.values() + "" + result.diffs()).contains("new '$(one)'"), result.toString());
        assertFalse(node.scripts().stream().anyMatch(script -> script.text().contains("new '")));
    }

    @Test
    void withoutAQuestionTheAnswersAreTold() {
        assertEquals(
                "Etc",
                ((Map<?, ?>) calls.run(debconf, "name", "tzdata").values().get("current")).get("tzdata/Areas"));
    }

    @Test
    void whatWouldBecomeTwoAnswersIsRefused() {
        assertTrue(calls.failure(
                        debconf, "name", "x", "question", "q", "vtype", "string", "value", "a\nother q string evil")
                .startsWith("the value has a line break"));
        assertTrue(calls.failure(debconf, "name", "-x").contains("cannot be the name"));
        assertTrue(calls.failure(debconf, "name", "x", "question", "q\nx q2", "vtype", "string", "value", "1")
                .contains("cannot be the question"));
        assertTrue(calls.failure(debconf, "name", "x", "question", "q").contains("required together"));
    }
}
