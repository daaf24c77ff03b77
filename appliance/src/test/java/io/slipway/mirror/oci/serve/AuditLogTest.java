package io.slipway.mirror.oci.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import io.slipway.mirror.oci.registry.RepositoryName;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {

    private static final InstantSource NOW = InstantSource.fixed(Instant.parse("2026-11-23T00:00:00Z"));
    private static final RepositoryName APP = RepositoryName.parse("team/app").orElseThrow();

    @TempDir
    Path home;

    private final List<Problem> failures = new ArrayList<>();

    private static Pushes.Change change(String reference) {
        return new Pushes.Change("10.0.0.7", "ci", "PUT", APP, reference, "sha256:abc");
    }

    private List<String> lines(String file) throws Exception {
        return Files.readAllLines(home.resolve("audit").resolve(file));
    }

    @Test
    void aLineSaysWhoDidWhatFromWhereAndWhen() throws Exception {
        try (AuditLog audit = AuditLog.in(home.resolve("audit"), NOW, failures::add)) {
            audit.happened(change("v1"));
        }
        assertEquals(
                Map.of(
                        "at", "2026-11-23T00:00:00Z",
                        "client", "10.0.0.7",
                        "user", "ci",
                        "method", "PUT",
                        "repository", "team/app",
                        "reference", "v1",
                        "digest", "sha256:abc"),
                Json.read("line", lines("registry.log").getFirst()));
        assertEquals(
                "rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve("audit/registry.log"))));
    }

    @Test
    void hostileNamesDoNotMakeLines() throws Exception {
        try (AuditLog audit = AuditLog.in(home.resolve("audit"), NOW, failures::add)) {
            audit.happened(change("v1\n{\"user\":\"root\"}\u2028\u0000"));
        }
        assertEquals(1, lines("registry.log").size());
    }

    @Test
    void goesOnAfterAPowerCutInTheMiddleOfALine() throws Exception {
        Path file = Files.createDirectories(home.resolve("audit")).resolve("registry.log");
        Files.writeString(file, "{\"at\":\"2026");
        try (AuditLog audit = AuditLog.in(home.resolve("audit"), NOW, failures::add)) {
            audit.happened(change("v1"));
        }
        assertEquals(2, lines("registry.log").size());
        assertTrue(lines("registry.log").getLast().endsWith("}"));
    }

    @Test
    void manyAtOnceAreAllThereAndWhatIsFullMakesRoom() throws Exception {
        try (AuditLog audit = AuditLog.in(home.resolve("audit"), 20_000, NOW, failures::add);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 500; i++) {
                Pushes.Change each = change("v" + i);
                var _ = threads.submit(() -> audit.happened(each));
            }
        }
        assertEquals(List.of(), failures);
        Set<String> seen = new TreeSet<>();
        try (var files = Files.list(home.resolve("audit"))) {
            List<Path> all = files.toList();
            assertTrue(all.size() > 1, all.toString());
            for (Path file : all) {
                for (String line : Files.readAllLines(file)) {
                    seen.add(String.valueOf(((Map<?, ?>) Json.read("line", line)).get("reference")));
                }
            }
        }
        assertEquals(500, seen.size());
    }

    @Test
    void theOldestGoes() throws Exception {
        try (AuditLog audit = AuditLog.in(home.resolve("audit"), 10, NOW, failures::add)) {
            for (int i = 0; i < 20; i++) {
                audit.happened(change("v" + i));
            }
        }
        assertTrue(lines("registry.log.1").getFirst().contains("v19"));
        assertTrue(lines("registry.log.10").getFirst().contains("v10"));
        assertFalse(Files.exists(home.resolve("audit/registry.log.11")));
    }

    @Test
    void whatCannotBeKeptIsTold() throws Exception {
        AuditLog audit = AuditLog.in(home.resolve("audit"), NOW, failures::add);
        audit.close();
        audit.happened(change("v1"));
        assertEquals(1, failures.size());
    }
}
