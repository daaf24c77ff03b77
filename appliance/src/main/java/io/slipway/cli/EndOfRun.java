package io.slipway.cli;

import io.slipway.automation.engine.RunEvent;
import io.slipway.automation.engine.RunListener;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Remembers how a run ended. */
final class EndOfRun implements RunListener {

    private RunEvent.RunEnded ended = new RunEvent.RunEnded(Map.of(), Optional.empty(), false, Instant.EPOCH);

    @Override
    public void on(RunEvent event) {
        if (event instanceof RunEvent.RunEnded last) {
            ended = last;
        }
    }

    @Override
    public boolean showsValues() {
        return false;
    }

    /** The end; with no hosts when the run never got that far. */
    RunEvent.RunEnded event() {
        return ended;
    }
}
