package io.slipway.automation.engine;

import io.slipway.automation.engine.TaskResult.Status;
import io.slipway.automation.engine.variables.Level;
import io.slipway.automation.engine.variables.Plain;
import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.playbook.Keyword;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.template.TemplateException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One task on one host: its loop, if it has one, and what the rounds add up to. Runs in a thread of its own. */
final class HostTask {

    private final RunContext run;
    private final TaskFrame frame;
    private final Variables variables;
    private final PlayVariables play;
    private final SearchPath searchPath;
    private final KnownHost known;
    private final String host;
    private boolean noLog;
    /** What this task itself has set so far: later rounds of its loop see it. */
    private final Map<String, @Nullable Object> local = new LinkedHashMap<>();

    HostTask(RunContext run, PlayVariables play, TaskFrame frame, SearchPath searchPath, KnownHost host) {
        this.run = run;
        this.frame = frame;
        this.play = play;
        this.known = host;
        this.host = host.name();
        this.searchPath = searchPath;
        this.variables = new Variables(host.name(), frame.over(play.of(host.name())), run.templating());
    }

    private Execution execution(Asking asking) {
        return new Execution(run, play, frame, searchPath, known, asking);
    }

    /**
     * What came of it on one host.
     *
     * @param result to be shown
     * @param rounds each item's outcome, or the only one
     * @param registered what a {@code register:} keeps
     */
    record Done(TaskResult result, List<Round> rounds, Map<String, @Nullable Object> registered) {}

    /**
     * @param delegatedTo the host that it ran on, if another
     * @param added the loop's variables, for what an include brings in
     * @param label what to call the loop's item; null outside of a loop
     */
    record Round(
            Outcome outcome,
            Optional<TaskResult.Delegate> delegatedTo,
            Map<String, @Nullable Object> added,
            @Nullable Object label) {}

    /**
     * What has been done of a round: all but to tell it.
     *
     * @param inside what it sees
     * @param set by it, for the rounds that follow
     * @param noLog whether it is to be kept quiet
     */
    record Begun(Variables inside, Map<String, @Nullable Object> set, Execution.Result result, boolean noLog) {}

    Done run() {
        Instant started = run.clock().instant();
        try {
            return frame.task().loop().isEmpty() ? once(started) : loop(started);
        } catch (ProblemException e) {
            Outcome failed = Outcome.failed(e).ignoring(ignoresErrors());
            return done(
                    failed, List.of(new Round(failed, Optional.empty(), Map.of(), null)), Optional.empty(), started);
        }
    }

    private boolean ignoresErrors() {
        try {
            return new KeywordValues(frame.task(), variables).flag(Keyword.IGNORE_ERRORS, false);
        } catch (ProblemException unknown) {
            return false;
        }
    }

    private Done once(Instant started) {
        Execution execution = execution(RemoteNode::answer);
        Execution.Result result = execution.run(variables, local);
        noLog = execution.noLog();
        return done(
                result.outcome(),
                List.of(new Round(result.outcome(), result.delegatedTo(), Map.of(), null)),
                result.delegatedTo(),
                started);
    }

    private Done loop(Instant started) {
        LoopControl control = LoopControl.of(frame, variables);
        List<@Nullable Object> items;
        try {
            items = new LoopItems(run, frame, searchPath).of(variables);
        } catch (TemplateException e) {
            return withoutItems(e, started);
        }
        if (variables.has(control.variable())) {
            warnAboutLoopVariable(control);
        }
        List<Round> rounds = new ArrayList<>();
        try (LookAhead ahead = new LookAhead(
                run, frame, control, known, items.size(), (i, asking) -> begin(control, items, i, asking))) {
            for (int i = 0; i < items.size() && !run.interruption().requested(); i++) {
                if (i > 0) {
                    execution(RemoteNode::answer).pause(control.pause());
                }
                Round round = round(control, items, i, ahead);
                rounds.add(round);
                boolean lost = round.outcome.status() == Status.UNREACHABLE && !round.outcome.ignored();
                if (lost || breaks(control, round)) {
                    break;
                }
            }
        }
        return done(sum(rounds), rounds, Optional.empty(), started);
    }

    private boolean breaks(LoopControl control, Round round) {
        if (control.breakWhen() == null) {
            return false;
        }
        Map<String, @Nullable Object> all = new LinkedHashMap<>(local);
        all.putAll(round.added);
        return run.conditions().hold(control.breakWhen(), variables.with(Level.TASK_LOCAL, all));
    }

    /** What cannot be looped over is no error when the task would have been skipped anyway. */
    private Done withoutItems(TemplateException cause, Instant started) {
        Optional<Object> falseCondition;
        try {
            falseCondition = execution(RemoteNode::answer).falseCondition(variables);
        } catch (TemplateException e) {
            falseCondition = Optional.empty();
        }
        if (falseCondition.isEmpty()) {
            throw cause;
        }
        Outcome skipped = Outcome.skipped(falseCondition.get());
        return done(skipped, List.of(new Round(skipped, Optional.empty(), Map.of(), null)), Optional.empty(), started);
    }

