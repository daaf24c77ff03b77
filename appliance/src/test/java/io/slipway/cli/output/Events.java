package io.slipway.cli.output;

import io.slipway.automation.engine.RunEvent;
import io.slipway.automation.engine.TaskResult;
import io.slipway.automation.playbook.Context;
import io.slipway.automation.playbook.Keywords;
import io.slipway.automation.playbook.Play;
import io.slipway.automation.playbook.Step;
import io.slipway.common.Position;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Events of a run, for what listens to them. */
final class Events {

    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private Events() {}

    static Step.Task task(String action, Map<String, YamlNode> arguments) {
        Context context = new Context(null, Keywords.NONE, null, Map.of(), Path.of("site.yml"));
        return new Step.Task(context, action, arguments, Optional.empty(), new Position("/p/site.yml", 3, 7));
    }

    static Play play() {
        Position at = new Position("site.yml", 1, 3);
        Context context = new Context(null, Keywords.NONE, null, Map.of(), Path.of("site.yml"));
        return new Play(
                context,
                YamlNode.Scalar.of("web", at),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Path.of("site.yml"),
                at);
    }

    static RunEvent started(Step.Task task, String name, int second) {
        return new RunEvent.TaskStarted(task, name, false, START.plusSeconds(second));
    }

    static RunEvent done(Step.Task task, String host, TaskResult.Status status, Map<String, Object> values) {
        return new RunEvent.TaskDone(new TaskResult(
                host,
                task,
                status,
                new LinkedHashMap<>(values),
                List.of(),
                false,
                Optional.empty(),
                false,
                Optional.empty(),
                START,
                Duration.ofMillis(1500)));
    }

    static RunEvent ended(int second) {
        return new RunEvent.RunEnded(Map.of(), Optional.empty(), true, START.plusSeconds(second));
    }
}
