package io.slipway.mirror.store;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RoomTest {

    private static final Digest A = new Digest("a".repeat(64));
    private static final Digest B = new Digest("b".repeat(64));
    private static final Digest C = new Digest("c".repeat(64));

    private final AtomicLong free = new AtomicLong(Room.SPARE + 100);
    private final Room room = new Room(free::get);

    @Test
    void whatFitsAloneMayNotFitBesideAnother() {
        room.promise("one", Map.of(A, 60L), 0);
        StoreException refused = assertThrows(StoreException.class, () -> room.promise("two", Map.of(B, 50L), 0));
        assertTrue(
                refused.getMessage()
                        .contains("not enough room for 'two': 50 bytes are to come beside 60 of other mirrors,"
                                + " but the disk has room for 100"),
                refused.getMessage());
        assertDoesNotThrow(() -> room.promise("three", Map.of(C, 40L), 0), "what was refused takes no room");
    }

    @Test
    void whatTwoWantCountsOnce() {
        room.promise("one", Map.of(A, 60L), 0);
        assertDoesNotThrow(() -> room.promise("two", Map.of(A, 60L, B, 40L), 0));
    }

    @Test
    void whatIsWrittenTakesRoomOnTheDiskAndNoMoreHere() {
        room.promise("one", Map.of(A, 60L), 0);
        room.wrote(A, 50);
        free.addAndGet(-50);
        assertDoesNotThrow(() -> room.promise("two", Map.of(B, 40L), 0));
        room.wrote(A, -50);
        free.addAndGet(50);
        assertThrows(StoreException.class, () -> room.promise("three", Map.of(C, 1L), 0));
        room.done(A);
        free.addAndGet(-60);
        assertThrows(StoreException.class, () -> room.promise("three", Map.of(C, 1L), 0));
        free.addAndGet(1);
        assertDoesNotThrow(() -> room.promise("three", Map.of(C, 1L), 0));
    }

    @Test
    void whoNeedsNothingNeedsNoRoom() {
        free.set(0);
        assertDoesNotThrow(() -> room.promise("one", Map.of(), 0));
    }

    @Test
    void whatHasNoNameYetNeedsRoomToo() {
        Room room = new Room(() -> 100 + Room.SPARE);
        room.promise("one", Map.of(A, 60L), 40);
        assertThrows(StoreException.class, () -> room.promise("two", Map.of(B, 20L), 21));
        assertThrows(StoreException.class, () -> room.promise("two", Map.of(), 41));
        assertDoesNotThrow(() -> room.promise("two", Map.of(B, 20L), 20));
    }

    @Test
    void sizesThatNothingCanHaveNeedTooMuchRoom() {
        Room room = new Room(() -> 100 + Room.SPARE);
        room.promise("one", Map.of(A, 60L), 0);
        assertThrows(StoreException.class, () -> room.promise("two", Map.of(B, Long.MAX_VALUE), 0));
        assertThrows(StoreException.class, () -> room.promise("two", Map.of(B, Long.MAX_VALUE, C, 7L), 0));
        assertThrows(StoreException.class, () -> room.promise("two", Map.of(B, 7L), Long.MAX_VALUE));
    }
}
