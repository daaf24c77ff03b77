package io.slipway.automation.engine;

import io.slipway.automation.engine.TaskResult.Status;
import io.slipway.automation.engine.variables.Level;
import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.transport.TransportException;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.template.TemplateException;
import io.slipway.common.yaml.YamlNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Does a task once for one host, or once for each item of its loop: decides whether, does it, judges the result, and tries again. */
final class Execution {

    private static final double USUAL_DELAY = 5;
    private static final int USUAL_RETRIES = 3;

    private final RunContext run;
    private final TaskFrame frame;
    private final KnownHost host;
    private final ModuleRun module;
    private boolean noLog;

    Execution(
            RunContext run, PlayVariables play, TaskFrame frame, SearchPath searchPath, KnownHost host, Asking asking) {
        this.run = run;
        this.frame = frame;
        this.host = host;
        this.module = new ModuleRun(run, play, frame, searchPath, host, asking);
    }

    /**
     * @param delegatedTo the host that it ran on, if another
     * @param unfit why it could not even be tried: its arguments or conditions are wrong, which ends a loop as a whole
     */
    record Result(Outcome outcome, Optional<TaskResult.Delegate> delegatedTo, Optional<ProblemException> unfit) {}

    /** Whether any execution so far was to be kept quiet. */
    boolean noLog() {
        return noLog;
    }

    /** The part of the task's conditions that does not hold, as written; empty when it is to be done. */
    Optional<Object> falseCondition(Variables variables) {
        for (YamlNode condition : frame.task().context().all(Keyword.WHEN)) {
            Optional<Object> failing = run.conditions().firstFalse(condition, variables);
            if (failing.isPresent()) {
                return failing;
            }
        }
        return Optional.empty();
    }

    /**
     * @param variables with the loop's item
     * @param local receives what the task sets, for its next rounds
     */
    Result run(Variables variables, Map<String, @Nullable Object> local) {
        KeywordValues keywords = new KeywordValues(frame.task(), variables);
        Optional<TaskResult.Delegate> delegate = Optional.empty();
        Optional<ProblemException> unfit = Optional.empty();
        Outcome outcome;
        try {
            noLog |= hides(keywords);
            Optional<Object> falseCondition = falseCondition(variables);
            if (falseCondition.isPresent()) {
                outcome = Outcome.skipped(falseCondition.get());
            } else {
                noLog |= keywords.flag(Keyword.NO_LOG, run.options().unsaid().noLog());
                Optional<String> other = keywords.text(Keyword.DELEGATE_TO);
                delegate = other.map(name -> module.delegate(name, variables));
                Variables around = delegate.map(its -> seeing(its, variables)).orElse(variables);
                outcome = attempts(around, new KeywordValues(frame.task(), around), other)
                        .notifying(keywords.words(Keyword.NOTIFY));
            }
        } catch (TransportException e) {
            if (!e.goesOn().isEmpty()) {
                run.unfinished().goesOn(host.name(), e.goesOn());
            }
            outcome = e.kind() == TransportException.Kind.TIMED_OUT ? tooLong(e, keywords) : noAnswer(e);
        } catch (ProblemException e) {
            outcome = Outcome.failed(e);
            unfit = Optional.of(e);
        }
        if (outcome.failing()) {
            boolean lost = outcome.status() == Status.UNREACHABLE;
            outcome = outcome.ignoring(keywords.flag(lost ? Keyword.IGNORE_UNREACHABLE : Keyword.IGNORE_ERRORS, false));
        }
        if (noLog) {
            outcome = outcome.withoutDiffs();
        }
        remember(outcome, local);
        return new Result(outcome, delegate, unfit);
    }

    private Variables seeing(TaskResult.Delegate delegate, Variables variables) {
        Variables its = module.delegated(delegate.host(), variables)
                .with(Level.TASK_LOCAL, Map.of("inventory_hostname", variables.host()));
        return frame.delegated(variables, its)
                .with(Level.TASK_LOCAL, Map.of("ansible_delegated_vars", Map.of(delegate.host(), its.asMap())));
    }

    /** Known before anything can go wrong; a {@code no_log} that can't be evaluated yet hides, too. */
    private boolean hides(KeywordValues keywords) {
        try {
            return keywords.flag(Keyword.NO_LOG, run.options().unsaid().noLog());
        } catch (TemplateException e) {
            return true;
        }
    }

