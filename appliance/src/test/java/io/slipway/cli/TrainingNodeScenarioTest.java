package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The training reaches the machine's own sshd, so that the JVM keeps ready what runs over SSH need. */
@Tag("scenario")
class TrainingNodeScenarioTest {

    @Test
    void aRunReachesIt(@TempDir Path place) throws Exception {
        Path playbook = Files.writeString(place.resolve("site.yml"), "[{hosts: all, tasks: [{ping: }]}]\n");
        Map<String, String> environment =
                Map.of("SLIPWAY_HOME", place.resolve("home").toString());
        assertEquals(Optional.of(0), Training.overSsh(place, playbook, environment));
    }
}
