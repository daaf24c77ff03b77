package io.slipway.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.automation.config.AnsibleConfig;
import io.slipway.automation.engine.RunEvent;
import io.slipway.automation.engine.TaskResult;
import io.slipway.automation.engine.TaskResult.Status;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.playbook.Context;
import io.slipway.automation.playbook.Keywords;
import io.slipway.automation.playbook.Step;
import io.slipway.common.Position;
import io.slipway.common.yaml.YamlNode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Expected texts were taken from ansible-playbook 2.14 for the same events. */
class TextOutputTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final StringWriter text = new StringWriter();

    private TextOutput output(int verbosity) {
        Paper paper = Paper.plain(new PrintWriter(text));
        return new TextOutput(paper, paper, Look.usual(verbosity));
    }

    private static Step.Task task(String action, boolean looped) {
        Position at = new Position("site.yml", 3, 7);
        Context context = new Context(null, Keywords.NONE, null, Map.of(), Path.of("site.yml"));
        Optional<Step.Loop> loop =
                looped ? Optional.of(new Step.Loop("loop", YamlNode.Scalar.of("x", at))) : Optional.empty();
        return new Step.Task(context, action, Map.of(), loop, at);
    }

    private static TaskResult result(Step.Task task, Status status, Map<String, Object> values, Object item) {
        return new TaskResult(
                "web1",
                task,
                status,
                new LinkedHashMap<>(values),
                List.of(),
                false,
                Optional.empty(),
                false,
                Optional.ofNullable(item),
                START,
                Duration.ZERO);
    }

    @Test
    void aRunThatNeverBeganHasNoRecap() {
        output(0).on(new RunEvent.RunEnded(Map.of(), Optional.empty(), true, START));
        assertEquals("", text.toString());
    }

    @Test
    void bannersReachColumnEighty() {
        TextOutput output = output(0);
        output.on(new RunEvent.TaskStarted(task("ping", false), "base : ping it", false, START));
        assertEquals(
                "\nTASK [base : ping it] **********************************************************\n",
                text.toString());
    }

    @Test
    void resultsOfAPlainTask() {
        TextOutput output = output(0);
        Step.Task task = task("command", false);
        output.on(new RunEvent.TaskDone(result(task, Status.OK, Map.of("changed", false), null)));
        output.on(new RunEvent.TaskDone(result(task, Status.CHANGED, Map.of("changed", true), null)));
        output.on(new RunEvent.TaskDone(result(task, Status.SKIPPED, Map.of("changed", false), null)));
        output.on(new RunEvent.TaskDone(
                result(task, Status.FAILED, Map.of("rc", 1L, "msg", "non-zero return code", "changed", true), null)));
        assertEquals("""
                ok: [web1]
                changed: [web1]
                skipping: [web1]
                fatal: [web1]: FAILED! => {"changed": true, "msg": "non-zero return code", "rc": 1}
                """, text.toString());
    }

    @Test
    void resultsOfALoop() {
        TextOutput output = output(0);
        Step.Task task = task("file", true);
        output.on(new RunEvent.ItemDone(result(task, Status.CHANGED, Map.of("changed", true), "a")));
        output.on(new RunEvent.ItemDone(result(task, Status.SKIPPED, Map.of("changed", false), "b")));
        output.on(new RunEvent.ItemDone(result(task, Status.FAILED, Map.of("msg", "no"), "c")));
        output.on(new RunEvent.TaskDone(result(task, Status.FAILED, Map.of("results", List.of()), null)));
        assertEquals("""
                changed: [web1] => (item=a)
                skipping: [web1] => (item=b)\s
                failed: [web1] (item=c) => {"msg": "no"}
                """, text.toString());
    }

    @Test
    void debugShowsOnlyWhatItWasAskedFor() {
        TextOutput output = output(0);
        output.on(new RunEvent.TaskDone(result(
                task("ansible.builtin.debug", false),
                Status.OK,
                Map.of("changed", false, "msg", "hi", "_ansible_verbose_always", true),
                null)));
        assertEquals("ok: [web1] => {\n    \"msg\": \"hi\"\n}\n", text.toString());
    }

    @Test
    void assertSaysThatItPassed() {
        TextOutput output = output(0);
        output.on(new RunEvent.TaskDone(result(
                task("assert", false),
                Status.OK,
                Map.of("changed", false, "msg", "All assertions passed", "_ansible_verbose_always", true),
                null)));
        assertEquals("""
                ok: [web1] => {
                    "changed": false,
                    "msg": "All assertions passed"
                }
                """, text.toString());
    }

    @Test
    void theItemOfAHiddenTaskStaysHidden() {
        TextOutput output = output(0);
        TaskResult plain = result(task("command", true), Status.CHANGED, Map.of("changed", true), "s3cret");
        output.on(new RunEvent.ItemDone(new TaskResult(
                plain.host(),
                plain.task(),
                plain.status(),
                plain.values(),
                List.of(),
                false,
                Optional.empty(),
                true,
                plain.itemLabel(),
                START,
                Duration.ZERO)));
        assertEquals("changed: [web1] => (item=None)\n", text.toString());
    }

    @Test
    void hiddenResultsStayHidden() {
        TextOutput output = output(3);
        TaskResult plain = result(task("command", false), Status.FAILED, Map.of("stdout", "s3cret"), null);
        output.on(new RunEvent.TaskDone(new TaskResult(
                plain.host(),
                plain.task(),
                plain.status(),
                plain.values(),
                List.of(new ModuleResult.Diff("f", "f", "old s3cret", "new s3cret")),
                false,
                Optional.empty(),
                true,
                Optional.empty(),
                START,
                Duration.ZERO)));
        assertEquals(-1, text.toString().indexOf("s3cret"), text.toString());
    }

    @Test
    void aTaskThatNobodyShowsIsNotAnnouncedInALaterPlayEither() {
        Look hidesSkipped = new Look(
                AnsibleConfig.find(Path.of("/"), Map.of("ANSIBLE_DISPLAY_SKIPPED_HOSTS", "no"), warning -> {})
                        .output(),
                0,
                false);
        Paper paper = Paper.plain(new PrintWriter(text));
        TextOutput output = new TextOutput(paper, paper, hidesSkipped);
        Step.Task hidden = task("ping", false);
        Step.Task free = task("ping", false);
        output.on(new RunEvent.PlayStarted(Events.play(), "first", List.of("web1"), true, START));
        output.on(new RunEvent.TaskStarted(hidden, "hidden", false, START));
        output.on(new RunEvent.TaskDone(result(hidden, Status.SKIPPED, Map.of(), null)));
        output.on(new RunEvent.PlayStarted(Events.play(), "second", List.of("web1"), false, START));
        output.on(new RunEvent.TaskStarted(free, "free", false, START));
        output.on(new RunEvent.TaskDone(result(free, Status.OK, Map.of(), null)));
        assertEquals(
                "PLAY [first] PLAY [second] TASK [free] ok: [web1]",
                text.toString().replaceAll("[*\\s]+", " ").strip());
    }

    @Test
    void theRecapLinesUp() {
        TextOutput output = output(0);
        output.on(new RunEvent.PlayStarted(Events.play(), "web", List.of("web1"), true, START));
        output.on(new RunEvent.RunEnded(
                Map.of("web1", new RunEvent.Counts(12, 3, 0, 0, 1, 0, 0)), Optional.empty(), true, START));
        assertEquals("""

                PLAY [web] *********************************************************************

                PLAY RECAP *********************************************************************
                web1                       : ok=12   changed=3    unreachable=0    failed=0    skipped=1    rescued=0    ignored=0  \s

                """, text.toString());
    }
}
