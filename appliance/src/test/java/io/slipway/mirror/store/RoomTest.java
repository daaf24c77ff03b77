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
        room.promise("one", Map.of(A, 60L));
        StoreException refused = assertThrows(StoreException.class, () -> room.promise("two", Map.of(B, 50L)));
        assertTrue(
                refused.getMessage()
                        .contains("not enough room for 'two': 50 bytes are to come beside 60 of other mirrors,"
                                + " but the disk has room for 100"),
                refused.getMessage());
        assertDoesNotThrow(() -> room.promise("three", Map.of(C, 40L)), "what was refused takes no room");
    }

    @Test
    void whatTwoWantCountsOnce() {
        room.promise("one", Map.of(A, 60L));
        assertDoesNotThrow(() -> room.promise("two", Map.of(A, 60L, B, 40L)));
    }

    @Test
    void whatIsWrittenTakesRoomOnTheDiskAndNoMoreHere() {
        room.promise("one", Map.of(A, 60L));
        room.wrote(A, 50);
        free.addAndGet(-50);
        assertDoesNotThrow(() -> room.promise("two", Map.of(B, 40L)));
        room.wrote(A, -50);
        free.addAndGet(50);
        assertThrows(StoreException.class, () -> room.promise("three", Map.of(C, 1L)));
        room.done(A);
        free.addAndGet(-60);
        assertThrows(StoreException.class, () -> room.promise("three", Map.of(C, 1L)));
        free.addAndGet(1);
        assertDoesNotThrow(() -> room.promise("three", Map.of(C, 1L)));
    }

    @Test
    void whoNeedsNothingNeedsNoRoom() {
        free.set(0);
        assertDoesNotThrow(() -> room.promise("one", Map.of()));
    }
}
