package io.slipway.automation.module.kubernetes;

import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The pods of something that is not ready: what each waits for, its last events, and the last lines that its containers wrote. */
final class DescribePods {

    private static final int PODS = 3;
    private static final int EVENTS = 3;

    private static final String PODS_OF = """
            _pods=$(k get pods -n "$_space" $_by "$_which" -o json) || exit 3
            tell pods "$_pods"
            """;

    /** Events of pods that come and go are many, but those of one pod few. */
    private static final String WORDS = """
            _events=$(k get events -n "$_space" --field-selector "involvedObject.name=$_name" --sort-by=.lastTimestamp \
              -o 'jsonpath={range .items[*]}{.type} {.reason}: {.message}{"\\n"}{end}') && tell events "$_events"
            for _one in $_containers; do
              _log=$(k logs -n "$_space" "$_name" -c "$_one" --tail=5 2>/dev/null)
              [ -n "$_log" ] || _log=$(k logs -n "$_space" "$_name" -c "$_one" --tail=5 --previous 2>/dev/null)
              tell "log $_one" "$_log"
            done
            """;

    private final Kubectl kubectl;

    DescribePods(Kubectl kubectl) {
        this.kubectl = kubectl;
    }

    /** Lines for people; none for what has no pods. A cluster that does not answer is no reason to say less of the rest. */
    List<String> of(Map<String, ? extends @Nullable Object> object) {
        ObjectKey key = ObjectKey.of(object);
        String selector = KubeObject.map(
                        KubeObject.map(KubeObject.map(object.get("spec")).get("selector"))
                                .get("matchLabels"))
                .entrySet()
                .stream()
                .map(label -> label.getKey() + "=" + label.getValue())
                .collect(Collectors.joining(","));
        if (selector.isEmpty() && !key.kind().equals("Pod")) {
            return List.of();
        }
        boolean one = key.kind().equals("Pod");
        Found found = kubectl.run(Script.of(PODS_OF)
                .set("_space", key.namespace())
                .set("_by", one ? "--field-selector" : "--selector")
                .set("_which", one ? "metadata.name=" + key.name() : selector));
        List<Map<String, @Nullable Object>> pods = KubeObject.items(ClusterObject.told(found, "pods")).stream()
                .filter(pod -> !isReady(pod))
                .toList();
        List<String> lines = new ArrayList<>();
        pods.stream().limit(PODS).forEach(pod -> lines.addAll(describe(pod)));
        if (pods.size() > PODS) {
            lines.add("and " + (pods.size() - PODS) + " more pods");
        }
        return lines;
    }

    private static boolean isReady(Map<String, ? extends @Nullable Object> pod) {
        return KubeObject.meets(Map.of("type", "Ready"), pod)
                || KubeObject.text(KubeObject.map(pod.get("status")), "phase").equals("Succeeded");
    }

    private List<String> describe(Map<String, ? extends @Nullable Object> pod) {
        ObjectKey key = ObjectKey.of(pod);
        Map<String, @Nullable Object> status = KubeObject.map(pod.get("status"));
        String node = KubeObject.text(KubeObject.map(pod.get("spec")), "nodeName");
        List<String> lines = new ArrayList<>();
        lines.add("pod " + key.name() + (node.isEmpty() ? "" : " on " + node) + " is "
                + KubeObject.text(status, "phase") + String.join("", blocked(status)));
        List<Map<String, @Nullable Object>> containers = new ArrayList<>();
        containers.addAll(KubeObject.list(status.get("initContainerStatuses")));
        containers.addAll(KubeObject.list(status.get("containerStatuses")));
        List<Map<String, @Nullable Object>> sick = containers.stream()
                .filter(one -> !Boolean.TRUE.equals(one.get("ready")))
                .filter(one -> !ended(one))
                .toList();
        sick.forEach(one -> lines.add("  container " + KubeObject.text(one, "name") + " " + state(one)));
        Found found = kubectl.run(Script.of(WORDS)
                .set("_space", key.namespace())
                .set("_name", key.name())
                .set(
                        "_containers",
                        sick.stream().map(one -> KubeObject.text(one, "name")).collect(Collectors.joining(" "))));
        List<String> events =
                found.lines("events").stream().filter(line -> !line.isBlank()).toList();
        events.subList(Math.max(0, events.size() - EVENTS), events.size())
                .forEach(event -> lines.add("  event: " + event.strip()));
        sick.forEach(one -> found.lines("log " + KubeObject.text(one, "name"))
                .forEach(line -> lines.add("  log of " + KubeObject.text(one, "name") + ": " + line)));
        return lines;
    }

    /** Why it has not even been given to a node. */
    private static List<String> blocked(Map<String, ? extends @Nullable Object> status) {
        return KubeObject.list(status.get("conditions")).stream()
                .filter(one -> KubeObject.text(one, "type").equals("PodScheduled")
                        && KubeObject.text(one, "status").equals("False"))
                .map(one -> ": " + KubeObject.text(one, "message"))
                .toList();
    }

    private static boolean ended(Map<String, ? extends @Nullable Object> container) {
        Map<String, @Nullable Object> end =
                KubeObject.map(KubeObject.map(container.get("state")).get("terminated"));
        return !end.isEmpty() && KubeObject.text(end, "exitCode").equals("0");
    }

    private static String state(Map<String, ? extends @Nullable Object> container) {
        Map<String, @Nullable Object> state = KubeObject.map(container.get("state"));
        Map<String, @Nullable Object> waits = KubeObject.map(state.get("waiting"));
        Map<String, @Nullable Object> ended = KubeObject.map(state.get("terminated"));
        Map<String, @Nullable Object> last =
                KubeObject.map(KubeObject.map(container.get("lastState")).get("terminated"));
        String before = last.isEmpty() ? "" : "; the time before it ended with " + KubeObject.text(last, "exitCode");
        if (!waits.isEmpty()) {
            String message = KubeObject.text(waits, "message");
            return "waits: " + KubeObject.text(waits, "reason") + (message.isEmpty() ? "" : ": " + message) + before;
        }
        return ended.isEmpty()
                ? "runs, and is not ready" + before
                : "ended with " + KubeObject.text(ended, "exitCode") + ": " + KubeObject.text(ended, "reason");
    }
}
