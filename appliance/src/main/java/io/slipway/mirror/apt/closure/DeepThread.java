package io.slipway.mirror.apt.closure;

import io.slipway.common.Problem;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Runs what goes deeper than an ordinary thread's stack reaches. */
final class DeepThread {

    private DeepThread() {}

    /** @param stack in bytes; only what is used of it takes memory */
    static void run(String name, long stack, Runnable work) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(null, work, name, stack);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((where, e) -> failure.set(e));
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ClosureException(List.of(Problem.of("interrupted while looking for what packages need")));
        }
        switch (failure.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new AssertionError(e);
        }
    }
}
