package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupCommandTest {

    @TempDir
    Path home;

    @ParameterizedTest
    @CsvSource({"lab, up", "store, verify"})
    void namedAloneItShowsWhatThereIsAndFails(String group, String subcommand) {
        Slipway.Said alone = new Slipway(home).run(group);
        assertEquals(1, alone.status());
        assertEquals("", alone.out());
        assertTrue(alone.err().startsWith("Usage: slipway " + group + " "), alone.err());
        assertTrue(alone.err().contains("\n  " + subcommand + " "), alone.err());
        assertEquals(0, new Slipway(home).run(group, "--help").status());
    }
}
