package io.slipway.automation.engine;

import java.util.List;

/** Hears what happens during a run. Called by one thread at a time. */
@FunctionalInterface
public interface RunListener {
    void on(RunEvent event);

    /** Whether it may show any value of a task that went well. If no listener does, what is dear to find out is left out of such results. */
    default boolean showsValues() {
        return true;
    }

    /** Tells each of them, in this order. */
    static RunListener all(List<? extends RunListener> listeners) {
        return new RunListener() {
            @Override
            public void on(RunEvent event) {
                listeners.forEach(listener -> listener.on(event));
            }

            @Override
            public boolean showsValues() {
                return listeners.stream().anyMatch(RunListener::showsValues);
            }
        };
    }
}
