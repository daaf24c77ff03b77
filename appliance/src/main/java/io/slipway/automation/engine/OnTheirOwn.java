package io.slipway.automation.engine;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Sends the hosts of a batch through a play each for itself: {@code strategy: free} and {@code host_pinned}. */
final class OnTheirOwn {

    private final RunContext run;
    private final Pace pace;
    private final AtomicReference<@Nullable Throwable> fatal = new AtomicReference<>();

    OnTheirOwn(RunContext run, Pace pace) {
        this.run = run;
        this.pace = pace;
    }

    /** One host's way through the play. */
    interface Walk {
        void run();

        /** Goes no further than to the end of its present task. */
        void stop();
    }

    /** Returns when all are through; what no host can get past, met by one, stops them all and is thrown. */
    void run(List<? extends Walk> walks) {
        CountDownLatch open = new CountDownLatch(walks.size());
        for (Walk walk : walks) {
            Thread.ofVirtual().start(() -> {
                List<Semaphore> needed = pace.toBegin();
                needed.forEach(Semaphore::acquireUninterruptibly);
                try {
                    walk.run();
                } catch (RuntimeException | StackOverflowError e) {
                    fatal.compareAndSet(null, e);
                    walks.forEach(Walk::stop);
                } finally {
                    needed.forEach(Semaphore::release);
                    open.countDown();
                }
            });
        }
        await(open);
        switch (fatal.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Throwable e -> throw (Error) e;
        }
    }

    private void await(CountDownLatch open) {
        while (true) {
            try {
                open.await();
                return;
            } catch (InterruptedException e) {
                run.interruption().request();
            }
        }
    }
}
