package io.slipway.automation.engine;

import io.slipway.automation.playbook.Play;
import io.slipway.automation.playbook.Step;
import io.slipway.common.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What happens during a run, in order. The terminal, the journal, the JSON output and tests all listen to the same events. */
public sealed interface RunEvent {

    record PlaybookStarted(Path playbook, int plays) implements RunEvent {}

    /**
     * @param name the play's name, or its host pattern when it has none; templated
     * @param together whether all hosts do a task before any does the next; else a task is begun by each host for itself
     */
    record PlayStarted(Play play, String name, List<String> hosts, boolean together, Instant at) implements RunEvent {}

    /** A play whose pattern matches no host, or whose hosts have all failed before. */
    record PlaySkipped(Play play, String name) implements RunEvent {}

    /**
     * A task begins on the first of its hosts.
     *
     * @param name as it is shown: {@code role : name}, or the action when it has no name; templated
     */
    record TaskStarted(Step.Task task, String name, boolean handler, Instant at) implements RunEvent {}

    /** A host's turn at a task has come; whether it skips it is not known yet. */
    record HostTurn(Step.Task task, String host) implements RunEvent {}

    /** A module is about to be called for a host; for a loop, once for each item. Whoever keeps a journal writes it now. */
    record HostBegan(Step.Task task, String host) implements RunEvent {}

    /** One item of a loop is done; the whole task's {@link TaskDone} comes after the last. */
    record ItemDone(TaskResult result) implements RunEvent {}

    /**
     * {@code until} was not met yet.
     *
     * @param name of the task, templated
     */
    record Retrying(Step.Task task, String name, String host, int attemptsLeft, TaskResult result)
            implements RunEvent {}

    /** A module has something to say before it is done. */
    record Said(String text) implements RunEvent {}

    /** A task that goes on in the background of its host was looked after, and has not ended. */
    record JobRunning(String host, String job) implements RunEvent {}

    /** A task that was waited for has ended in the background of its host; {@link TaskDone} follows. */
    record JobEnded(String host, String job, boolean failed) implements RunEvent {}

    record TaskDone(TaskResult result) implements RunEvent {}

    /**
     * A file was included for these hosts.
     *
     * @param item of the loop that it was included for, if there is one
     */
    record Included(Step.Task task, String what, List<String> hosts, Optional<String> item) implements RunEvent {}

    /** A change has asked for a handler, which runs later. */
    record HandlerNotified(String handler, String host) implements RunEvent {}

    /**
     * A host was asked something, and has answered.
     *
     * @param way how it was reached, and as whom
     */
    record Exchanged(String host, String way, Duration took) implements RunEvent {}

    /**
     * A host has failed, or cannot be reached: later plays leave it out, unless its errors are cleared.
     *
     * @param why the result that did it; empty when it is out because others failed
     */
    record HostLost(String host, Optional<TaskResult> why) implements RunEvent {}

    /** A failure of some has ended the play for all: {@code any_errors_fatal}, {@code max_fail_percentage}. */
    record NoHostsLeft() implements RunEvent {}

    record Warned(Problem problem) implements RunEvent {}

    /** Something is wrong with what was asked for, but no reason to stop or to fail. */
    record Complained(Problem problem) implements RunEvent {}

    /**
     * A playbook has gone its whole way, and another one follows.
     *
     * @param hosts counts by host since the run began
     */
    record PlaybookEnded(Map<String, Counts> hosts, Instant at) implements RunEvent {}

    /**
     * The end, also after an interrupt or when nothing ran.
     *
     * @param hosts counts by host, in the order in which hosts first appeared
     * @param notDone what an interrupt or a fatal error left undone; empty after a run that ended by itself
     * @param whole whether every play of every playbook had its turn: failures may end a run before
     */
    record RunEnded(Map<String, Counts> hosts, Optional<NotDone> notDone, boolean whole, Instant at)
            implements RunEvent {}

    /** The numbers of the recap. */
    record Counts(int ok, int changed, int unreachable, int failed, int skipped, int rescued, int ignored) {}
}