    private void warnAboutLoopVariable(LoopControl control) {
        run.events()
                .warn(Problem.of("the loop variable '" + control.variable() + "' is already in use")
                        .at(frame.task().at())
                        .hint("set another 'loop_var' in 'loop_control'"));
    }

    /** What the round before it has set may be asked for only when that has ended. */
    private Begun begin(LoopControl control, List<@Nullable Object> items, int index, Asking asking) {
        Variables inside = variables
                .with(Level.TASK_LOCAL, new RoundsBefore(local, frame.register(), asking))
                .with(Level.TASK_LOCAL, control.round(items, index));
        Execution execution = execution(asking);
        Map<String, @Nullable Object> set = new LinkedHashMap<>();
        Execution.Result result = execution.run(inside, set);
        return new Begun(inside, set, result, execution.noLog());
    }

    private Round round(LoopControl control, List<@Nullable Object> items, int index, LookAhead ahead) {
        Instant started = run.clock().instant();
        Begun begun = ahead.round(index);
        Map<String, @Nullable Object> added = control.round(items, index);
        Variables inside = begun.inside;
        Execution.Result result = begun.result;
        local.putAll(begun.set);
        noLog |= begun.noLog;
        if (result.unfit().isPresent()) {
            throw result.unfit().get();
        }
        Outcome outcome = result.outcome();
        Object label = items.get(index);
        try {
            label = control.label() == null ? label : Plain.of(inside.lazy(control.label()));
        } catch (ProblemException e) {
            outcome = Outcome.failed(e).ignoring(ignoresErrors());
        }
        for (Map.Entry<String, @Nullable Object> entry : added.entrySet()) {
            outcome = outcome.with(entry.getKey(), entry.getValue());
        }
        Object shownLabel = label == null ? "None" : label;
        if (outcome.values().containsKey(Includes.REQUEST)) {
            return new Round(outcome, result.delegatedTo(), added, shownLabel);
        }
        run.events()
                .tell(new RunEvent.ItemDone(shown(outcome, result.delegatedTo(), Optional.of(shownLabel), started)));
        return new Round(outcome, result.delegatedTo(), added, shownLabel);
    }

    private static Outcome sum(List<Round> rounds) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        List<Object> results = new ArrayList<>();
        List<@Nullable Object> warnings = new ArrayList<>();
        for (Round round : rounds) {
            Map<String, @Nullable Object> result = round.outcome.registeredItem();
            if (result.remove("warnings") instanceof List<?> told) {
                warnings.addAll(told);
            }
            results.add(result);
        }
        boolean changed = rounds.stream().anyMatch(round -> round.outcome.changed());
        values.put("changed", changed);
        if (rounds.isEmpty()) {
            values.put("skipped", true);
            values.put("skipped_reason", "No items in the list");
            values.put("results", results);
            return new Outcome(Status.SKIPPED, values, List.of(), Map.of(), List.of(), false);
        }
        boolean skipped = rounds.stream().allMatch(round -> round.outcome.status() == Status.SKIPPED);
        List<Round> failed =
                rounds.stream().filter(round -> round.outcome.failing()).toList();
        boolean lost = failed.stream().anyMatch(round -> round.outcome.status() == Status.UNREACHABLE);
        Status status = lost
                ? Status.UNREACHABLE
                : !failed.isEmpty() ? Status.FAILED : skipped ? Status.SKIPPED : changed ? Status.CHANGED : Status.OK;
        values.put(
                "msg",
                failed.isEmpty() ? skipped ? "All items skipped" : "All items completed" : "One or more items failed");
        values.put("results", results);
        values.put("skipped", skipped);
        if (!warnings.isEmpty()) {
            values.put("warnings", warnings);
        }
        if (!failed.isEmpty()) {
            values.put("failed", true);
        }
        if (lost) {
            values.put("unreachable", true);
        }
        boolean ignored = !failed.isEmpty() && failed.stream().allMatch(round -> round.outcome.ignored());
        return new Outcome(status, values, List.of(), Map.of(), List.of(), ignored);
    }

    private Done done(Outcome outcome, List<Round> rounds, Optional<TaskResult.Delegate> delegatedTo, Instant started) {
        return new Done(shown(outcome, delegatedTo, Optional.empty(), started), rounds, outcome.asVariable());
    }

    private TaskResult shown(
            Outcome outcome, Optional<TaskResult.Delegate> delegatedTo, Optional<Object> label, Instant started) {
        return new TaskResult(
                host,
                frame.task(),
                outcome.status(),
                outcome.values(),
                outcome.diffs(),
                outcome.ignored(),
                delegatedTo,
                noLog,
                label,
                started,
                Duration.between(started, run.clock().instant()));
    }
}
