package io.slipway.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {

    @Test
    void splitsAsPythonsShlexDoes() {
        assertEquals(List.of("-o", "A=b c", "-i", "x y"), ShellWords.split("-o 'A=b c'\t-i  x\\ y "));
        assertEquals(List.of("a'b", "c\"d", "e\\f", "", "gh"), ShellWords.split("\"a'b\" 'c\"d' \"e\\f\" '' g'h'"));
        assertEquals(List.of("\\n", "n", "\\$", "f\\g", "#l"), ShellWords.split("\"\\n\" \\n \"\\$\" f\\\\g #l"));
        assertEquals(List.of(), ShellWords.split("  \n "));
    }

    @Test
    void refusesWhatIsUnfinished() {
        assertThrows(IllegalArgumentException.class, () -> ShellWords.split("a\\"));
        assertThrows(IllegalArgumentException.class, () -> ShellWords.split("a 'b"));
    }

    @Test
    void quotesSoThatSplittingGivesItBack() {
        for (String text : List.of("", "a b", "it's", "\\", "\"$x\"", "a\nb")) {
            assertEquals(List.of(text), ShellWords.split(ShellWords.quote(text)));
        }
    }
}
