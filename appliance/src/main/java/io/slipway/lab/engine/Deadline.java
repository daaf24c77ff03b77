package io.slipway.lab.engine;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Bounds a blocking call in time, whatever the library beneath it does about timeouts on a Unix socket. */
final class Deadline {

    private Deadline() {}

    /**
     * @throws TimeoutException if the call did not return in time; its thread is interrupted
     * @throws ExecutionException with what the call threw
     */
    static <T> T within(Duration limit, Callable<T> call)
            throws TimeoutException, ExecutionException, InterruptedException {
        FutureTask<T> task = new FutureTask<>(call);
        Thread.ofVirtual().name("engine-call").start(task);
        try {
            return task.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            task.cancel(true);
        }
    }
}
