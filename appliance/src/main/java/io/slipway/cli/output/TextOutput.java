package io.slipway.cli.output;

import io.slipway.automation.engine.NotDone;
import io.slipway.automation.engine.RunEvent;
import io.slipway.automation.engine.RunListener;
import io.slipway.automation.engine.TaskResult;
import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.playbook.Keyword;
import io.slipway.automation.playbook.Step;
import io.slipway.common.Position;
import io.slipway.common.template.Python;
import io.slipway.common.yaml.YamlNode;
import java.nio.file.Path;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A run as text, line for line as Ansible's {@code default} callback writes it: people and their scripts read that. */
public final class TextOutput implements RunListener {

    private static final Set<String> QUIET = Set.of("setup", "gather_facts");
    private static final int SHOWS_TASK_PATH = 2;
    private static final int SHOWS_NOTICES = 2;
    private static final int SHOWS_EXCHANGES = 3;

    private final Paper paper;
    private final Paper errors;
    private final Paper failures;
    private final Look look;
    private final ResultText text;
    private final DiffText diffs;
    private final Warnings warnings;
    private final IdentityHashMap<Step.Task, RunEvent.TaskStarted> begun = new IdentityHashMap<>();
    private final IdentityHashMap<Step.Task, RunEvent.TaskStarted> latest = new IdentityHashMap<>();
    private final CustomStats customStats = new CustomStats();
    private Optional<RunEvent.TaskStarted> unannounced = Optional.empty();
    private Optional<YamlNode> checkModeOfPlay = Optional.empty();
    private boolean began;
    private boolean together = true;
    private Step.@Nullable Task shown;

    /** @param errors for warnings, which are no part of the result */
    public TextOutput(Paper paper, Paper errors, Look look) {
        this.paper = paper;
        this.errors = errors;
        this.look = look;
        this.warnings = new Warnings(errors);
        this.failures = look.settings().failuresToErrors() ? errors : paper;
        this.text = new ResultText(look);
        this.diffs = new DiffText(
                paper, look.settings().diffContext(), look.settings().maxDiffSize());
    }

    @Override
    public void on(RunEvent event) {
        switch (event) {
            case RunEvent.PlaybookStarted started -> {
                dryRun();
                if (look.verbosity() > 1) {
                    paper.banner("PLAYBOOK: " + started.playbook().getFileName());
                    paper.line(Style.FAINT, started.plays() + " plays in " + started.playbook());
                }
            }
            case RunEvent.PlayStarted started -> {
                began = true;
                together = started.together();
                shown = null;
                begun.clear();
                latest.clear();
                unannounced = Optional.empty();
                checkModeOfPlay = started.play().context().keywords().get(Keyword.CHECK_MODE);
                paper.banner("PLAY [" + started.name().strip() + "]" + marker(checkModeOfPlay));
            }
            case RunEvent.PlaySkipped skipped -> {
                began = true;
                paper.banner("PLAY [" + skipped.name() + "]");
                paper.line(Style.SKIPPED, "skipping: no hosts matched");
            }
            case RunEvent.TaskStarted started -> taskStarted(started);
            case RunEvent.HostTurn turn -> hostTurn(turn);
            case RunEvent.HostBegan other -> {}
            case RunEvent.ItemDone done -> {
                customStats.add(done.result());
                itemDone(done.result());
            }
            case RunEvent.Retrying retrying ->
                paper.line(
                        Style.FAINT,
                        "FAILED - RETRYING: [%s]: %s (%d retries left)."
                                .formatted(retrying.host(), retrying.name(), retrying.attemptsLeft()));
            case RunEvent.Said said -> paper.line(said.text());
            case RunEvent.JobRunning job ->
                paper.line(Style.FAINT, "ASYNC POLL on " + job.host() + ": jid=" + job.job() + " started=1 finished=0");
            case RunEvent.JobEnded job ->
                paper.line(
                        Style.FAINT,
                        "ASYNC " + (job.failed() ? "FAILED" : "OK") + " on " + job.host() + ": jid=" + job.job());
            case RunEvent.TaskDone done -> {
                customStats.add(done.result());
                taskDone(done.result());
            }
            case RunEvent.Included included -> {
                announce(included.task());
                paper.line(
                        Style.SKIPPED,
                        "included: " + included.what() + " for " + String.join(", ", included.hosts())
                                + included.item()
                                        .map(item -> " => (item=" + item + ")")
                                        .orElse(""));
            }
            case RunEvent.HostLost lost -> {}
            case RunEvent.NoHostsLeft none -> paper.banner("NO MORE HOSTS LEFT");
            case RunEvent.Warned warned -> warnings.say(warned.problem());
            case RunEvent.Complained complained -> errors.wrapped(Style.FAILED, " [ERROR]: " + complained.problem());
            case RunEvent.PlaybookEnded ended -> recap(ended.hosts());
            case RunEvent.HandlerNotified notified -> {
                if (look.verbosity() >= SHOWS_NOTICES) {
                    paper.line(Style.FAINT, "NOTIFIED HANDLER " + notified.handler() + " for " + notified.host());
                }
            }
            case RunEvent.Exchanged exchanged -> {
                if (look.verbosity() >= SHOWS_EXCHANGES) {
                    paper.line(
                            Style.FAINT,
                            "<%s> %s (%.3f s)"
                                    .formatted(
                                            exchanged.host(),
                                            exchanged.way(),
                                            exchanged.took().toNanos() / 1e9));
                }
            }
            case RunEvent.RunEnded ended -> ended(ended);
        }
    }

