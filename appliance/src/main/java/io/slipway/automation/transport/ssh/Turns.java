package io.slipway.automation.transport.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/** Lets only so many go at once. Whoever is still not done after a while goes on, but no longer keeps the next one waiting. */
final class Turns {

    private final Semaphore places;
    private final Duration longest;

    Turns(int atOnce, Duration longest) {
        this.places = new Semaphore(atOnce);
        this.longest = longest;
    }

    /** A turn, which closing ends. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for a turn. */
    Turn take() throws IOException {
        try {
            places.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("cancelled", e);
        }
        Deadline late = Deadline.after(longest, places::release);
        return () -> {
            if (late.met()) {
                places.release();
            }
        };
    }
}
