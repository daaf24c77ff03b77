package io.slipway.lab.engine;

import io.slipway.common.Problem;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Calls to one engine: each bounded in time, each failure told in the same words.
 *
 * @param address of the engine, to be named in failures
 */
record Calls(String address) {

    /** @param what completes the sentence "the engine did not …" */
    <T> T within(Duration limit, String what, Callable<T> call) {
        try {
            return Deadline.within(limit, call);
        } catch (TimeoutException e) {
            throw refused(what, "no answer within " + limit.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw refused(what, Refusal.reason(cause), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(what, "interrupted", e);
        }
    }

    EngineException refused(String what, String why, Throwable cause) {
        return new EngineException(
                Problem.of("the Docker engine at " + address + " did not " + what)
                        .because(why),
                cause);
    }
}