    private void taskStarted(RunEvent.TaskStarted started) {
        latest.put(started.task(), started);
        if (!together) {
            begun.put(started.task(), started);
            return;
        }
        unannounced = Optional.of(started);
        if (!look.announcesLate()) {
            announce(started.task());
        }
    }

    private void hostTurn(RunEvent.HostTurn turn) {
        RunEvent.TaskStarted started = latest.get(turn.task());
        if (look.settings().hostStarts() && started != null) {
            String kind = started.handler() ? "HANDLER: " : "TASK: ";
            paper.line(Style.OK, " [started " + kind + started.name().strip() + " on " + turn.host() + "]");
        }
    }

    private void dryRun() {
        if (look.settings().checkModeMarkers() && look.checkMode()) {
            paper.banner("DRY RUN");
        }
    }

    /** Whether a play or task only pretends, as far as that is written out rather than a template. */
    private String marker(Optional<YamlNode> checkMode) {
        boolean pretends =
                checkMode.map(node -> Boolean.TRUE.equals(node.toValue())).orElse(look.checkMode());
        return look.settings().checkModeMarkers() && pretends ? " [CHECK MODE]" : "";
    }

    /** Where hosts don't go together, what follows may be of another task than what went before. */
    @SuppressWarnings("ReferenceEquality") // this very task, and not one that says the same
    private void announce(Step.Task task) {
        RunEvent.TaskStarted started = begun.get(task);
        if (!together && shown != task && started != null) {
            heading(started);
            shown = task;
        }
        unannounced.ifPresent(this::heading);
        unannounced = Optional.empty();
    }

    private void heading(RunEvent.TaskStarted started) {
        String title = (started.handler() ? "RUNNING HANDLER [" : "TASK [")
                + started.name().strip() + arguments(started.task()) + "]";
        paper.banner(title + marker(started.task().keyword(Keyword.CHECK_MODE).or(() -> checkModeOfPlay)));
        if (look.verbosity() >= SHOWS_TASK_PATH) {
            taskPath(started.task());
        }
    }

    private String arguments(Step.Task task) {
        boolean shown = look.settings().argumentsInHeadings() && TaskArguments.mayBeShown(task);
        return shown ? " " + TaskArguments.of(task) : "";
    }

    private void taskPath(Step.Task task) {
        Position at = task.at();
        paper.line(Style.FAINT, "task path: " + Path.of(at.source()).toAbsolutePath() + ":" + at.line());
    }

    private void itemDone(TaskResult result) {
        if (isHidden(result)) {
            return;
        }
        announce(result.task());
        String label = " (item=" + label(result) + ")";
        switch (result.status()) {
            case OK, CHANGED -> {
                diff(result);
                paper.line(style(result), word(result) + ": [" + host(result) + "] =>" + label + verbose(result));
            }
            case SKIPPED ->
                paper.line(Style.SKIPPED, "skipping: [" + result.host() + "] =>" + label + " " + verbose(result));
            case FAILED, UNREACHABLE -> {
                exception(result);
                failures.line(Style.FAILED, "failed: [" + host(result) + "]" + label + " => " + text.of(result));
            }
        }
        warnings.ofResult(result);
    }

