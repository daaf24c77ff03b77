package io.slipway.automation.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class TurnsTest {

    private static CountDownLatch nextTurn(Turns turns) {
        CountDownLatch came = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            try (Turns.Turn _ = turns.take()) {
                came.countDown();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return came;
    }

    @Test
    void letsNobodyGoWhileThePlacesAreTaken() throws Exception {
        Turns turns = new Turns(1, Duration.ofHours(1));
        Turns.Turn first = turns.take();
        CountDownLatch second = nextTurn(turns);
        assertFalse(second.await(50, TimeUnit.MILLISECONDS));
        first.close();
        second.await();
    }

    @Test
    void waitsNoLongerForOneThatIsSlow() throws Exception {
        Turns turns = new Turns(1, Duration.ofMillis(20));
        Turns.Turn slow = turns.take();
        nextTurn(turns).await();
        slow.close();
        Turns.Turn only = turns.take();
        CountDownLatch next = nextTurn(turns);
        next.await();
        only.close();
    }
}
