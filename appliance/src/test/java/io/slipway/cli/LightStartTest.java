package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the JVM cannot keep ready and makes anew in each process took half of the time of a command that does little. */
@Timeout(60)
class LightStartTest {

    private static final List<String> COSTLY = List.of(
            "$$TypeSwitch",
            "java.lang.runtime.ObjectMethods ",
            "java.util.Comparator$$Lambda",
            "com.fasterxml.jackson.databind.ObjectMapper ");

    @Test
    void anInventoryIsShownWithoutCodeThatIsMadeAnew(@TempDir Path folder) throws Exception {
        Slipway slipway = new Slipway(folder);
        Path log = folder.resolve("loaded");
        slipway.environment().put("JDK_JAVA_OPTIONS", "-Xlog:class+load:file=" + log);
        Path example = Slipway.repository().resolve("inventory/example");
        Process process = slipway.begin("inventory", "-i", example.toString(), "--list");
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertTrue(said.contains("\"hostvars\""), said);
        try (Stream<String> loaded = Files.lines(log)) {
            assertEquals(
                    List.of(),
                    loaded.filter(line -> COSTLY.stream().anyMatch(line::contains))
                            .toList());
        }
    }
}
