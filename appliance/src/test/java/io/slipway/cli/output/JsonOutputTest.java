package io.slipway.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.slipway.automation.engine.NotDone;
import io.slipway.automation.engine.RunEvent;
import io.slipway.automation.engine.TaskResult;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.playbook.Step;
import io.slipway.common.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JsonOutputTest {

    private static Map<?, ?> document(Optional<NotDone> notDone) {
        StringWriter text = new StringWriter();
        new JsonOutput(new PrintWriter(text), UUID::randomUUID, () -> Instant.EPOCH, false)
                .on(new RunEvent.RunEnded(Map.of(), notDone, false, Instant.EPOCH));
        return (Map<?, ?>) Json.read("output", text.toString());
    }

    @Test
    void aRunThatWasCutShortSaysWhatItDidNotDo() {
        NotDone.Host host =
                new NotDone.Host("dgx01", Optional.of("Install"), Optional.of("apt goes on"), 3, List.of("restart"));
        Object expected = Json.read("expected", """
                {"hosts": {"dgx01": {"running": "Install", "goes_on": "apt goes on", "tasks_not_begun": 3, "handlers_not_run": ["restart"]}},
                 "plays": ["second"]}
                """);
        assertEquals(
                expected,
                document(Optional.of(new NotDone(List.of(host), List.of("second"))))
                        .get("not_done"));
    }

    @Test
    void anyOtherHasAnsiblesKeysAlone() {
        assertFalse(document(Optional.empty()).containsKey("not_done"));
    }

    @Test
    void aResultHoldsWhatDiffersUnlessItIsSecret() {
        assertEquals(Json.read("expected", """
                        {"action": "copy", "_ansible_no_log": false, "changed": true,
                         "diff": [{"before": "old", "after": "new", "after_header": "/f"}]}
                        """), copied(false));
        assertFalse(copied(true).containsKey("diff"));
    }

    @Test
    void aPreparedDifferenceIsNothingElse() {
        assertEquals(
                List.of(Map.of("prepared", ">f+ a\n")),
                shown(new LinkedHashMap<>(), List.of(ModuleResult.Diff.prepared(">f+ a\n")), false)
                        .get("diff"));
    }

    @Test
    void whatSetFactTellsTheEngineIsNotShown() {
        assertFalse(shown(new LinkedHashMap<>(Map.of("_ansible_facts_cacheable", true)), List.of(), false)
                .containsKey("_ansible_facts_cacheable"));
    }

    private static Map<?, ?> copied(boolean secret) {
        return shown(
                new LinkedHashMap<>(Map.of("changed", true)),
                List.of(new ModuleResult.Diff("", "/f", "old", "new")),
                secret);
    }

    private static Map<?, ?> shown(Map<String, Object> values, List<ModuleResult.Diff> diffs, boolean secret) {
        Step.Task task = Events.task("copy", Map.of());
        TaskResult result = new TaskResult(
                "n1",
                task,
                TaskResult.Status.CHANGED,
                new LinkedHashMap<>(values),
                diffs,
                false,
                Optional.empty(),
                secret,
                Optional.empty(),
                Instant.EPOCH,
                Duration.ZERO);
        StringWriter text = new StringWriter();
        JsonOutput output = new JsonOutput(new PrintWriter(text), UUID::randomUUID, () -> Instant.EPOCH, false);
        output.on(new RunEvent.PlayStarted(Events.play(), "p", List.of("n1"), true, Instant.EPOCH));
        output.on(Events.started(task, "copy", 0));
        output.on(new RunEvent.TaskDone(result));
        output.on(Events.ended(1));
        Object found = Json.read("output", text.toString());
        for (Object step : List.of("plays", 0, "tasks", 0, "hosts", "n1")) {
            found = step instanceof Integer index ? ((List<?>) found).get(index) : ((Map<?, ?>) found).get(step);
        }
        return (Map<?, ?>) found;
    }
}
