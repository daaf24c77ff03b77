package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The promise of the README: one command, a pod of real nodes configured from our own mirror, and a second run that changes nothing. */
@Tag("scenario")
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class DemoScenarioTest {

    private static final Pattern RESULT =
            Pattern.compile("   site\\.yml( again)? .* 3 nodes, ok=(\\d+) changed=(\\d+)");

    @Test
    void theSecondRunOfTheSiteChangesNothing(@TempDir Path home) {
        Slipway.Said said = new Slipway(home).run("demo");
        assertEquals(0, said.status(), said.all());
        Matcher result = RESULT.matcher(said.out());
        assertTrue(result.find(), said.all());
        assertTrue(Integer.parseInt(result.group(3)) > 30, "the first run configures: " + result.group());
        assertTrue(result.find(), said.all());
        assertEquals(0, Integer.parseInt(result.group(3)), result.group());
    }
}
