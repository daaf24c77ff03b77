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
}
