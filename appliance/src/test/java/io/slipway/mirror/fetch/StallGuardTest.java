package io.slipway.mirror.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StallGuardTest {

    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

    @BeforeEach
    void forgetWhatIsCancelled() {
        timer.setRemoveOnCancelPolicy(true);
    }

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @Test
    void oneAlarmWatchesOverAllReadsOfABody() throws Exception {
        byte[] piece = new byte[10];
        try (StallGuard guard =
                new StallGuard(Body.of(new ByteArrayInputStream(new byte[10_000])), timer, Duration.ofMinutes(1))) {
            while (guard.read(piece, 0, piece.length) >= 0) {
                assertEquals(1, timer.getQueue().size());
            }
        }
        assertEquals(0, timer.getQueue().size());
    }

    /** Says nothing until it is closed, after it gave a few bytes. */
    private static final class Silent extends InputStream {

        private final CountDownLatch closed = new CountDownLatch(1);
        private final AtomicInteger left = new AtomicInteger(3);

        @Override
        public int read() throws IOException {
            if (left.getAndDecrement() > 0) {
                return 'x';
            }
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            throw new IOException("closed");
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void givesUpOnABodyThatFallsSilentInTheMiddle() {
        StallGuard guard = new StallGuard(Body.of(new Silent()), timer, Duration.ofMillis(50));
        byte[] piece = new byte[1];
        IOException failure = assertThrows(IOException.class, () -> {
            while (guard.read(piece, 0, 1) >= 0) {
                assertEquals('x', piece[0]);
            }
        });
        assertEquals("nothing came for 0 s", failure.getMessage());
    }
}
