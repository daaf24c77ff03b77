package io.slipway.automation.module.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Script;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTest {

    @Test
    void refusesWhatIsUnfinished() {
        assertTrue(assertThrows(ModuleFailure.class, () -> Words.split("echo 'a"))
                .getMessage()
                .startsWith("No closing quotation"));
        assertThrows(ModuleFailure.class, () -> Words.split("echo \\"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/bin/bash"})
    void expandsTheEnvironmentAndHomesAndNothingElse(String shell) {
        LocalNode node = new LocalNode(shell).env("GREETING", "a  b").env("HOME", "/home/x");
        String text = "printf '<%s>' "
                + List.of(
                                "$GREETING",
                                "${GREETING}!",
                                "$NOPE ${NOPE}",
                                "~",
                                "~/y z",
                                "~nobody-such/x",
                                "a~",
                                "$(id) `id` 'q' \"r\" $1 ${2}",
                                "\\$GREETING",
                                "")
                        .stream()
                        .map(Words::expanding)
                        .reduce("", (a, b) -> a + " " + b);
        assertEquals(
                "<a  b><a  b!><$NOPE ${NOPE}></home/x></home/x/y z><~nobody-such/x><a~><$(id) `id` 'q' \"r\" $1 ${2}><\\a  b><>",
                node.run(Script.of(text)).out());
    }

    @Test
    void linesEndWherePythonEndsThem() {
        assertEquals(List.of("a", "", "b", "c"), Words.lines("a\n\nb\r\nc\n"));
        assertEquals(List.of(""), Words.lines("\n"));
        assertEquals(List.of(), Words.lines(""));
    }
}
