package io.slipway.mirror.store;

import io.slipway.common.Digest;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread at a time work on a content. */
final class InHand {

    private final Set<Digest> digests = new HashSet<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Waits while another thread has it. */
    void take(Digest digest) {
        lock.lock();
        try {
            while (!digests.add(digest)) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    void putDown(Digest digest) {
        lock.lock();
        try {
            digests.remove(digest);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
