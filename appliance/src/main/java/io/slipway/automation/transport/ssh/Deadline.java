package io.slipway.automation.transport.ssh;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Does something when work takes too long, because the library's own time limits do not cover all of it. Close it when the work ends. */
final class Deadline implements AutoCloseable {

    private final CountDownLatch done = new CountDownLatch(1);
    private volatile boolean passed;

    private Deadline() {}

    static Deadline after(Duration limit, Runnable action) {
        Deadline deadline = new Deadline();
        Thread.ofVirtual().start(() -> {
            try {
                if (!deadline.done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                    deadline.passed = true;
                    action.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        return deadline;
    }

    boolean passed() {
        return passed;
    }

    @Override
    public void close() {
        done.countDown();
    }
}
