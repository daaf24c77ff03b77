package io.slipway.mirror.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slipway.common.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedPathsTest {

    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");

    @TempDir
    Path directory;

    private static Generation generation(Map<String, Generation.Entry> served, Instant created) {
        Map<String, Generation.Entry> kept = Map.of("a kept one", entry("kept"), "pool/m", entry("kept"));
        return Generation.of("demo", created, Map.of("inputs", "x", "zeta", "serve it"), served, kept);
    }

    private static Generation.Entry entry(String path) {
        return new Generation.Entry(Digest.of(path.getBytes(StandardCharsets.UTF_8)), path.length());
    }

    private static PublishedPaths in(Generation generation) {
        return PublishedPaths.in("test", GenerationText.write(generation));
    }

    @Test
    void findsEveryPathAndNothingElse() {
        Map<String, Generation.Entry> served = new HashMap<>();
        for (int i = 0; i < 1000; i++) {
            served.put("pool/" + i + "/" + "x".repeat(i % 40), entry("" + i));
        }
        for (String odd :
                List.of("a", "InRelease", "ü", "\uD83D\uDE00", "\uFFEE", "with blank", "pool", "~", "created 1")) {
            served.put(odd, entry(odd));
        }
        PublishedPaths paths = in(generation(served, NOW));
        served.forEach((path, entry) ->
                assertEquals(Optional.of(new PublishedPaths.Found(entry, NOW)), paths.find(path), path));
        for (String absent : List.of("", "a kept one", "pool/m", "pool/", "pool/5", "zzz", "end", "\uFFFF", "with")) {
            assertEquals(Optional.empty(), paths.find(absent), absent);
        }
        assertEquals(Optional.empty(), in(generation(Map.of(), NOW)).find("a"));
    }

    @Test
    void aPathKeepsItsDateUntilItsContentChanges() {
        Generation first = generation(Map.of("same", entry("1"), "other", entry("2")), NOW);
        Generation second = generation(Map.of("same", entry("1"), "other", entry("3")), NOW.plusSeconds(10))
                .after(first);
        Generation third = generation(
                        Map.of("same", entry("1"), "other", entry("3"), "new", entry("4")), NOW.plusSeconds(20))
                .after(GenerationText.read("test", GenerationText.write(second)));
        assertEquals(third, GenerationText.read("test", GenerationText.write(third)));
        PublishedPaths paths = in(third);
        assertEquals(NOW, paths.find("same").orElseThrow().since());
        assertEquals(NOW.plusSeconds(10), paths.find("other").orElseThrow().since());
        assertEquals(NOW.plusSeconds(20), paths.find("new").orElseThrow().since());
    }

    @Test
    void whatWasAlteredIsNotServed() throws Exception {
        ContentStore store = ContentStore.in(directory);
        String id;
        try (StoreWriter writer = store.lock()) {
            Generation.Entry entry = writer.put(new byte[] {1});
            id = writer.publish(Generation.of("demo", NOW, Map.of(), Map.of("pool/a", entry), Map.of()));
        }
        assertEquals(
                NOW, store.published("demo", id).find("pool/a").orElseThrow().since());
        Path file = directory.resolve("generations/demo").resolve(id);
        Files.writeString(file, Files.readString(file).replace("pool/a", "pool/b"));
        assertThrows(StoreException.class, () -> store.published("demo", id));
    }
}
