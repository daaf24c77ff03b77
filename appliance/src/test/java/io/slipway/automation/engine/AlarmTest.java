package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class AlarmTest {

    private final CountDownLatch never = new CountDownLatch(1);

    @Test
    void interruptsWhoWaitsTooLong() {
        try (Alarm alarm = Alarm.in(Duration.ofMillis(1))) {
            assertThrows(InterruptedException.class, never::await);
            assertTrue(alarm.rang());
        }
    }

    @Test
    void leavesNoInterruptBehindForWhatComesNext() {
        try (Alarm alarm = Alarm.in(Duration.ofMillis(1))) {
            while (!alarm.rang()) {
                Thread.onSpinWait();
            }
        }
        assertFalse(Thread.currentThread().isInterrupted());
    }

    @Test
    void isSilentOnceTheWorkIsDone() {
        Alarm alarm = Alarm.in(Duration.ofHours(1));
        alarm.close();
        assertFalse(alarm.rang());
        assertFalse(Thread.currentThread().isInterrupted());
    }
}
