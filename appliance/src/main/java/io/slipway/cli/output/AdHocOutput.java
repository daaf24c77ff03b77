package io.slipway.cli.output;

import io.slipway.automation.engine.RunEvent;
import io.slipway.automation.engine.RunListener;
import io.slipway.automation.engine.TaskResult;
import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.common.json.Json;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One module on many hosts, as Ansible's {@code minimal} callback writes it. */
public final class AdHocOutput implements RunListener {

    private static final Set<String> SHOWN_AS_TEXT = Set.of("command", "shell", "raw");

    private final Paper paper;
    private final Paper errors;
    private final boolean oneLine;

    /** @param errors for warnings, which are no part of the result */
    public AdHocOutput(Paper paper, Paper errors, boolean oneLine) {
        this.paper = paper;
        this.errors = errors;
        this.oneLine = oneLine;
    }

    @Override
    public void on(RunEvent event) {
        if (event instanceof RunEvent.TaskDone done) {
            result(done.result());
        } else if (event instanceof RunEvent.Warned warned) {
            errors.line(Style.WARNING, "[WARNING]: " + warned.problem());
        } else if (event instanceof RunEvent.RunEnded ended) {
            ended.notDone()
                    .ifPresent(left -> left.lines().forEach(line -> paper.line(Style.WARNING, "not done: " + line)));
        }
    }

    private void result(TaskResult result) {
        boolean text =
                SHOWN_AS_TEXT.contains(ModuleCatalogue.shortName(result.task().action()))
                        && result.values().containsKey("rc")
                        && !result.noLog();
        switch (result.status()) {
            case OK -> show(result, Style.OK, "SUCCESS", text);
            case CHANGED -> show(result, Style.CHANGED, "CHANGED", text);
            case FAILED -> show(result, Style.FAILED, text ? "FAILED" : "FAILED!", text);
            case UNREACHABLE -> show(result, Style.UNREACHABLE, "UNREACHABLE!", false);
            case SKIPPED -> paper.line(Style.SKIPPED, result.host() + " | SKIPPED");
        }
    }

    private void show(TaskResult result, Style style, String state, boolean text) {
        if (!text) {
            Map<String, @Nullable Object> values = new TreeMap<>(result.shown());
            values.remove("invocation");
            paper.line(
                    style,
                    result.host() + " | " + state + " => " + (oneLine ? Json.line(values) : Json.pretty(values)));
            return;
        }
        String stdout = value(result, "stdout");
        String stderr = value(result, "stderr");
        String head = result.host() + " | " + state + " | rc=" + value(result, "rc");
        if (oneLine) {
            String tail = stderr.isEmpty() ? "" : " (stderr) " + stderr.replace("\n", "\\n");
            paper.line(style, head + " | (stdout) " + stdout.replace("\n", "\\n") + tail);
            return;
        }
        String message = result.status() == TaskResult.Status.FAILED ? value(result, "msg") : "";
        paper.line(style, head + " >>\n" + stdout + stderr + message);
    }

    private static String value(TaskResult result, String name) {
        Object value = result.values().get(name);
        return value == null ? "" : String.valueOf(value);
    }
}
