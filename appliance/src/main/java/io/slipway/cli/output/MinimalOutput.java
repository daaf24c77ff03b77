package io.slipway.cli.output;

import io.slipway.automation.engine.RunEvent;
import io.slipway.automation.engine.RunListener;
import io.slipway.automation.engine.TaskResult;
import io.slipway.automation.module.ModuleCatalogue;
import java.util.Set;

/** Results and nothing else, as Ansible's callbacks {@code minimal} and {@code oneline} write them: the output of one module on many hosts. */
public final class MinimalOutput implements RunListener {

    private static final Set<String> SHOWN_AS_TEXT = Set.of("command", "shell", "raw");

    private final Paper paper;
    private final Paper errors;
    private final boolean oneLine;
    private final Look look;
    private final ResultText text;
    private final DiffText diffs;
    private final Warnings warnings;

    /** @param errors for warnings, which are no part of the result */
    public MinimalOutput(Paper paper, Paper errors, boolean oneLine, Look look) {
        this.paper = paper;
        this.errors = errors;
        this.oneLine = oneLine;
        this.look = look;
        this.warnings = new Warnings(errors);
        this.text = new ResultText(look);
        this.diffs = new DiffText(
                paper, look.settings().diffContext(), look.settings().maxDiffSize());
    }

    @Override
    public void on(RunEvent event) {
        if (event instanceof RunEvent.TaskDone done) {
            result(done.result());
        } else if (event instanceof RunEvent.Warned warned) {
            warnings.say(warned.problem());
        } else if (event instanceof RunEvent.Complained complained) {
            errors.wrapped(Style.FAILED, " [ERROR]: " + complained.problem());
        } else if (event instanceof RunEvent.RunEnded ended) {
            ended.notDone()
                    .ifPresent(left -> left.lines().forEach(line -> paper.line(Style.WARNING, "not done: " + line)));
        }
    }

    private void result(TaskResult result) {
        warnings.ofResult(result);
        switch (result.status()) {
            case OK -> done(result, Style.OK, "SUCCESS");
            case CHANGED -> done(result, Style.CHANGED, "CHANGED");
            case FAILED -> failed(result);
            case UNREACHABLE -> {
                String head = result.host() + " | UNREACHABLE!";
                paper.line(
                        Style.UNREACHABLE,
                        oneLine ? head + ": " + value(result, "msg", "") : head + " => " + text.indented(result));
            }
            case SKIPPED -> paper.line(Style.SKIPPED, result.host() + " | SKIPPED");
        }
    }

    private void done(TaskResult result, Style style, String state) {
        if (!oneLine && !result.noLog()) {
            diffs.lines(result).forEach(paper::line);
        }
        if (isText(result) && !result.shown().containsKey("ansible_job_id")) {
            asText(result, style, state);
        } else {
            asValues(result, style, state);
        }
    }

    private void failed(TaskResult result) {
        if (isText(result) && !oneLine) {
            asText(result, Style.FAILED, "FAILED");
        } else {
            asValues(result, Style.FAILED, "FAILED!");
        }
    }

    private static boolean isText(TaskResult result) {
        return SHOWN_AS_TEXT.contains(ModuleCatalogue.shortName(result.task().action()));
    }

    private void asValues(TaskResult result, Style style, String state) {
        String values = oneLine ? ResultText.oneLine(result, look.verbosity()) : text.indented(result);
        paper.line(style, result.host() + " | " + state + " => " + values);
    }

    private void asText(TaskResult result, Style style, String state) {
        String stdout = value(result, "stdout", "");
        String stderr = value(result, "stderr", "");
        String head = result.host() + " | " + state + " | rc=" + value(result, "rc", "-1");
        if (oneLine) {
            String tail = stderr.isEmpty() ? "" : " (stderr) " + joined(stderr);
            paper.line(style, head + " | (stdout) " + joined(stdout) + tail);
        } else {
            paper.line(style, head + " >>\n" + stdout + stderr + value(result, "msg", ""));
        }
    }

    private static String joined(String lines) {
        return lines.replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String value(TaskResult result, String name, String otherwise) {
        Object value = result.shown().get(name);
        return value == null ? otherwise : String.valueOf(value);
    }
}
