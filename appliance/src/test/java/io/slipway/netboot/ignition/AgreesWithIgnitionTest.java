package io.slipway.netboot.ignition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Debian's Ignition 2.14, which knows the versions up to 3.3, and our rules say the same of the same configs. */
@Tag("scenario")
class AgreesWithIgnitionTest {

    private static final int NEWEST_IT_KNOWS = 3;

    @TempDir
    Path folder;

    @Test
    void onWhatIsAcceptedAndWhatIsRefused() throws IOException, InterruptedException {
        List<String> differences = new ArrayList<>();
        int asked = 0;
        for (Rule rule : Rules.all()) {
            if (rule.minor() > NEWEST_IT_KNOWS) {
                continue;
            }
            asked++;
            String json = Json.write(rule.node().toValue());
            boolean ours = ValidateIgnition.json("config.ign", json).accepted();
            if (theirs(json) != ours) {
                differences.add(rule.name() + ": we " + (ours ? "accept" : "refuse") + " " + json);
            }
        }
        assertEquals(List.of(), differences);
        assertTrue(asked > 100, "only " + asked + " configs were compared");
    }

    @Test
    void onWhatIsNoJson() throws IOException, InterruptedException {
        for (String json :
                List.of("", "[]", "{}", "{\"ignition\":{\"version\":\"3.3.0\",}}", "{\"ignition\":null}", "{'a':1}")) {
            assertEquals(theirs(json), ValidateIgnition.json("a", json).accepted(), json);
        }
    }

    private boolean theirs(String json) throws IOException, InterruptedException {
        Path config = Files.writeString(folder.resolve("config.ign"), json);
        Process process = new ProcessBuilder("ignition-validate", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile())
                .start();
        return process.waitFor() == 0;
    }
}