    private boolean isHidden(TaskResult result) {
        return switch (result.status()) {
            case OK -> !look.settings().okHosts();
            case SKIPPED -> !look.settings().skippedHosts();
            case CHANGED, FAILED, UNREACHABLE -> false;
        };
    }

    /** The item as Python writes it; an item of a task that must not be shown is itself not shown. */
    private static String label(TaskResult result) {
        return result.noLog() ? "None" : Python.str(result.itemLabel().orElse(null));
    }

    /** What a module in Python died of. */
    private void exception(TaskResult result) {
        if (result.shown().get("exception") instanceof String trace) {
            failures.line(
                    Style.FAILED,
                    look.verbosity() > 2
                            ? "The full traceback is:\n" + trace
                            : "An exception occurred during task execution. To see the full traceback, use -vvv. The error was: "
                                    + trace.strip()
                                            .lines()
                                            .reduce((first, last) -> last)
                                            .orElse(""));
        }
    }

    private void taskDone(TaskResult result) {
        if (isHidden(result)) {
            return;
        }
        announce(result.task());
        boolean looped =
                result.shown().containsKey("results") && result.task().loop().isPresent();
        if (!looped) {
            warnings.ofResult(result);
        }
        switch (result.status()) {
            case OK, CHANGED -> {
                if (!looped) {
                    diff(result);
                    paper.line(style(result), word(result) + ": [" + host(result) + "]" + verbose(result));
                }
            }
            case SKIPPED -> paper.line(Style.SKIPPED, "skipping: [" + result.host() + "]" + verbose(result));
            case FAILED -> {
                if (!looped || debugs(result)) {
                    failed(result);
                }
            }
            case UNREACHABLE ->
                failures.line(Style.UNREACHABLE, "fatal: [" + host(result) + "]: UNREACHABLE! => " + text.of(result));
        }
        if (result.ignored()) {
            paper.line(Style.SKIPPED, "...ignoring");
        }
    }

    private static boolean debugs(TaskResult result) {
        return ModuleCatalogue.shortName(result.task().action()).equals("debug");
    }

    private void failed(TaskResult result) {
        if (look.settings().taskPathOnFailure() && look.verbosity() < SHOWS_TASK_PATH) {
            taskPath(result.task());
        }
        exception(result);
        failures.line(Style.FAILED, "fatal: [" + host(result) + "]: FAILED! => " + text.of(result));
    }

    @Override
    public boolean showsValues() {
        return look.verbosity() > 0;
    }

    private void diff(TaskResult result) {
        if (result.status() == TaskResult.Status.CHANGED && !result.noLog()) {
            diffs.lines(result).forEach(paper::line);
        }
    }

    private String verbose(TaskResult result) {
        boolean always = Boolean.TRUE.equals(result.shown().get("_ansible_verbose_always"));
        boolean wanted = look.verbosity() > 0
                && !QUIET.contains(ModuleCatalogue.shortName(result.task().action()));
        return always || wanted ? " => " + text.of(result) : "";
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

    private void ended(RunEvent.RunEnded ended) {
        recap(ended.hosts());
        List<String> notDone = ended.notDone().map(NotDone::lines).orElse(List.of());
        if (began && !notDone.isEmpty()) {
            paper.line(Style.WARNING, "Not done:");
            notDone.forEach(line -> paper.line(Style.WARNING, "  " + line));
        }
    }

    /** Nothing, if no play has begun yet. */
    private void recap(Map<String, RunEvent.Counts> hosts) {
        if (!began) {
            return;
        }
        paper.banner("PLAY RECAP");
        hosts.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> paper.line(recap(entry.getKey(), entry.getValue())));
        paper.line("");
        if (look.settings().customStats() && !customStats.isEmpty()) {
            customStats();
        }
        dryRun();
    }

    private void customStats() {
        paper.banner("CUSTOM STATS:");
        for (Map.Entry<String, Map<String, @Nullable Object>> its :
                customStats.ofHosts().entrySet()) {
            paper.line("\t" + its.getKey() + ": " + text.ofStats(its.getValue()));
        }
        if (!customStats.ofRun().isEmpty()) {
            paper.line("");
            paper.line("\tRUN: " + text.ofStats(customStats.ofRun()));
        }
        paper.line("");
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
