package io.slipway.lab.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.github.dockerjava.api.exception.ConflictException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class RefusalTest {

    @Test
    void theSentenceInTheEnginesAnswer() {
        assertEquals(
                "the name \"x\" is taken",
                Refusal.reason(new ConflictException("Status 409: {\"message\":\"the name \\\"x\\\" is taken\"}\n")));
    }

    @Test
    void theRootOfAnotherFailure() {
        assertEquals(
                "Connection refused", Refusal.reason(new IllegalStateException(new IOException("Connection refused"))));
    }

    @Test
    void aCallThatHangsIsGivenUp() {
        Semaphore never = new Semaphore(0);
        assertThrows(
                TimeoutException.class,
                () -> Deadline.within(Duration.ofMillis(20), () -> {
                    never.acquire();
                    return "";
                }));
        ExecutionException failure = assertThrows(
                ExecutionException.class,
                () -> Deadline.within(Duration.ofSeconds(10), () -> {
                    throw new IOException("broken");
                }));
        assertEquals("broken", failure.getCause().getMessage());
    }
}
