package io.slipway.automation.engine;

import io.slipway.automation.engine.TaskResult.Status;
import io.slipway.automation.engine.variables.Memory;
import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.playbook.Step;
import io.slipway.common.Position;
import io.slipway.common.ProblemException;
import io.slipway.common.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a task leaves behind once all its hosts are through: variables, facts, notified handlers, new hosts and groups. */
final class Effects {

    private final RunContext run;
    private final PlayVariables variables;
    private final Handlers handlers;
    private final List<PlayHost> batch;

    Effects(RunContext run, PlayVariables variables, Handlers handlers, List<PlayHost> batch) {
        this.run = run;
        this.variables = variables;
        this.handlers = handlers;
        this.batch = batch;
    }

    /** @param shared {@code run_once}: what one host found out, all know */
    void apply(TaskFrame frame, PlayHost host, HostTask.Done done, boolean shared) {
        List<PlayHost> learning = shared
                ? batch.stream()
                        .filter(one -> one.state() != PlayHost.State.UNREACHABLE)
                        .toList()
                : List.of(host);
        boolean delegatesFacts =
                frame.task().context().nearest(Keyword.DELEGATE_FACTS).isPresent() && delegatesFacts(frame, host);
        for (HostTask.Round round : done.rounds()) {
            List<KnownHost> owners = delegatesFacts && round.delegatedTo().isPresent()
                    ? List.of(run.host(round.delegatedTo().get().host()))
                    : learning.stream().map(PlayHost::known).toList();
            owners.forEach(owner -> learn(frame, round.outcome(), owner));
        }
        summonAll(frame, host, done);
        frame.register()
                .ifPresent(
                        name -> learning.forEach(one -> one.known().setFacts().put(name, done.registered())));
        if (done.result().status() != Status.SKIPPED && done.result().status() != Status.UNREACHABLE) {
            frame.role().ifPresent(role -> host.ranIn(role.identity()));
        }
    }

    private boolean delegatesFacts(TaskFrame frame, PlayHost host) {
        return new KeywordValues(frame.task(), seenBy(frame.task(), host)).flag(Keyword.DELEGATE_FACTS, false);
    }

    private void learn(TaskFrame frame, Outcome outcome, KnownHost host) {
        if (outcome.facts().isEmpty() || frame.is("debug")) {
            return;
        }
        switch (frame.action()) {
            case "set_fact" -> {
                host.setFacts().putAll(outcome.facts());
                if (Boolean.TRUE.equals(outcome.values().get("_ansible_facts_cacheable"))) {
                    keep(outcome, host);
                }
            }
            case "include_vars" -> include(outcome.facts(), host.includedVars());
            default -> keep(outcome, host);
        }
    }

    private void include(Map<String, @Nullable Object> more, Memory known) {
        if (run.options().variables().mergeHashes()) {
            known.merge(more);
        } else {
            known.putAll(more);
        }
    }

    private void keep(Outcome outcome, KnownHost host) {
        host.facts().learn(outcome.facts());
        run.facts().store(host.name(), host.facts().all());
    }

    /** A task that is in doubt since an earlier run notifies, too: what it was to change may have been changed then. */
    private void summonAll(TaskFrame frame, PlayHost host, HostTask.Done done) {
        Status status = done.result().status();
        if (status == Status.FAILED || status == Status.UNREACHABLE || !Notices.canNotify(frame.task())) {
            return;
        }
        Notices notices = run.notices();
        handlers.all()
                .filter(handler -> notices.owes(host.name(), frame.task(), handler.task()))
                .forEach(host::notice);
        if (status == Status.SKIPPED) {
            return;
        }
        Set<Handler> summoned = new LinkedHashSet<>();
        if (status == Status.CHANGED || notices.inDoubt(host.name(), frame.task())) {
            summoned.addAll(called(frame, host, done));
        }
        summoned.forEach(host::notice);
        notices.notified(
                host.name(), frame.task(), summoned.stream().map(Handler::task).toList());
    }

    /** Tells which handlers a change asks for, before it is told itself. {@link #apply} complains of those that do not exist. */
    void tellNotified(TaskFrame frame, PlayHost host, HostTask.Done done) {
        if (done.result().status() != Status.CHANGED || done.rounds().stream().allMatch(Effects::notifiesNobody)) {
            return;
        }
        Set<Handler> called;
        try {
            called = called(frame, host, done);
        } catch (ProblemException unknown) {
            return;
        }
        for (Handler handler : called) {
            if (!host.isNoticed(handler)) {
                String name = nameWithRole(handler.task(), host);
                run.events().tell(new RunEvent.HandlerNotified(name, host.name()));
            }
        }
    }

    private static boolean notifiesNobody(HostTask.Round round) {
        return round.outcome().notices().isEmpty();
    }

    private String nameWithRole(Step.Task handler, PlayHost host) {
        return TaskNames.of(handler, seenBy(handler, host));
    }

    private Set<Handler> called(TaskFrame frame, PlayHost host, HostTask.Done done) {
        Set<Handler> called = new LinkedHashSet<>();
        for (HostTask.Round round : done.rounds()) {
            round.outcome().notices().forEach(name -> called.addAll(called(name, frame, host)));
        }
        return called;
    }

    private Set<Handler> called(String name, TaskFrame frame, PlayHost host) {
        Position at = frame.task()
                .context()
                .nearest(Keyword.NOTIFY)
                .map(YamlNode::at)
                .orElse(frame.task().at());
        return handlers.called(name, (handler, node) -> seenBy(handler, host).plain(node), at);
    }

    private Variables seenBy(Step.Task task, PlayHost host) {
        SearchPath nowhere = new SearchPath(
                task.context(), SearchPath.folderOf(task.context().file()));
        TaskFrame frame = new TaskFrame(run, variables.play(), task, true, nowhere);
        return new Variables(host.name(), frame.over(variables.of(host.name())), run.templating());
    }

    /** {@code ansible_failed_task} and {@code ansible_failed_result}, for the rescue. */
    void explainFailure(PlayHost host, HostTask.Done done) {
        TaskResult failure = done.result();
        Map<String, @Nullable Object> task = new LinkedHashMap<>();
        task.put("name", nameOf(failure.task(), host));
        task.put("action", failure.task().action());
        Map<String, @Nullable Object> arguments = new LinkedHashMap<>();
        failure.task().arguments().forEach((name, node) -> arguments.put(name, node.toValue()));
        task.put("args", arguments);
        host.known().setFacts().put("ansible_failed_task", task);
        host.known().setFacts().put("ansible_failed_result", done.registered());
    }

    private String nameOf(Step.Task task, PlayHost host) {
        try {
            return new KeywordValues(task, seenBy(task, host))
                    .text(Keyword.NAME)
                    .orElse("");
        } catch (ProblemException undefined) {
            return TaskNames.own(task).orElse("");
        }
    }

    /** A file or role that cannot be included fails the task of each host that wanted it. */
    void failInclude(TaskFrame frame, PlayHost host, HostTask.@Nullable Done done, ProblemException cause) {
        if (done == null) {
            return;
        }
        TaskResult before = done.result();
        Map<String, @Nullable Object> values = Map.of("reason", Outcome.text(cause), "failed", true);
        TaskResult result = new TaskResult(
                host.name(),
                frame.task(),
                Status.FAILED,
                values,
                List.of(),
                false,
                Optional.empty(),
                before.noLog(),
                Optional.empty(),
                before.started(),
                before.took());
        host.fail(result);
        run.events().done(result);
    }
}
