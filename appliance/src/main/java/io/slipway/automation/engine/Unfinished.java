package io.slipway.automation.engine;

import io.slipway.automation.playbook.Step;
import io.slipway.common.template.Python;
import io.slipway.common.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What a run has begun and not ended, so that an interrupted one can say what it left behind. */
final class Unfinished {

    private final Map<String, String> running = new ConcurrentHashMap<>();
    private final Map<String, String> goingOn = new ConcurrentHashMap<>();
    private final List<String> notBegun = new ArrayList<>();

    void begin(String host, Step.Task task) {
        goingOn.remove(host);
        running.put(host, name(task));
    }

    /** What the running task of a host left to go on there by itself, such as {@code apt goes on at node1}. */
    void goesOn(String host, String what) {
        goingOn.put(host, what);
    }

    void end(String host) {
        running.remove(host);
    }

    /** The walk stopped before this. */
    synchronized void stoppedBefore(Step step, List<String> hosts) {
        if (!notBegun.isEmpty() || hosts.isEmpty()) {
            return;
        }
        String what = step instanceof Step.Task task ? "task '" + name(task) + "'" : "the block at " + step.at();
        hosts.forEach(host -> notBegun.add(host + ": stopped before " + what));
    }

    private static String name(Step.Task task) {
        return task.name().map(YamlNode::toValue).map(Python::str).orElse(task.action());
    }

    /** For people; first what is in an unknown state. */
    synchronized List<String> report() {
        List<String> lines = new ArrayList<>();
        new TreeMap<>(running)
                .forEach((host, task) -> lines.add(host + ": in an unknown state: task '" + task + "' was running"
                        + (goingOn.containsKey(host) ? "; " + goingOn.get(host) : "")));
        notBegun.stream()
                .filter(line -> !running.containsKey(line.substring(0, line.indexOf(": "))))
                .forEach(lines::add);
        return lines;
    }
}
