package io.slipway.automation.transport.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {

    @Test
    void splitsAsShDoes() {
        assertEquals(List.of("-o", "A=b c", "-i", "x y"), ShellWords.split("-o 'A=b c'\t-i  x\\ y "));
        assertEquals(List.of("a'b", "c\"d", "e\\f", "", "gh"), ShellWords.split("\"a'b\" 'c\"d' \"e\\f\" '' g'h'"));
        assertEquals(List.of("$x`"), ShellWords.split("\"\\$x\\`\""));
        assertEquals(List.of(), ShellWords.split("  \n "));
    }

    @Test
    void refusesAnOpenQuote() {
        assertThrows(IllegalArgumentException.class, () -> ShellWords.split("a 'b"));
    }

    @Test
    void quotesSoThatSplittingGivesItBack() {
        for (String text : List.of("", "a b", "it's", "\\", "\"$x\"", "a\nb")) {
            assertEquals(List.of(text), ShellWords.split(ShellWords.quote(text)));
        }
    }
}
