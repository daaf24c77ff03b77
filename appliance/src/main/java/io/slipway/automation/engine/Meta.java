package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.transport.Target;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code meta}: what a playbook may tell the engine itself. */
final class Meta {

    private final RunContext run;
    private final PlayRun walk;
    private final PlayVariables variables;
    private final List<PlayHost> batch;
    private boolean endedPlay;

    Meta(RunContext run, PlayRun walk, PlayVariables variables, List<PlayHost> batch) {
        this.run = run;
        this.walk = walk;
        this.variables = variables;
        this.batch = batch;
    }

    /** Whether {@code end_play} was met, so that later batches don't begin either. */
    boolean endedPlay() {
        return endedPlay;
    }

    /** @param started told before it is done: as Ansible does it, for each host where it concerns each for itself */
    void perform(TaskFrame frame, List<PlayHost> hosts, RunEvent.TaskStarted started) {
        String order =
                frame.task().arguments().get("_raw_params") instanceof YamlNode.Scalar scalar ? scalar.text() : "";
        if (Set.of("noop", "refresh_inventory", "reset_connection").contains(order)
                && frame.keyword(Keyword.WHEN).isPresent()) {
            run.events().warn(Problem.of(order + " task does not support when conditional"));
        }
        switch (order) {
            case "noop", "role_complete" -> hosts.forEach(host -> run.events().tell(started));
            case "flush_handlers" -> {
                if (frame.handler()) {
                    throw new EngineException(Problem.of("flush_handlers cannot be used as a handler")
                            .at(frame.task().at()));
                }
                walk.flush(wanting(frame, hosts, started));
            }
            case "end_host" -> wanting(frame, hosts, started).forEach(PlayHost::end);
            case "reset_connection" -> {
                for (PlayHost host : hosts) {
                    run.events().tell(started);
                    reset(target(frame, host));
                }
            }
            case "refresh_inventory" -> {
                run.events().tell(started);
                run.inventory().refresh();
                variables.forget();
            }
            default -> forAll(order, frame, hosts, started);
        }
    }

    private void reset(Target target) {
        if (target instanceof Target.Local) {
            run.events().warn(Problem.of("Reset is not implemented for this connection"));
        }
        run.connector().forget(target);
    }

    /** Asked of the first host only; concerns them all. */
    private void forAll(String order, TaskFrame frame, List<PlayHost> hosts, RunEvent.TaskStarted started) {
        if (wanting(frame, hosts.subList(0, 1), started).isEmpty()) {
            return;
        }
        switch (order) {
            case "end_play" -> {
                endedPlay = true;
                batch.forEach(PlayHost::end);
            }
            case "end_batch" -> batch.forEach(PlayHost::end);
            case "clear_facts" ->
                batch.forEach(host -> {
                    host.known().facts().forget();
                    run.facts().forget(host.name());
                });
            case "clear_host_errors" -> batch.forEach(this::forgive);
            default ->
                throw new EngineException(Problem.of("invalid meta action requested: " + order)
                        .at(frame.task().at()));
        }
    }

    /** It is out of this play, but goes on in the next. */
    private void forgive(PlayHost host) {
        if (host.failed() || host.state() == PlayHost.State.UNREACHABLE) {
            host.recover();
            host.end();
        }
        run.lost().remove(host.name());
    }

    private List<PlayHost> wanting(TaskFrame frame, List<PlayHost> hosts, RunEvent.TaskStarted started) {
        List<YamlNode> conditions = frame.task().context().all(Keyword.WHEN);
        List<PlayHost> wanting = new ArrayList<>();
        for (PlayHost host : hosts) {
            run.events().tell(started);
            if (conditions.stream().allMatch(condition -> run.conditions().hold(condition, seenBy(frame, host)))) {
                wanting.add(host);
            } else {
                run.events().tell(new RunEvent.TaskDone(skipped(frame, host, started)));
            }
        }
        return wanting;
    }

    private static TaskResult skipped(TaskFrame frame, PlayHost host, RunEvent.TaskStarted started) {
        return new TaskResult(
                host.name(),
                frame.task(),
                TaskResult.Status.SKIPPED,
                Map.of("changed", false, "skipped", true),
                List.of(),
                false,
                Optional.empty(),
                false,
                Optional.empty(),
                started.at(),
                Duration.ZERO);
    }

    private Variables seenBy(TaskFrame frame, PlayHost host) {
        return new Variables(host.name(), frame.over(variables.of(host.name())), run.templating());
    }

    private Target target(TaskFrame frame, PlayHost host) {
        Variables its = seenBy(frame, host);
        return new Targets(run.options(), run.inventory()).target(its, new KeywordValues(frame.task(), its));
    }
}
