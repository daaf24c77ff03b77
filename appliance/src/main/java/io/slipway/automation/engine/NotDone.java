package io.slipway.automation.engine;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run left undone that was interrupted, or met a mistake that no host can get past.
 *
 * @param hosts those of the present play that had something left, in its order
 * @param plays that were not begun; a playbook that was not even read counts as one, under its path
 */
public record NotDone(List<Host> hosts, List<String> plays) {

    /**
     * A host in the middle of a play.
     *
     * @param running the task that was running, which is in an unknown state now
     * @param goesOn what that task left to go on there by itself, such as {@code apt goes on at node1}
     * @param tasks how many of the play were not begun, as far as they were known: what an include would have brought counts as one
     * @param handlers that were notified and did not run
     */
    public record Host(
            String name, Optional<String> running, Optional<String> goesOn, int tasks, List<String> handlers) {

        boolean isThrough() {
            return running.isEmpty() && tasks == 0 && handlers.isEmpty();
        }

        private String left() {
            List<String> parts = new ArrayList<>();
            running.ifPresent(task -> parts.add("in an unknown state: task '" + task + "' was running"));
            goesOn.ifPresent(parts::add);
            if (tasks > 0) {
                parts.add(tasks + (tasks == 1 ? " task" : " tasks") + " of this play not begun");
            }
            handlers.forEach(handler -> parts.add("handler '" + handler + "' notified, and not run"));
            return String.join("; ", parts);
        }
    }

    public NotDone {
        hosts = List.copyOf(hosts);
        plays = List.copyOf(plays);
    }

    /** For people; hosts of which the same is to be said share a line. */
    public List<String> lines() {
        Map<String, List<String>> alike = new LinkedHashMap<>();
        hosts.forEach(host ->
                alike.computeIfAbsent(host.left(), left -> new ArrayList<>()).add(host.name()));
        List<String> lines = new ArrayList<>();
        alike.forEach((left, names) -> lines.add(String.join(", ", names) + ": " + left));
        plays.forEach(play -> lines.add("play '" + play + "' not begun"));
        return lines;
    }
}
