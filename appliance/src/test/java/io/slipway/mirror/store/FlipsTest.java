package io.slipway.mirror.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlipsTest {

    @TempDir
    Path directory;

    private ContentStore store;
    private String first;
    private String second;
    private String third;

    @BeforeEach
    void publish() {
        store = ContentStore.in(directory);
        try (StoreWriter writer = store.lock()) {
            first = publish(writer, 1);
            second = publish(writer, 2);
            third = publish(writer, 3);
        }
    }

    private static String publish(StoreWriter writer, int number) {
        Generation.Entry entry = writer.put(new byte[number]);
        return writer.publish(Generation.of(
                "demo", Instant.ofEpochSecond(1_000_000_000 + number), Map.of(), Map.of("file", entry), Map.of()));
    }

    private Pointer rollBack(String... to) {
        return store.rollBack("demo", List.of(to).stream().findFirst());
    }

    @Test
    void thePointerKnowsWhatCountedBefore() {
        assertEquals(Optional.of(new Pointer(third, Optional.of(second))), store.pointer("demo"));
    }

    @Test
    void oneStepBackAndAnother() {
        assertEquals(new Pointer(second, Optional.of(third)), rollBack());
        assertEquals(new Pointer(first, Optional.of(second)), rollBack());
        StoreException end = assertThrows(StoreException.class, this::rollBack);
        assertTrue(end.getMessage().contains("'demo' has no generation before " + first), end.getMessage());
    }

    @Test
    void toAnyThatIsThereAlsoForward() {
        assertEquals(first, rollBack(first).current());
        assertEquals(third, rollBack(third).current());
        assertEquals(new Pointer(third, Optional.of(first)), rollBack(third), "nothing to do");
    }

    @Test
    void whileASyncRuns() {
        try (StoreWriter writer = store.lock()) {
            assertEquals(second, rollBack().current());
            String fourth = publish(writer, 4);
            assertEquals(Optional.of(new Pointer(fourth, Optional.of(second))), store.pointer("demo"));
        }
    }

    @Test
    void neverToWhatIsNotThereOrDamaged() throws Exception {
        StoreException unknown = assertThrows(StoreException.class, () -> rollBack("20260101T000000Z-00"));
        assertTrue(unknown.getMessage().contains("it has: " + first + ", " + second), unknown.getMessage());
        assertThrows(StoreException.class, () -> rollBack("../demo/" + first));
        assertThrows(StoreException.class, () -> store.rollBack("else", Optional.empty()));
        Files.writeString(directory.resolve("generations/demo/" + second), "?");
        assertThrows(StoreException.class, this::rollBack);
        assertEquals(Optional.of(third), store.currentId("demo"));
    }

    @Test
    void aPointerOfOneLineIsUnderstood() throws Exception {
        Files.writeString(store.pointerFile("demo"), second + "\n");
        assertEquals(Optional.of(new Pointer(second, Optional.empty())), store.pointer("demo"));
    }
}
