package io.slipway.cli.output;

import io.slipway.automation.engine.RunEvent;
import io.slipway.automation.engine.RunListener;
import java.time.Duration;
import java.time.Instant;

/** How long the run took, at its end. */
public final class TimerOutput implements RunListener {

    private final Paper paper;
    private final Instant began;

    public TimerOutput(Paper paper, Instant began) {
        this.paper = paper;
        this.began = began;
    }

    @Override
    public void on(RunEvent event) {
        if (event instanceof RunEvent.PlaybookEnded ended) {
            took(ended.at());
        } else if (event instanceof RunEvent.RunEnded ended) {
            took(ended.at());
        }
    }

    @Override
    public boolean showsValues() {
        return false;
    }

    private void took(Instant end) {
        Duration took = Duration.between(began, end);
        paper.line("Playbook run took %d days, %d hours, %d minutes, %d seconds"
                .formatted(took.toDays(), took.toHoursPart(), took.toMinutesPart(), took.toSecondsPart()));
    }
}
