package io.slipway.automation.engine;

/** Hears what happens during a run. Called by one thread at a time. */
@FunctionalInterface
public interface RunListener {
    void on(RunEvent event);
}
