package io.slipway.automation.engine;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Whether the run was told to stop, and the threads to wake up then. */
final class Interruption {

    private final Set<Thread> workers = ConcurrentHashMap.newKeySet();
    private volatile boolean requested;

    boolean requested() {
        return requested;
    }

    /** The thread is interrupted when the run is, or at once when it has been already. */
    void register(Thread worker) {
        workers.add(worker);
        if (requested) {
            worker.interrupt();
        }
    }

    void unregister(Thread worker) {
        workers.remove(worker);
    }

    void request() {
        requested = true;
        workers.forEach(Thread::interrupt);
    }
}
