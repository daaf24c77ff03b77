package io.slipway.cli.output;

import io.slipway.automation.engine.NotDone;
import io.slipway.automation.engine.RunEvent;
import io.slipway.automation.engine.RunListener;
import io.slipway.automation.engine.TaskResult;
import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.playbook.Step;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.template.Python;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A run as text, line for line as Ansible's {@code default} callback writes it: people and their scripts read that. */
public final class TextOutput implements RunListener {

    private static final Set<String> QUIET = Set.of("setup", "gather_facts");
    private static final int SHOWS_TASK_PATH = 2;

    private final Paper paper;
    private final Paper errors;
    private final int verbosity;
    private final IdentityHashMap<Step.Task, RunEvent.TaskStarted> begun = new IdentityHashMap<>();
    private boolean began;
    private boolean together = true;
    private Step.@Nullable Task shown;

    /** @param errors for warnings, which are no part of the result */
    public TextOutput(Paper paper, Paper errors, int verbosity) {
        this.paper = paper;
        this.errors = errors;
        this.verbosity = verbosity;
    }

    @Override
    public void on(RunEvent event) {
        switch (event) {
            case RunEvent.PlaybookStarted started -> {
                if (verbosity > 1) {
                    paper.banner("PLAYBOOK: " + started.playbook().getFileName());
                    paper.line(Style.FAINT, started.plays() + " plays in " + started.playbook());
                }
            }
            case RunEvent.PlayStarted started -> {
                began = true;
                together = started.together();
                shown = null;
                begun.clear();
                paper.banner("PLAY [" + started.name() + "]");
            }
            case RunEvent.PlaySkipped skipped -> {
                began = true;
                paper.banner("PLAY [" + skipped.name() + "]");
                paper.line(Style.SKIPPED, "skipping: no hosts matched");
            }
            case RunEvent.TaskStarted started when together -> heading(started);
            case RunEvent.TaskStarted started -> begun.put(started.task(), started);
            case RunEvent.HostBegan other -> {}
            case RunEvent.ItemDone done -> itemDone(done.result());
            case RunEvent.Retrying retrying ->
                paper.line(
                        Style.FAINT,
                        "FAILED - RETRYING: [%s]: %s (%d retries left)."
                                .formatted(retrying.host(), retrying.name(), retrying.attemptsLeft()));
            case RunEvent.JobRunning job ->
                paper.line(Style.FAINT, "ASYNC POLL on " + job.host() + ": jid=" + job.job() + " started=1 finished=0");
            case RunEvent.JobEnded job ->
                paper.line(
                        Style.FAINT,
                        "ASYNC " + (job.failed() ? "FAILED" : "OK") + " on " + job.host() + ": jid=" + job.job());
            case RunEvent.TaskDone done -> taskDone(done.result());
            case RunEvent.Included included -> {
                nowOf(included.task());
                paper.line(
                        Style.SKIPPED,
                        "included: " + included.what() + " for " + String.join(", ", included.hosts())
                                + included.item()
                                        .map(item -> " => (item=" + item + ")")
                                        .orElse(""));
            }
            case RunEvent.NoHostsLeft none -> paper.banner("NO MORE HOSTS LEFT");
            case RunEvent.Warned warned -> warn(warned.problem());
            case RunEvent.Complained complained -> errors.wrapped(Style.FAILED, " [ERROR]: " + complained.problem());
            case RunEvent.RunEnded ended -> ended(ended);
        }
    }

    /** Where hosts don't go together, what follows may be of another task than what went before. */
    @SuppressWarnings("ReferenceEquality") // this very task, and not one that says the same
    private void nowOf(Step.Task task) {
        RunEvent.TaskStarted started = begun.get(task);
        if (!together && shown != task && started != null) {
            heading(started);
            shown = task;
        }
    }

    private void heading(RunEvent.TaskStarted started) {
        paper.banner((started.handler() ? "RUNNING HANDLER [" : "TASK [") + started.name() + "]");
        if (verbosity >= SHOWS_TASK_PATH) {
            Position at = started.task().at();
            paper.line(Style.FAINT, "task path: " + Path.of(at.source()).toAbsolutePath() + ":" + at.line());
        }
    }

    private void itemDone(TaskResult result) {
        nowOf(result.task());
        String label = " (item=" + label(result) + ")";
        if (!result.noLog()) {
            diffs(result.diffs());
        }
        switch (result.status()) {
            case OK, CHANGED ->
                paper.line(style(result), word(result) + ": [" + host(result) + "] =>" + label + verbose(result));
            case SKIPPED ->
                paper.line(Style.SKIPPED, "skipping: [" + result.host() + "] =>" + label + " " + verbose(result));
            case FAILED, UNREACHABLE ->
                paper.line(
                        Style.FAILED,
                        "failed: [" + host(result) + "]" + label + " => " + ResultJson.of(result.shown(), verbosity));
        }
        warnings(result);
    }

    /** The item as Python writes it; an item of a task that must not be shown is itself not shown. */
    private static String label(TaskResult result) {
        return result.noLog() ? "None" : Python.str(result.itemLabel().orElse(null));
    }

