package io.slipway.cli.output;

import io.slipway.automation.config.OutputSettings;
import io.slipway.automation.engine.RunEvent;
import io.slipway.automation.engine.RunListener;
import io.slipway.automation.engine.TaskResult;
import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.playbook.Step;
import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.template.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run as a JUnit report: each task on each host is a test case, as Ansible's {@code junit} callback writes it.
 *
 * <p>{@code EXPECTED FAILURE} in a task's name makes its failure a success, {@code TOGGLE RESULT} turns both around.
 */
public final class JUnitOutput implements RunListener {

    private final Function<String, Path> file;
    private final OutputSettings.JUnit settings;
    private final Consumer<String> warnings;
    private final List<JUnitXml.TestCase> cases = new ArrayList<>();
    private String playbook = "";
    private String play = "";
    private final IdentityHashMap<Step.Task, Begun> begun = new IdentityHashMap<>();

    private record Begun(String name, Instant at) {}

    /**
     * @param file of the report, for the name of the playbook
     * @param warnings told when it cannot be written
     */
    public JUnitOutput(Function<String, Path> file, OutputSettings.JUnit settings, Consumer<String> warnings) {
        this.file = file;
        this.settings = settings;
        this.warnings = warnings;
    }

    @Override
    public void on(RunEvent event) {
        switch (event) {
            case RunEvent.PlaybookStarted started -> {
                String name = String.valueOf(started.playbook().getFileName());
                int dot = name.lastIndexOf('.');
                playbook = dot > 0 ? name.substring(0, dot) : name;
            }
            case RunEvent.PlayStarted started -> play = started.name();
            case RunEvent.TaskStarted started ->
                begun.put(started.task(), new Begun(started.name() + arguments(started.task()), started.at()));
            case RunEvent.TaskDone done -> result(done.result());
            case RunEvent.Included included -> included(included);
            case RunEvent.PlaybookEnded ended -> write();
            case RunEvent.RunEnded ended -> write();
            default -> {}
        }
    }

    private String arguments(Step.Task task) {
        if (settings.hideArguments() || !TaskArguments.mayBeShown(task)) {
            return "";
        }
        String words = TaskArguments.of(task);
        return words.isEmpty() ? "" : " " + words;
    }

    private void included(RunEvent.Included included) {
        String what = included.what() + " (args={} vars={}): [" + String.join(", ", included.hosts()) + "]";
        String task = begun(included.task()).name;
        add("include", task, place(included.task().at()), Duration.ZERO, JUnitXml.Verdict.OK, "", what);
    }

    /** Of the very task: where hosts don't go together, the one that began last may be another. */
    private Begun begun(Step.Task task) {
        return begun.getOrDefault(task, new Begun(task.action(), Instant.EPOCH));
    }

    private void result(TaskResult result) {
        boolean setup = ModuleCatalogue.shortName(result.task().action()).equals("setup")
                || ModuleCatalogue.shortName(result.task().action()).equals("gather_facts");
        if ((setup && !settings.setupTasks()) || result.status() == TaskResult.Status.UNREACHABLE) {
            return;
        }
        Begun task = begun(result.task());
        JUnitXml.Verdict verdict = verdict(result, task.name);
        if (!task.name.startsWith(settings.testCasePrefix()) && verdict != JUnitXml.Verdict.FAILED) {
            return;
        }
        Map<String, @Nullable Object> values = result.shown();
        Object message = switch (verdict) {
            case OK -> "";
            case SKIPPED -> values.getOrDefault("skip_reason", "skipped");
            case FAILED -> values.getOrDefault("msg", "rc=" + values.getOrDefault("rc", 0));
        };
        Instant end = result.started().plus(result.took());
        add(
                result.host(),
                task.name,
                place(result.task().at()),
                Duration.between(task.at, end),
                verdict,
                Python.str(message),
                ResultText.flat(result));
    }

    private JUnitXml.Verdict verdict(TaskResult result, String task) {
        if (result.status() == TaskResult.Status.SKIPPED) {
            return JUnitXml.Verdict.SKIPPED;
        }
        boolean failed = switch (result.status()) {
            case FAILED -> !result.ignored() || settings.failOnIgnore();
            case CHANGED -> settings.failOnChange();
            case OK, SKIPPED, UNREACHABLE -> false;
        };
        if (task.contains("EXPECTED FAILURE")) {
            failed = false;
        } else if (task.contains("TOGGLE RESULT")) {
            failed = !failed;
        }
        return failed ? JUnitXml.Verdict.FAILED : JUnitXml.Verdict.OK;
    }

    private String place(Position at) {
        Path file = Path.of(at.source()).toAbsolutePath();
        Path shown = settings.relativeTo()
                .map(folder -> folder.toAbsolutePath().normalize().relativize(file.normalize()))
                .orElse(file);
        String path = shown + ":" + at.line();
        return settings.taskClass() ? path.replaceFirst("\\.yml:[0-9]+$", "") : path;
    }

    private void add(
            String host,
            String task,
            String place,
            Duration took,
            JUnitXml.Verdict verdict,
            String message,
            String output) {
        cases.add(new JUnitXml.TestCase("[" + host + "] " + play + ": " + task, place, took, verdict, message, output));
    }

    private void write() {
        Path report = file.apply(playbook);
        try {
            Path folder = report.toAbsolutePath().getParent();
            if (folder != null) {
                Files.createDirectories(folder);
            }
            Files.writeString(report, JUnitXml.report(playbook, cases));
        } catch (IOException e) {
            warnings.accept("cannot write the report " + report + ": " + IoReason.of(e));
        }
    }
}
