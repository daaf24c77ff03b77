package io.slipway.automation.engine;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Interrupts the thread that sets it once its time is up, unless that has ended its work before: {@code timeout}. */
final class Alarm implements AutoCloseable {

    private final CountDownLatch off = new CountDownLatch(1);
    private final Thread worker = Thread.currentThread();
    private boolean rang;
    private boolean closed;

    private Alarm() {}

    static Alarm in(Duration time) {
        Alarm alarm = new Alarm();
        Thread.ofVirtual().start(() -> alarm.await(time));
        return alarm;
    }

    private void await(Duration time) {
        try {
            if (!off.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                ring();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void ring() {
        if (!closed) {
            rang = true;
            worker.interrupt();
        }
    }

    synchronized boolean rang() {
        return rang;
    }

    /** It does not ring any more, and what it has interrupted may wait again. */
    @Override
    public synchronized void close() {
        closed = true;
        off.countDown();
        if (rang) {
            Thread.interrupted();
        }
    }
}
