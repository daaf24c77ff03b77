package io.slipway.automation.transport.ssh;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/** Does something when work takes too long, because the library's own time limits do not cover all of it. Close it when the work ends. */
final class Deadline implements AutoCloseable {

    /** Whoever gives a sign of life now and then gets so many times the limit in all. */
    static final int MOST = 2;

    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);

    private enum State {
        OPEN,
        MET,
        PASSED
    }

    private Deadline() {}

    static Deadline after(Duration limit, Runnable action) {
        return afterSilence(limit, () -> 0, action);
    }

    /** @param heard changes with every sign of life, each of which sets the limit anew */
    static Deadline afterSilence(Duration limit, LongSupplier heard, Runnable action) {
        Deadline deadline = new Deadline();
        Thread.ofVirtual().start(() -> {
            if (deadline.decides(limit.toNanos(), heard)) {
                action.run();
            }
        });
        return deadline;
    }

    private boolean decides(long limit, LongSupplier heard) {
        long start = System.nanoTime();
        long last = start;
        long before = heard.getAsLong();
        try {
            while (!done.await(Math.max(limit / 4, 1), TimeUnit.NANOSECONDS)) {
                long now = System.nanoTime();
                long sofar = heard.getAsLong();
                last = sofar == before ? last : now;
                before = sofar;
                if (now - last >= limit || now - start >= MOST * limit) {
                    return state.compareAndSet(State.OPEN, State.PASSED);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Ends the watch; says whether it ends in time, so that nothing was done and nothing will be. */
    boolean met() {
        state.compareAndSet(State.OPEN, State.MET);
        done.countDown();
        return !passed();
    }

    boolean passed() {
        return state.get() == State.PASSED;
    }

    @Override
    public void close() {
        met();
    }
}
