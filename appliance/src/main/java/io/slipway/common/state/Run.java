package io.slipway.common.state;

import io.slipway.common.state.RunRecord.Outcome;
import io.slipway.common.state.StepRecord.State;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A run that goes on. Safe for use by many threads. */
public final class Run {

    /**
     * A task as the journal names it.
     *
     * @param place where it stands, as {@code file:line:column}
     */
    public record Task(String name, String place) {}

    private record Step(String host, Task task) {}

    private final long id;
    private final InstantSource clock;
    private final StepWriter writer;
    private final AtomicLong lastNumber = new AtomicLong();
    private final Map<Step, Long> open = new ConcurrentHashMap<>();

    Run(long id, InstantSource clock, StepWriter writer) {
        this.id = id;
        this.clock = clock;
        this.writer = writer;
    }

    public long id() {
        return id;
    }

    /**
     * A host begins a task. Call it before anything is sent there: when it returns, the step survives the death of this process.
     *
     * @throws StateException when it cannot be written
     */
    public void started(String host, Task task) {
        long number = lastNumber.incrementAndGet();
        open.put(new Step(host, task), number);
        writer.writeNow(new StepWriter.Begin(number, host, task, State.STARTED, clock.millis()));
    }

    /** A host is done with a task; for one that was never started, such as a skipped one, this is all that is written. */
    public void finished(String host, Task task, State state) {
        Long number = open.remove(new Step(host, task));
        if (number != null) {
            writer.writeSoon(new StepWriter.End(number, state, clock.millis()));
        } else {
            writer.writeSoon(new StepWriter.Begin(lastNumber.incrementAndGet(), host, task, state, clock.millis()));
        }
    }

    /** A step that is about to be reported as finished notified a handler: no crash can keep the one and lose the other. */
    public void notified(String host, Task handler, Task by) {
        writer.writeSoon(new StepWriter.Notified(new Notice(id, host, handler, by)));
    }

    /** A notice of this run, or of one before, is dealt with. */
    public void strike(Notice notice) {
        writer.writeSoon(new StepWriter.Struck(notice));
    }

    /** A step that an earlier run left unknown has been done by this one. */
    public void seeTo(StepRecord unknown) {
        writer.writeSoon(new StepWriter.SeenTo(unknown));
    }

    /** This run takes up what an earlier one left behind. */
    public void follow(RunRecord earlier) {
        writer.writeSoon(new StepWriter.Followed(earlier.id()));
    }

    /**
     * Ends the run. Steps still open are unknown from now on; notices are dropped, unless it was cut short.
     *
     * @throws StateException when this, or an end of a step before, cannot be written
     */
    public void end(Outcome outcome) {
        writer.finish(outcome, clock.millis());
    }
}
