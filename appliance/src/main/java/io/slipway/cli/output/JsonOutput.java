package io.slipway.cli.output;

import io.slipway.automation.engine.NotDone;
import io.slipway.automation.engine.RunEvent;
import io.slipway.automation.engine.RunListener;
import io.slipway.automation.engine.TaskResult;
import io.slipway.automation.module.ModuleCatalogue;
import io.slipway.automation.playbook.Step;
import io.slipway.common.json.Json;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A run as one JSON document at its end, of the shape that Ansible's {@code ansible.posix.json} callback writes. */
public final class JsonOutput implements RunListener {

    private final PrintWriter out;
    private final Supplier<UUID> ids;
    private final List<Map<String, @Nullable Object>> plays = new ArrayList<>();
    private List<Map<String, @Nullable Object>> tasks = new ArrayList<>();
    private Map<String, @Nullable Object> playDuration = new TreeMap<>();
    private final IdentityHashMap<Step.Task, Begun> begun = new IdentityHashMap<>();
    private boolean together = true;

    private record Begun(Map<String, @Nullable Object> hosts, Map<String, @Nullable Object> duration) {}

    public JsonOutput(PrintWriter out, Supplier<UUID> ids) {
        this.out = out;
        this.ids = ids;
    }

    @Override
    public void on(RunEvent event) {
        switch (event) {
            case RunEvent.PlayStarted started -> play(started);
            case RunEvent.TaskStarted started -> task(started);
            case RunEvent.TaskDone done -> result(done.result());
            case RunEvent.RunEnded ended -> ended(ended);
            case RunEvent.PlaybookStarted other -> {}
            case RunEvent.PlaySkipped other -> {}
            case RunEvent.HostBegan other -> {}
            case RunEvent.ItemDone other -> {}
            case RunEvent.Retrying other -> {}
            case RunEvent.JobRunning other -> {}
            case RunEvent.JobEnded other -> {}
            case RunEvent.Included other -> {}
            case RunEvent.NoHostsLeft other -> {}
            case RunEvent.Warned other -> {}
            case RunEvent.Complained other -> {}
        }
    }

    private void play(RunEvent.PlayStarted started) {
        together = started.together();
        begun.clear();
        tasks = new ArrayList<>();
        playDuration = duration(started.at());
        Map<String, @Nullable Object> play = new TreeMap<>();
        play.put("duration", playDuration);
        play.put("id", ids.get().toString());
        play.put("name", started.name());
        Map<String, @Nullable Object> entry = new TreeMap<>();
        entry.put("play", play);
        entry.put("tasks", tasks);
        plays.add(entry);
    }

    private void task(RunEvent.TaskStarted started) {
        if (!together && begun.containsKey(started.task())) {
            return;
        }
        Map<String, @Nullable Object> hosts = new TreeMap<>();
        Map<String, @Nullable Object> taskDuration = duration(started.at());
        begun.put(started.task(), new Begun(hosts, taskDuration));
        Map<String, @Nullable Object> task = new TreeMap<>();
        task.put("duration", taskDuration);
        task.put("id", ids.get().toString());
        task.put("name", started.name());
        task.put(
                "path", started.task().at().source() + ":" + started.task().at().line());
        Map<String, @Nullable Object> entry = new TreeMap<>();
        entry.put("hosts", hosts);
        entry.put("task", task);
        tasks.add(entry);
    }

    private void result(TaskResult result) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(result.shown());
        values.put("_ansible_no_log", result.noLog());
        values.put("action", ModuleCatalogue.shortName(result.task().action()));
        if (result.status() == TaskResult.Status.UNREACHABLE) {
            values.put("unreachable", true);
        }
        Begun task = begun.computeIfAbsent(result.task(), other -> new Begun(new TreeMap<>(), new TreeMap<>()));
        task.hosts.put(result.host(), values);
        Instant end = result.started().plus(result.took());
        task.duration.put("end", end.toString());
        playDuration.put("end", end.toString());
    }

    private static Map<String, @Nullable Object> duration(Instant start) {
        Map<String, @Nullable Object> duration = new TreeMap<>();
        duration.put("start", start.toString());
        return duration;
    }

    private void ended(RunEvent.RunEnded ended) {
        Map<String, @Nullable Object> stats = new TreeMap<>();
        ended.hosts().forEach((host, counts) -> stats.put(host, stats(counts)));
        Map<String, @Nullable Object> document = new TreeMap<>();
        document.put("custom_stats", Map.of());
        document.put("global_custom_stats", Map.of());
        document.put("plays", plays);
        document.put("stats", stats);
        ended.notDone().ifPresent(left -> document.put("not_done", notDone(left)));
        out.println(Json.pretty(document));
        out.flush();
    }

    /** A key of Slipway's own: only an interrupted run has it, and one that met a mistake no host could get past. */
    private static Map<String, @Nullable Object> notDone(NotDone left) {
        Map<String, @Nullable Object> hosts = new TreeMap<>();
        for (NotDone.Host host : left.hosts()) {
            Map<String, @Nullable Object> its = new TreeMap<>();
            its.put("handlers_not_run", host.handlers());
            its.put("running", host.running().orElse(null));
            its.put("tasks_not_begun", (long) host.tasks());
            hosts.put(host.name(), its);
        }
        Map<String, @Nullable Object> document = new TreeMap<>();
        document.put("hosts", hosts);
        document.put("plays", left.plays());
        return document;
    }

    private static Map<String, Integer> stats(RunEvent.Counts counts) {
        return Map.of(
                "ok", counts.ok(),
                "changed", counts.changed(),
                "unreachable", counts.unreachable(),
                "failures", counts.failed(),
                "skipped", counts.skipped(),
                "rescued", counts.rescued(),
                "ignored", counts.ignored());
    }
}
