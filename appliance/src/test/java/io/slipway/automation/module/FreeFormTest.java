package io.slipway.automation.module;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FreeFormTest {

    private static FreeForm split(String text) {
        return FreeForm.split(text, Set.of("chdir", "creates"));
    }

    @Test
    void optionsAreCutOutWhereverTheyStand() {
        assertEquals(
                new FreeForm(Map.of("chdir", "/tmp", "creates", "/a b"), "ls -l x=1"),
                split("ls chdir=/tmp -l creates='/a b' x=1"));
    }

    @Test
    void otherTextIsNotTouched() {
        String script = "cat <<'EOF'\n    indented  text\n\nEOF\necho \"it's\"";
        assertEquals(new FreeForm(Map.of(), script), split(script));
    }

    @Test
    void quotesAndTemplatesHideOptions() {
        assertEquals(
                Map.of(),
                split("echo 'a chdir=/x' \"b creates=/y\" {{ z chdir=/q }}").options());
        assertEquals(
                Map.of("chdir", "{{ a ~ 'b c' }}/d"),
                split("ls chdir={{ a ~ 'b c' }}/d").options());
    }

    @Test
    void anUnfinishedQuoteBelongsToTheText() {
        assertEquals(new FreeForm(Map.of(), "echo don't chdir=/x"), split("echo don't chdir=/x"));
    }
}
