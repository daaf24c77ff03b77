package io.slipway.automation.engine;

import io.slipway.common.ProblemException;
import io.slipway.common.template.Python;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Events as lines: short enough to compare whole runs. */
final class Transcript implements RunListener {

    private final Path root;
    private final List<String> lines = new ArrayList<>();

    Transcript(Path root) {
        this.root = root;
    }

    @Override
    public void on(RunEvent event) {
        switch (event) {
            case RunEvent.PlaybookStarted started -> {}
            case RunEvent.HostTurn unsaid -> {}
            case RunEvent.HostBegan began -> {}
            case RunEvent.HandlerNotified notified -> {}
            case RunEvent.Exchanged exchanged -> {}
            case RunEvent.PlaybookEnded ended -> add("PLAYBOOK ENDED");
            case RunEvent.PlayStarted play -> add("PLAY [" + play.name() + "] " + String.join(",", play.hosts()));
            case RunEvent.PlaySkipped play -> add("PLAY [" + play.name() + "] no hosts");
            case RunEvent.TaskStarted task -> add((task.handler() ? "HANDLER [" : "TASK [") + task.name() + "]");
            case RunEvent.ItemDone item -> add("  " + status(item.result()));
            case RunEvent.Retrying retry -> add("  RETRYING: [" + retry.host() + "] " + retry.attemptsLeft() + " left");
            case RunEvent.TaskDone done -> add(status(done.result()));
            case RunEvent.Included included ->
                add("included: " + included.what() + " for " + String.join(",", included.hosts())
                        + included.item().map(item -> " => (item=" + item + ")").orElse(""));
            case RunEvent.Said said -> add("  says: " + said.text());
            case RunEvent.JobRunning job -> add("  job runs: [" + job.host() + "] " + job.job());
            case RunEvent.JobEnded job -> add("  job " + (job.failed() ? "failed" : "ok") + ": [" + job.host() + "]");
            case RunEvent.HostLost lost -> {}
            case RunEvent.NoHostsLeft none -> add("NO MORE HOSTS LEFT");
            case RunEvent.Complained complained -> add("ERROR: " + complained.problem());
            case RunEvent.Warned warned -> add("WARNING: " + warned.problem());
            case RunEvent.RunEnded ended -> {
                ended.notDone().ifPresent(left -> left.lines().forEach(line -> add("NOT DONE: " + line)));
                ended.hosts().forEach((host, counts) -> add("RECAP " + host + recap(counts)));
            }
        }
    }

    private static String recap(RunEvent.Counts counts) {
        return " ok=" + counts.ok() + " changed=" + counts.changed() + " unreachable=" + counts.unreachable()
                + " failed=" + counts.failed() + " skipped=" + counts.skipped() + " rescued=" + counts.rescued()
                + " ignored=" + counts.ignored();
    }

    private static String status(TaskResult result) {
        String name = switch (result.status()) {
            case OK -> "ok";
            case CHANGED -> "changed";
            case SKIPPED -> "skipping";
            case FAILED -> "failed";
            case UNREACHABLE -> "UNREACHABLE";
        };
        String host =
                result.host() + result.delegatedTo().map(to -> " -> " + to).orElse("");
        String item = result.itemLabel()
                .map(label -> " => (item=" + Python.str(label) + ")")
                .orElse("");
        return name + ": [" + host + "]" + item + told(result) + (result.ignored() ? " ...ignoring" : "");
    }

    private static String told(TaskResult result) {
        Map<String, @Nullable Object> shown = result.shown();
        Object told = shown.containsKey("msg") ? shown.get("msg") : shown.getOrDefault("reason", shown.get("censored"));
        boolean routine = told == null || "All items completed".equals(told) || "All items skipped".equals(told);
        return routine ? "" : " " + Python.str(told);
    }

    void problem(ProblemException e) {
        e.problems().forEach(problem -> add("ERROR: " + problem));
    }

    private void add(String line) {
        lines.add(line.replace(root + "/", ""));
    }

    String text() {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    /** Without the heading of the play and the recap. */
    String tasks() {
        return lines.stream()
                .filter(line -> !line.startsWith("PLAY ") && !line.startsWith("RECAP "))
                .map(line -> line + "\n")
                .collect(Collectors.joining());
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
