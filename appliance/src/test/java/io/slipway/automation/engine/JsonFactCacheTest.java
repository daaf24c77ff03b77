package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Facts that outlive a run. */
class JsonFactCacheTest {

    private static final Instant NOW = Instant.parse("2030-01-01T00:00:00Z");

    @TempDir
    Path root;

    private FactCache cache(Duration keep) {
        return new JsonFactCache(root.resolve("facts"), "", keep, InstantSource.fixed(NOW));
    }

    @Test
    void whatIsStoredIsFoundAndOnlyItsOwnerCanReadIt() throws IOException {
        Map<String, Object> facts = Map.of("ansible_system", "Linux", "list", List.of(1L, true));
        cache(Duration.ZERO).store("n1", facts);
        assertEquals(Optional.of(facts), cache(Duration.ZERO).load("n1"));
        Path file = root.resolve("facts/n1");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (Stream<Path> all = Files.list(root.resolve("facts"))) {
            assertEquals(List.of(file), all.toList());
        }
    }

    @Test
    void aFileThatAnsibleWroteIsRead() throws IOException {
        Files.createDirectories(root.resolve("facts"));
        Files.writeString(root.resolve("facts/n1"), "{\n    \"ansible_system\": \"Linux\"\n}");
        assertEquals(
                Optional.of(Map.of("ansible_system", "Linux")),
                cache(Duration.ZERO).load("n1"));
    }

    @Test
    void factsCountUntilTheyAreTooOld() throws IOException {
        cache(Duration.ZERO).store("n1", Map.of("a", 1L));
        Files.setLastModifiedTime(root.resolve("facts/n1"), FileTime.from(NOW.minusSeconds(60)));
        assertTrue(cache(Duration.ofSeconds(60)).load("n1").isPresent());
        assertEquals(Optional.empty(), cache(Duration.ofSeconds(59)).load("n1"));
    }

    @Test
    void whatIsForgottenOrWasNeverKnownIsNotThere() {
        cache(Duration.ZERO).store("n1", Map.of("a", 1L));
        cache(Duration.ZERO).forget("n1");
        cache(Duration.ZERO).forget("n2");
        assertEquals(Optional.empty(), cache(Duration.ZERO).load("n1"));
    }

    @Test
    void aDamagedFileIsErasedAndSaysSo() throws IOException {
        Files.createDirectories(root.resolve("facts"));
        Path file = Files.writeString(root.resolve("facts/n1"), "{\"half");
        EngineException damaged =
                assertThrows(EngineException.class, () -> cache(Duration.ZERO).load("n1"));
        assertTrue(
                damaged.problem().what().contains("damaged"), damaged.problem().what());
        assertTrue(Files.notExists(file));
    }

    @Test
    void aHostsNameCannotLeadOutOfTheFolder() {
        assertThrows(EngineException.class, () -> cache(Duration.ZERO).store("../n1", Map.of("a", 1L)));
    }
}