    private void taskDone(TaskResult result) {
        nowOf(result.task());
        boolean looped =
                result.shown().containsKey("results") && result.task().loop().isPresent();
        if (!looped && !result.noLog()) {
            diffs(result.diffs());
        }
        switch (result.status()) {
            case OK, CHANGED -> {
                if (!looped) {
                    paper.line(style(result), word(result) + ": [" + host(result) + "]" + verbose(result));
                }
            }
            case SKIPPED -> paper.line(Style.SKIPPED, "skipping: [" + result.host() + "]" + verbose(result));
            case FAILED -> {
                if (!looped) {
                    paper.line(
                            Style.FAILED,
                            "fatal: [" + host(result) + "]: FAILED! => " + ResultJson.of(result.shown(), verbosity));
                }
            }
            case UNREACHABLE ->
                paper.line(
                        Style.UNREACHABLE,
                        "fatal: [" + host(result) + "]: UNREACHABLE! => " + ResultJson.of(result.shown(), verbosity));
        }
        if (!looped) {
            warnings(result);
        }
        if (result.ignored()) {
            paper.line(Style.SKIPPED, "...ignoring");
        }
    }

    private void diffs(List<ModuleResult.Diff> diffs) {
        for (ModuleResult.Diff diff : diffs) {
            List<String> lines = UnifiedDiff.of(
                    diff.before(),
                    diff.after(),
                    name("before", diff.beforeHeader()),
                    name("after", diff.afterHeader()));
            if (lines.isEmpty()) {
                continue;
            }
            for (String line : lines) {
                paper.line(diffStyle(line, paper));
            }
            paper.line("");
        }
    }

    private static String name(String side, String header) {
        return header.isEmpty() ? side : side + ": " + header;
    }

    private static String diffStyle(String line, Paper paper) {
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> paper.styled(Style.DIFF_ADDED, line);
            case '-' -> paper.styled(Style.DIFF_REMOVED, line);
            case '@' -> paper.styled(Style.DIFF_LINES, line);
            default -> line;
        };
    }

    private void warnings(TaskResult result) {
        if (result.shown().get("warnings") instanceof List<?> warnings) {
            warnings.forEach(text -> warn(String.valueOf(text)));
        }
    }

    /** What has a place is kept in one line, so that editors find it. */
    private void warn(Problem problem) {
        if (problem.where() == null) {
            warn(problem.toString());
        } else {
            errors.line(Style.WARNING, "[WARNING]: " + problem);
        }
    }

    private void warn(String text) {
        errors.wrapped(Style.WARNING, "[WARNING]: " + text);
    }

    private String verbose(TaskResult result) {
        String action = ModuleCatalogue.shortName(result.task().action());
        boolean always = Boolean.TRUE.equals(result.values().get("_ansible_verbose_always"));
        if (always && result.status() != TaskResult.Status.SKIPPED && !result.noLog()) {
            return " => "
                    + (action.equals("debug") ? ResultJson.debug(result.values()) : ResultJson.always(result.values()));
        }
        if (verbosity > 0 && action.equals("debug") && !result.noLog()) {
            return " => " + ResultJson.debugLine(result.values());
        }
        return verbosity > 0 && !QUIET.contains(action) ? " => " + ResultJson.of(result.shown(), verbosity) : "";
    }

    private static Style style(TaskResult result) {
        return result.status() == TaskResult.Status.CHANGED ? Style.CHANGED : Style.OK;
    }

    private static String word(TaskResult result) {
        return result.status() == TaskResult.Status.CHANGED ? "changed" : "ok";
    }

    private static String host(TaskResult result) {
        return result.delegatedTo()
                .filter(other -> !other.host().equals(result.host()))
                .map(other -> result.host() + " -> " + other)
                .orElse(result.host());
    }

    /** A run that found a mistake before its first play has nothing to recapitulate. */
    private void ended(RunEvent.RunEnded ended) {
        if (!began) {
            return;
        }
        paper.banner("PLAY RECAP");
        ended.hosts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> paper.line(recap(entry.getKey(), entry.getValue())));
        paper.line("");
        List<String> notDone = ended.notDone().map(NotDone::lines).orElse(List.of());
        if (!notDone.isEmpty()) {
            paper.line(Style.WARNING, "Not done:");
            notDone.forEach(line -> paper.line(Style.WARNING, "  " + line));
        }
    }

    private String recap(String host, RunEvent.Counts counts) {
        Style style = Style.OK;
        if (counts.failed() > 0 || counts.unreachable() > 0) {
            style = Style.FAILED;
        } else if (counts.changed() > 0) {
            style = Style.CHANGED;
        }
        String name = paper.colour() ? "%-37s".formatted(paper.styled(style, host)) : "%-26s".formatted(host);
        return name + " :" + count("ok", counts.ok(), Style.OK)
                + count("changed", counts.changed(), Style.CHANGED)
                + count("unreachable", counts.unreachable(), Style.UNREACHABLE)
                + count("failed", counts.failed(), Style.FAILED)
                + count("skipped", counts.skipped(), Style.SKIPPED)
                + count("rescued", counts.rescued(), Style.OK)
                + count("ignored", counts.ignored(), Style.WARNING);
    }

    private String count(String name, int n, Style style) {
        String text = "%s=%-4s".formatted(name, n);
        return " " + (n > 0 ? paper.styled(style, text) : text);
    }
}
