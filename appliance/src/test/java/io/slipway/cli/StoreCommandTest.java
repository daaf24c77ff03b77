package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.StoreWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCommandTest {

    private static final byte[] CONTENT = new byte[2000];

    @TempDir
    Path home;

    @BeforeEach
    void fill() {
        try (StoreWriter writer = store().lock()) {
            Generation.Entry entry = writer.put(CONTENT);
            writer.publish(Generation.of("demo", Instant.EPOCH, Map.of(), Map.of("file", entry), Map.of()));
        }
    }

    private ContentStore store() {
        return ContentStore.in(home.resolve("store"));
    }

    private Slipway.Said verify(String... options) {
        String[] words = new String[options.length + 2];
        words[0] = "store";
        words[1] = "verify";
        System.arraycopy(options, 0, words, 2, options.length);
        return new Slipway(home).run(words);
    }

    @Test
    void countsAsPeopleDo() {
        assertEquals("1 file, 2.0 kB, 1 generation: sound\n", verify().out());
    }

    @Test
    void anUnfinishedDownloadIsCountedAndIsNoProblem() throws IOException {
        Files.write(home.resolve("store/staging/" + "0".repeat(64) + ".part"), new byte[3000]);
        Slipway.Said said = verify();
        assertEquals("1 file, 2.0 kB, 1 generation, 1 unfinished download (3.0 kB): sound\n", said.out());
        assertEquals(0, said.status());
    }

    @Test
    void aDamagedFileIsNamedAndCanBeRemoved() throws IOException {
        Path blob = store().blob(Digest.of(CONTENT));
        Files.write(blob, new byte[10]);
        Slipway.Said said = verify("--discard");
        assertEquals(1, said.status());
        assertTrue(said.out().contains("removed 1 damaged file: run 'slipway sync'"), said.out());
        assertTrue(Files.notExists(blob));
    }

    private Slipway.Said store(String... words) {
        String[] all = new String[words.length + 1];
        all[0] = "store";
        System.arraycopy(words, 0, all, 1, words.length);
        return new Slipway(home).run(all);
    }

    private void publishAnother() {
        try (StoreWriter writer = store().lock()) {
            Generation.Entry entry = writer.put(new byte[3000]);
            writer.publish(Generation.of(
                    "demo", Instant.EPOCH.plusSeconds(1), Map.of(), Map.of("file", entry, "same", entry), Map.of()));
        }
    }

    @Test
    void listsGenerationsAndMarksTheOneThatCounts() {
        publishAnother();
        assertEquals("""
                  demo                 ID  1970-01-01T00:00:00Z  1 file, 2.0 kB
                * demo                 ID  1970-01-01T00:00:01Z  2 files, 3.0 kB
                2 files in all, 5.0 kB
                """, store("list").out().replaceAll("19700101T00000.Z-[0-9a-f]{16}", "ID"));
        assertEquals(store("list").out(), store("list", "demo").out());
        assertEquals(1, store("list", "other").status());
    }

    @Test
    void rollsBackAndCollects() {
        publishAnother();
        String first = store().generations("demo").getFirst();
        String second = store().generations("demo").getLast();
        assertEquals(
                "'demo' is now " + first + "; it was " + second + "\n",
                store("rollback", "demo").out());
        assertEquals(
                "'demo' is now " + second + "; it was " + first + "\n",
                store("rollback", "demo", second).out());
        assertEquals(1, store("rollback", "demo", "never").status());
        assertEquals("'demo' is forgotten\n", store("forget", "demo").out());
        assertEquals(
                "removed 0 generations and 0 files (0 B); 2 files (5.0 kB) stay\n",
                store("gc").out());
        assertEquals(1, store("gc", "--keep", "0").status());
    }
}
