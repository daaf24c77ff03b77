package io.slipway.cli;

import io.slipway.automation.engine.RunEvent;
import io.slipway.automation.engine.RunListener;
import io.slipway.automation.engine.TaskResult;
import io.slipway.automation.playbook.Step;
import io.slipway.common.state.Run;
import io.slipway.common.state.RunJournal;
import io.slipway.common.state.RunRecord;
import io.slipway.common.state.StateDatabase;
import io.slipway.common.state.StateException;
import io.slipway.common.state.StepRecord;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Writes a run into the journal: each step before it is sent to a node, and again when it has ended. */
final class Journal implements RunListener, AutoCloseable {

    private static final int RUNS_KEPT = 100;
    private static final int SHOWN = 10;

    private final StateDatabase database;
    private final Run run;
    private final Set<List<Object>> open = new HashSet<>();

    private Journal(StateDatabase database, Run run) {
        this.database = database;
        this.run = run;
    }

    /**
     * Begins a run in the journal of a home, having said what an earlier one left in doubt.
     *
     * @param commandLine without secrets
     * @throws StateException when the home cannot be written
     */
    static Journal begin(Path home, String commandLine, Console console) {
        StateDatabase database = StateDatabase.open(home);
        try {
            RunJournal journal = RunJournal.in(database, InstantSource.system(), RUNS_KEPT);
            tellOfDoubt(journal.unfinished(), console);
            return new Journal(database, journal.begin(commandLine));
        } catch (StateException e) {
            database.close();
            throw e;
        }
    }

    private static void tellOfDoubt(List<StepRecord> unfinished, Console console) {
        if (unfinished.isEmpty()) {
            return;
        }
        console.warn("an earlier run was killed; what it was doing may be half done (this run will see to it):");
        unfinished.stream()
                .limit(SHOWN)
                .forEach(step ->
                        console.warn("  unknown: [" + step.host() + "] " + step.task() + " (" + step.place() + ")"));
        if (unfinished.size() > SHOWN) {
            console.warn("  and " + (unfinished.size() - SHOWN) + " more");
        }
    }

    @Override
    public void on(RunEvent event) {
        switch (event) {
            case RunEvent.HostBegan began -> {
                if (open.add(key(began.host(), began.task()))) {
                    run.started(began.host(), named(began.task()));
                }
            }
            case RunEvent.TaskDone done -> {
                open.remove(key(done.result().host(), done.result().task()));
                run.finished(done.result().host(), named(done.result().task()), state(done.result()));
            }
            case RunEvent.RunEnded ended -> run.end(outcome(ended));
            default -> {}
        }
    }

    private static List<Object> key(String host, Step.Task task) {
        return List.of(host, task.at());
    }

    private static Run.Task named(Step.Task task) {
        String name = task.name().map(node -> String.valueOf(node.toValue())).orElse(task.action());
        return new Run.Task(name, task.at().toString());
    }

    private static StepRecord.State state(TaskResult result) {
        return switch (result.status()) {
            case OK -> StepRecord.State.OK;
            case CHANGED -> StepRecord.State.CHANGED;
            case SKIPPED -> StepRecord.State.SKIPPED;
            case FAILED -> StepRecord.State.FAILED;
            case UNREACHABLE -> StepRecord.State.UNREACHABLE;
        };
    }

    private static RunRecord.Outcome outcome(RunEvent.RunEnded ended) {
        boolean failed = ended.hosts().values().stream().anyMatch(c -> c.failed() > 0 || c.unreachable() > 0);
        if (failed) {
            return RunRecord.Outcome.FAILED;
        }
        return ended.notDone().isEmpty() ? RunRecord.Outcome.OK : RunRecord.Outcome.CANCELLED;
    }

    @Override
    public void close() {
        database.close();
    }
}
