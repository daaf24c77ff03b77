package io.slipway.cli;

import io.slipway.automation.engine.Notices;
import io.slipway.automation.engine.RunEvent;
import io.slipway.automation.engine.RunListener;
import io.slipway.automation.engine.TaskResult;
import io.slipway.automation.playbook.Step;
import io.slipway.common.state.Notice;
import io.slipway.common.state.Run;
import io.slipway.common.state.RunJournal;
import io.slipway.common.state.RunRecord;
import io.slipway.common.state.StateDatabase;
import io.slipway.common.state.StateException;
import io.slipway.common.state.StepRecord;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Writes a run into the journal: each step before it is sent to a node, and again when it has ended, and which handlers wait to run. Makes
 * up for runs of the same playbooks that did not come to their end: their handlers run in this one.
 */
final class Journal implements RunListener, Notices, AutoCloseable {

    private static final int RUNS_KEPT = 100;

    private final StateDatabase database;
    private final Run run;
    private final Owed owed;
    private final boolean check;
    private final Set<Spot> open = new HashSet<>();
    private final Map<Spot, StepRecord.State> ended = new HashMap<>();
    private final Map<Spot, List<Notice>> waiting = new HashMap<>();
    private boolean working;

    private record Spot(String host, Run.Task task) {}

    private Journal(StateDatabase database, Run run, Owed owed, boolean check) {
        this.database = database;
        this.run = run;
        this.owed = owed;
        this.check = check;
    }

    /**
     * Begins a run in the journal of a home, having said what an earlier one of the same playbooks left in doubt.
     *
     * @param commandLine without secrets
     * @param check whether it changes nothing: such a run leaves nothing behind, and takes nothing over for good
     * @throws StateException when the home cannot be written
     */
    private static Journal begin(
            Path home, String commandLine, Collection<Path> playbooks, boolean check, Console console) {
        StateDatabase database = StateDatabase.open(home);
        try {
            RunJournal journal = RunJournal.in(database, InstantSource.system(), RUNS_KEPT);
            String subject = subject(playbooks);
            Owed owed = new Owed(journal.cutShort(subject));
            owed.report().forEach(console::warn);
            return new Journal(database, journal.begin(commandLine, check ? "" : subject), owed, check);
        } catch (StateException e) {
            database.close();
            throw e;
        }
    }

    /** A home that cannot be written, for somebody who only wants to run a playbook, is no reason to refuse. */
    static Optional<Journal> ifPossible(Path home, List<Path> playbooks, boolean check, Console console) {
        try {
            String files = playbooks.stream().map(Path::toString).collect(Collectors.joining(" "));
            return Optional.of(begin(home, "run " + (check ? "--check " : "") + files, playbooks, check, console));
        } catch (StateException e) {
            console.warn("this run is not journaled: " + e.problem());
            return Optional.empty();
        }
    }

    private static String subject(Collection<Path> playbooks) {
        return playbooks.stream()
                .map(playbook -> playbook.toAbsolutePath().normalize().toString())
                .sorted()
                .distinct()
                .collect(Collectors.joining("\n"));
    }

    @Override
    public synchronized void on(RunEvent event) {
        switch (event) {
            case RunEvent.HostBegan began -> began(spot(began.host(), began.task()));
            case RunEvent.TaskDone done -> done(done.result());
            case RunEvent.RunEnded end -> run.end(outcome(end));
            default -> {}
        }
    }

    @Override
    public boolean showsValues() {
        return false;
    }

    private static Spot spot(String host, Step.Task task) {
        return new Spot(host, Owed.named(task));
    }

    private void began(Spot spot) {
        if (!working && !check) {
            working = true;
            owed.news().forEach(earlier -> run.follow(earlier.run()));
        }
        if (open.add(spot)) {
            run.started(spot.host, spot.task);
        }
    }

    /**
     * The end of a step that may notify is written together with what it notified: see {@link #notified}. Where that is never told, the
     * step stays open, and is in doubt.
     */
    private void done(TaskResult result) {
        Spot spot = spot(result.host(), result.task());
        open.remove(spot);
        StepRecord.State state = state(result);
        boolean mayNotify = state == StepRecord.State.OK || state == StepRecord.State.CHANGED;
        if (mayNotify && Notices.canNotify(result.task())) {
            ended.put(spot, state);
        } else {
            run.finished(spot.host, spot.task, state);
        }
        if (state != StepRecord.State.UNREACHABLE) {
            strike(spot);
        }
    }

    @Override
    public synchronized void notified(String host, Step.Task by, Collection<Step.Task> handlers) {
        Spot spot = spot(host, by);
        StepRecord.State state = ended.remove(spot);
        if (!check) {
            handlers.forEach(handler -> remember(spot(host, handler), spot.task));
        }
        List<StepRecord> doubts = owed.settle(host, by);
        if (!check) {
            doubts.forEach(run::seeTo);
        }
        if (state != null) {
            run.finished(host, spot.task, state);
        }
    }

    private void remember(Spot handler, Run.Task by) {
        List<Notice> notices = waiting.computeIfAbsent(handler, key -> new ArrayList<>());
        Notice notice = new Notice(run.id(), handler.host, handler.task, by);
        if (!notices.contains(notice)) {
            notices.add(notice);
            run.notified(handler.host, handler.task, by);
        }
    }

    @Override
    public synchronized void heard(String host, Step.Task handler) {
        strike(spot(host, handler));
    }

    private void strike(Spot handler) {
        List<Notice> notices = waiting.remove(handler);
        if (notices != null && !check) {
            notices.forEach(run::strike);
        }
    }

    @Override
    public synchronized boolean owes(String host, Step.Task by, Step.Task handler) {
        return await(spot(host, handler), owed.take(host, by, handler));
    }

    @Override
    public synchronized boolean owes(String host, Step.Task handler) {
        return await(spot(host, handler), owed.take(host, handler));
    }

    /** They stay in the journal until the handler has run. */
    private boolean await(Spot handler, List<Notice> taken) {
        if (!taken.isEmpty()) {
            waiting.computeIfAbsent(handler, key -> new ArrayList<>()).addAll(taken);
        }
        return !taken.isEmpty();
    }

    @Override
    public synchronized boolean inDoubt(String host, Step.Task task) {
        return owed.doubts(host, task);
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
        if (ended.notDone().isPresent()) {
            return RunRecord.Outcome.CANCELLED;
        }
        boolean failed = ended.hosts().values().stream().anyMatch(c -> c.failed() > 0 || c.unreachable() > 0);
        return failed ? RunRecord.Outcome.FAILED : RunRecord.Outcome.OK;
    }

    @Override
    public void close() {
        database.close();
    }
}