    private Outcome tooLong(TransportException e, KeywordValues keywords) {
        Optional<Duration> limit = keywords.timeout(run.options().unsaid());
        return limit.isEmpty()
                ? noAnswer(e)
                : Outcome.failed(
                        "The " + frame.task().action() + " action failed to execute in the expected time frame ("
                                + limit.get().toSeconds() + ") and was terminated",
                        Map.of());
    }

    static Outcome noAnswer(TransportException e) {
        return switch (e.kind()) {
            case UNREACHABLE, LOST -> Outcome.unreachable(Outcome.text(e));
            case TIMED_OUT, GIVEN_UP, BECOME_FAILED -> Outcome.failed(e);
        };
    }

    private void remember(Outcome outcome, Map<String, @Nullable Object> local) {
        frame.register().ifPresent(name -> local.put(name, outcome.registered()));
        if (frame.is("set_fact", "include_vars")) {
            local.putAll(outcome.facts());
        }
    }

    private Outcome attempts(Variables variables, KeywordValues keywords, Optional<String> delegate) {
        Optional<YamlNode> until = frame.keyword(Keyword.UNTIL);
        if (until.isEmpty()) {
            return judge(module.call(variables, keywords, delegate), variables);
        }
        int attempts = attempts(keywords);
        Duration delay = delay(keywords);
        for (int attempt = 1; ; attempt++) {
            Outcome outcome = module.call(variables, keywords, delegate).with("attempts", (long) attempt);
            outcome = judge(outcome, variables);
            if (run.conditions().hold(until.get(), seeing(outcome, variables))) {
                return outcome;
            }
            if (attempt >= attempts) {
                return attempts == 1
                        ? outcome
                        : outcome.with("attempts", attempts - 1L).asFailed();
            }
            retrying(outcome, attempts - attempt, variables);
            pause(delay);
        }
    }

    private static int attempts(KeywordValues keywords) {
        OptionalDouble retries = keywords.number(Keyword.RETRIES);
        if (retries.isEmpty()) {
            return USUAL_RETRIES;
        }
        return retries.getAsDouble() <= 0 ? 1 : (int) retries.getAsDouble() + 1;
    }

    private static Duration delay(KeywordValues keywords) {
        double seconds = keywords.number(Keyword.DELAY).orElse(USUAL_DELAY);
        return Duration.ofMillis(Math.round((seconds < 0 ? 1 : seconds) * 1000));
    }

    private void retrying(Outcome outcome, int left, Variables variables) {
        TaskResult shown = new TaskResult(
                host.name(),
                frame.task(),
                outcome.status(),
                outcome.values(),
                outcome.diffs(),
                false,
                Optional.empty(),
                noLog,
                Optional.empty(),
                run.clock().instant(),
                Duration.ZERO);
        run.events()
                .tell(new RunEvent.Retrying(
                        frame.task(), TaskNames.withoutRole(frame, variables), host.name(), left, shown));
    }

    /** {@code changed_when} and {@code failed_when}, which see the result under its registered name. */
    private Outcome judge(Outcome outcome, Variables variables) {
        if (outcome.status() == Status.SKIPPED) {
            return outcome;
        }
        Optional<YamlNode> changedWhen = frame.keyword(Keyword.CHANGED_WHEN);
        Optional<YamlNode> failedWhen = frame.keyword(Keyword.FAILED_WHEN);
        Outcome judged = outcome;
        String judging = "changed_when_result";
        try {
            if (changedWhen.isPresent()) {
                judged = judged.asChanged(run.conditions().hold(changedWhen.get(), seeing(judged, variables)));
            }
            judging = "failed_when_result";
            if (failedWhen.isPresent()) {
                boolean failed = run.conditions().hold(failedWhen.get(), seeing(judged, variables));
                judged = judged.asFailed(failed).with("failed_when_result", failed);
            }
            return judged;
        } catch (ProblemException e) {
            return judged.with(judging, Outcome.text(e)).asFailed();
        }
    }

    private Variables seeing(Outcome outcome, Variables variables) {
        Map<String, @Nullable Object> seen = new LinkedHashMap<>();
        if (frame.is("set_fact", "include_vars")) {
            seen.putAll(outcome.facts());
        }
        Optional<String> name = frame.register();
        if (name.isPresent()) {
            seen.put(name.get(), outcome.registered());
        }
        return seen.isEmpty() ? variables : variables.with(Level.TASK_LOCAL, seen);
    }

    /** @throws EngineException when the run is interrupted meanwhile */
    void pause(Duration time) {
        if (time.isZero() || time.isNegative()) {
            return;
        }
        try {
            run.sleeper().sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EngineException(
                    Problem.of("interrupted while waiting").at(frame.task().at()), e);
        }
    }
}
