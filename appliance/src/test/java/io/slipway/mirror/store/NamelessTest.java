package io.slipway.mirror.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import io.slipway.common.Progress;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contents of which nobody says what they are. */
class NamelessTest {

    @TempDir
    Path directory;

    private final byte[] content = new byte[300_000];
    private ContentStore store;

    @BeforeEach
    void open() {
        new Random(7).nextBytes(content);
        store = ContentStore.in(directory.resolve("store"));
    }

    /** Gives out the content and then fails, if it should; before each piece, all that was given out must be on the disk. */
    private InputStream pieces(boolean breaksOff) {
        return new InputStream() {
            private int given;

            @Override
            public int read() {
                throw new AssertionError("one byte at a time takes too long");
            }

            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                List<Path> unfinished = store.unfinished();
                assertEquals(1, unfinished.size());
                assertEquals(given, Files.size(unfinished.getFirst()));
                int count = Math.min(length, content.length - given);
                if (count == 0 && breaksOff) {
                    throw new IOException("broken on purpose");
                }
                System.arraycopy(content, given, buffer, offset, count);
                given += count;
                return count == 0 ? -1 : count;
            }
        };
    }

    @Test
    void goToTheDiskAsTheyCome() throws IOException {
        try (StoreWriter writer = store.lock()) {
            Generation.Entry entry = writer.put(pieces(false));
            assertEquals(new Generation.Entry(Digest.of(content), content.length), entry);
            assertArrayEquals(content, Files.readAllBytes(store.blob(entry.digest())));
            assertEquals(entry, writer.put(new ByteArrayInputStream(content)), "a second time, too");
            assertEquals(
                    Digest.of(new byte[0]),
                    writer.put(InputStream.nullInputStream()).digest());
        }
        assertEquals(List.of(), store.unfinished());
        assertEquals(2, store.size().files());
        assertTrue(VerifyStore.verify(store, Progress.NONE).sound());
    }

    @Test
    void leaveNothingBehindWhenTheyBreakOff() {
        try (StoreWriter writer = store.lock()) {
            assertThrows(IOException.class, () -> writer.put(pieces(true)));
            assertEquals(List.of(), store.unfinished());
        }
        assertEquals(0, store.size().files());
    }
}
