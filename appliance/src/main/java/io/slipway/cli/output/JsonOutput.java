package io.slipway.cli.output;

import io.slipway.automation.engine.NotDone;
import io.slipway.automation.engine.RunEvent;
import io.slipway.automation.engine.RunListener;
import io.slipway.automation.engine.TaskResult;
import io.slipway.automation.playbook.Play;
import io.slipway.automation.playbook.Step;
import io.slipway.common.Position;
import io.slipway.common.json.Json;
import io.slipway.common.yaml.YamlNode;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
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
    private final InstantSource time;
    private final List<Map<String, @Nullable Object>> plays = new ArrayList<>();
    private List<Map<String, @Nullable Object>> tasks = new ArrayList<>();
    private Map<String, @Nullable Object> playDuration = new TreeMap<>();
    private final IdentityHashMap<Step.Task, Begun> begun = new IdentityHashMap<>();
    private final boolean showsStats;
    private final CustomStats customStats = new CustomStats();
    private boolean together = true;

    /** What is known of a task so far: its results by host, and those of its items. */
    private record Begun(
            Map<String, @Nullable Object> hosts,
            Map<String, List<Map<String, @Nullable Object>>> items,
            Map<String, @Nullable Object> duration) {

        Begun(Map<String, @Nullable Object> duration) {
            this(new TreeMap<>(), new HashMap<>(), duration);
        }
    }

    /** @param showsStats whether what {@code set_stats} collected is part of the document */
    public JsonOutput(PrintWriter out, Supplier<UUID> ids, InstantSource time, boolean showsStats) {
        this.showsStats = showsStats;
        this.out = out;
        this.time = time;
        this.ids = ids;
    }

    @Override
    public void on(RunEvent event) {
        switch (event) {
            case RunEvent.PlayStarted started -> {
                together = started.together();
                play(started.play(), started.name(), started.at());
            }
            case RunEvent.PlaySkipped skipped -> play(skipped.play(), skipped.name(), time.instant());
            case RunEvent.TaskStarted started -> task(started);
            case RunEvent.ItemDone done -> {
                customStats.add(done.result());
                begun(done.result().task())
                        .items
                        .computeIfAbsent(done.result().host(), host -> new ArrayList<>())
                        .add(item(done.result()));
            }
            case RunEvent.TaskDone done -> {
                customStats.add(done.result());
                result(done.result());
            }
            case RunEvent.Included included -> included(included);
            case RunEvent.PlaybookEnded ended -> write(document(ended.hosts()));
            case RunEvent.RunEnded ended -> ended(ended);
            case RunEvent.PlaybookStarted other -> {}
            case RunEvent.HostTurn other -> {}
            case RunEvent.HostBegan other -> {}
            case RunEvent.Retrying other -> {}
            case RunEvent.Said other -> {}
            case RunEvent.JobRunning other -> {}
            case RunEvent.JobEnded other -> {}
            case RunEvent.HandlerNotified other -> {}
            case RunEvent.Exchanged other -> {}
            case RunEvent.HostLost other -> {}
            case RunEvent.NoHostsLeft other -> {}
            case RunEvent.Warned other -> {}
            case RunEvent.Complained other -> {}
        }
    }

    private void play(Play source, String name, Instant at) {
        begun.clear();
        tasks = new ArrayList<>();
        playDuration = duration(at);
        Map<String, @Nullable Object> play = described(name, source.at(), playDuration);
        Map<String, @Nullable Object> entry = new TreeMap<>();
        entry.put("play", play);
        entry.put("tasks", tasks);
        plays.add(entry);
    }

    private void task(RunEvent.TaskStarted started) {
        if (!together && begun.containsKey(started.task())) {
            return;
        }
        Begun task = new Begun(duration(started.at()));
        begun.put(started.task(), task);
        Map<String, @Nullable Object> entry = new TreeMap<>();
        entry.put("hosts", task.hosts);
        entry.put("task", described(started.name(), started.task().at(), task.duration));
        tasks.add(entry);
    }

    private Map<String, @Nullable Object> described(String name, Position at, Map<String, @Nullable Object> duration) {
        Map<String, @Nullable Object> values = new TreeMap<>();
        values.put("duration", duration);
        values.put("id", ids.get().toString());
        values.put("name", name);
        values.put("path", Path.of(at.source()).toAbsolutePath() + ":" + at.line());
        return values;
    }

    private void result(TaskResult result) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(result.shown());
        values.keySet().removeAll(List.of("failed", "skipped", "_ansible_facts_cacheable"));
        boolean looped = values.containsKey("results") && result.task().loop().isPresent();
        if (looped && !result.noLog()) {
            values.put("results", begun(result.task()).items.getOrDefault(result.host(), List.of()));
        } else if (!result.noLog()) {
            values.put("_ansible_no_log", false);
        }
        values.put("action", result.task().action());
        result.delegatedTo().ifPresent(other -> values.put("_ansible_delegated_vars", other.variables()));
        switch (result.status()) {
            case FAILED -> values.put("failed", true);
            case SKIPPED -> values.put("skipped", true);
            case UNREACHABLE -> values.put("unreachable", true);
            case OK, CHANGED -> {}
        }
        Begun task = begun(result.task());
        task.hosts.put(result.host(), values);
        ended(task, result.started().plus(result.took()));
    }

    private Begun begun(Step.Task task) {
        return begun.computeIfAbsent(task, other -> new Begun(new TreeMap<>()));
    }

    private static Map<String, @Nullable Object> item(TaskResult result) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>(result.shown());
        if (result.status() == TaskResult.Status.SKIPPED) {
            values.remove("failed");
        } else {
            values.remove("skipped");
        }
        values.put("_ansible_item_label", result.itemLabel().orElse(null));
        values.put("_ansible_no_log", result.noLog());
        return values;
    }

    private void included(RunEvent.Included included) {
        Begun task = begun(included.task());
        for (String host : included.hosts()) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>();
            values.put("action", included.task().action());
            values.put("changed", false);
            values.put("include", file(included.task()));
            values.put("include_args", Map.of());
            task.hosts.put(host, values);
        }
        ended(task, time.instant());
    }

    private static String file(Step.Task include) {
        YamlNode file = include.arguments().get("_raw_params");
        YamlNode named = file == null ? include.arguments().get("file") : file;
        return named == null ? "" : String.valueOf(named.toValue());
    }

    private void ended(Begun task, Instant end) {
        task.duration.put("end", end.toString());
        playDuration.put("end", end.toString());
    }

    private static Map<String, @Nullable Object> duration(Instant start) {
        Map<String, @Nullable Object> duration = new TreeMap<>();
        duration.put("start", start.toString());
        return duration;
    }

    private void ended(RunEvent.RunEnded ended) {
        Map<String, @Nullable Object> document = document(ended.hosts());
        ended.notDone().ifPresent(left -> document.put("not_done", notDone(left)));
        write(document);
    }

    private void write(Map<String, @Nullable Object> document) {
        out.println(Json.pretty(document));
        out.flush();
    }

    private Map<String, @Nullable Object> document(Map<String, RunEvent.Counts> hosts) {
        Map<String, @Nullable Object> stats = new TreeMap<>();
        hosts.forEach((host, counts) -> stats.put(host, stats(counts)));
        Map<String, @Nullable Object> document = new TreeMap<>();
        document.put("custom_stats", showsStats ? customStats.ofHosts() : Map.of());
        document.put("global_custom_stats", showsStats ? customStats.ofRun() : Map.of());
        document.put("plays", plays);
        document.put("stats", stats);
        return document;
    }

    /** A key of Slipway's own: only an interrupted run has it, and one that met a mistake no host could get past. */
    private static Map<String, @Nullable Object> notDone(NotDone left) {
        Map<String, @Nullable Object> hosts = new TreeMap<>();
        for (NotDone.Host host : left.hosts()) {
            Map<String, @Nullable Object> its = new TreeMap<>();
            its.put("goes_on", host.goesOn().orElse(null));
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
