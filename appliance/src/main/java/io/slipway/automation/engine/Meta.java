package io.slipway.automation.engine;

import io.slipway.automation.engine.variables.Variables;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.transport.Target;
import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlNode;
import java.util.List;

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

    void perform(TaskFrame frame, List<PlayHost> hosts) {
        String order =
                frame.task().arguments().get("_raw_params") instanceof YamlNode.Scalar scalar ? scalar.text() : "";
        switch (order) {
            case "noop", "role_complete" -> {}
            case "flush_handlers" -> walk.flush(wanting(frame, hosts));
            case "end_host" -> wanting(frame, hosts).forEach(PlayHost::end);
            case "reset_connection" -> hosts.forEach(host -> run.connector().forget(target(frame, host)));
            case "refresh_inventory" ->
                run.events()
                        .warn(Problem.of("the inventory is not read again: 'meta: refresh_inventory' has no effect yet")
                                .at(frame.task().at()));
            default -> forAll(order, frame, hosts);
        }
    }

    /** Asked of the first host only; concerns them all. */
    private void forAll(String order, TaskFrame frame, List<PlayHost> hosts) {
        if (wanting(frame, hosts.subList(0, 1)).isEmpty()) {
            return;
        }
        switch (order) {
            case "end_play" -> {
                endedPlay = true;
                batch.forEach(PlayHost::end);
            }
            case "end_batch" -> batch.forEach(PlayHost::end);
            case "clear_facts" -> batch.forEach(host -> host.known().facts().forget());
            case "clear_host_errors" -> batch.forEach(this::forgive);
            default ->
                throw new EngineException(Problem.of("invalid meta action requested: " + order)
                        .at(frame.task().at()));
        }
    }

    private void forgive(PlayHost host) {
        if (host.failed() || host.state() == PlayHost.State.UNREACHABLE) {
            host.recover();
        }
        run.lost().remove(host.name());
    }

    private List<PlayHost> wanting(TaskFrame frame, List<PlayHost> hosts) {
        List<YamlNode> conditions = frame.task().context().all(Keyword.WHEN);
        return conditions.isEmpty()
                ? hosts
                : hosts.stream()
                        .filter(host -> conditions.stream()
                                .allMatch(condition -> run.conditions().hold(condition, seenBy(frame, host))))
                        .toList();
    }

    private Variables seenBy(TaskFrame frame, PlayHost host) {
        return new Variables(host.name(), frame.over(variables.of(host.name())), run.templating());
    }

    private Target target(TaskFrame frame, PlayHost host) {
        Variables its = seenBy(frame, host);
        return new Targets(run.options(), run.inventory()).target(its, new KeywordValues(frame.task(), its));
    }
}
