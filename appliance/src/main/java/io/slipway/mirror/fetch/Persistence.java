package io.slipway.mirror.fetch;

import io.slipway.common.IoReason;
import io.slipway.mirror.fetch.FetchException.Again;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Tries again after failures that may pass. */
record Persistence(Backoff backoff) {

    <T> T get(URI uri, Fetch.Attempt<T> attempt) {
        for (int failures = 1; ; failures++) {
            FetchException failure;
            try {
                return attempt.run();
            } catch (FetchException e) {
                failure = e;
            } catch (IOException e) {
                failure = FetchException.of(uri, IoReason.of(e), Again.PATIENTLY, e);
            } catch (InterruptedException e) {
                throw interrupted(uri, e);
            }
            if (!failure.worthAnotherAttempt(failures, backoff)) {
                throw failure;
            }
            pause(uri, failure.pause(failures, backoff));
        }
    }

    private void pause(URI uri, Duration time) {
        try {
            backoff.sleeper().sleep(time);
        } catch (InterruptedException e) {
            throw interrupted(uri, e);
        }
    }

    private static FetchException interrupted(URI uri, InterruptedException e) {
        Thread.currentThread().interrupt();
        return FetchException.of(uri, "interrupted", Again.NEVER, e);
    }
}
