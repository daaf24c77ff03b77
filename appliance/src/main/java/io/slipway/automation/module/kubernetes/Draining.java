package io.slipway.automation.module.kubernetes;

import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.Waiting;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One task's work on one node of a cluster: one exchange to look, one to act, and those that waiting takes. */
final class Draining {

    private static final List<String> OPTIONS = List.of(
            "terminate_grace_period",
            "force",
            "ignore_daemonsets",
            "delete_emptydir_data",
            "disable_eviction",
            "wait_timeout",
            "wait_sleep");

    private static final String LOOK = """
            _it=$(k get --ignore-not-found -o json -- Node.v1. "$_name") || exit 3
            tell node "$_it"
            [ -n "$_it" ] && [ -n "$_drain" ] || exit 0
            _all=$(k get --all-namespaces --field-selector="spec.nodeName=$_name" -o json -- Pod.v1.) || exit 5
            tell pods "$_all"
            """;

    private static final String MARK =
            "_said=$(k patch --type=merge --patch=\"$_patch\" -- Node.v1. \"$_name\" 2>&1) || { echo \"$_said\" >&2; exit 4; }\n";

    /** Clusters before 1.22 know an older version of evictions only. */
    private static final String LEAVE = """
            leave() {
              _why=$({ printf '%s' "$4" | k create --raw "$3" -f - || printf '%s' "$5" | k create --raw "$3" -f -; } 2>&1) && return
              case $_why in *NotFound*|*"not found"*) return ;; esac
              tell pod "$1/$2"
              echo "$_why" >&2
              exit 6
            }
            strike() {
              _why=$(k delete -n "$1" --ignore-not-found --wait=false $3 -- Pod.v1. "$2" 2>&1) && return
              tell pod "$1/$2"
              echo "$_why" >&2
              exit 6
            }
            """;

    private final ModuleCall call;
    private final Waiting waiting;
    private final Kubectl kubectl;
    private final String name;
    private final Map<String, @Nullable Object> options;

    Draining(ModuleCall call, Waiting waiting) {
        this.call = call;
        this.waiting = waiting;
        this.kubectl = new Kubectl(call);
        this.name = call.string("name");
        this.options = call.arguments().map("delete_options");
        options.keySet().stream()
                .filter(key -> !OPTIONS.contains(key))
                .findFirst()
                .ifPresent(key -> {
                    throw new ModuleFailure("Unsupported parameters for (k8s_drain) module: delete_options." + key
                            + ". Supported parameters include: " + String.join(", ", OPTIONS) + ".");
                });
    }

    ModuleResult run() {
        String state = call.string("state");
        Found found = kubectl.run(Script.of(LOOK).set("_name", name).set("_drain", state.equals("drain") ? "1" : ""));
        if (!found.reply().ok()) {
            throw new ModuleFailure(
                    found.reply().exitCode() == 5
                            ? "Failed to list pod from node " + name + " due to: " + ClusterObject.said(found)
                            : "Failed to retrieve node '" + name + "' due to: " + ClusterObject.said(found));
        }
        Map<String, @Nullable Object> node = ClusterObject.told(found, "node");
        if (node.isEmpty()) {
            throw new ModuleFailure("Node " + name + " not found.");
        }
        boolean closed = Boolean.TRUE.equals(KubeObject.map(node.get("spec")).get("unschedulable"));
        return switch (state) {
            case "cordon" -> mark(closed, true);
            case "uncordon" -> mark(!closed, false);
            default -> drain(closed, ClusterObject.told(found, "pods"));
        };
    }

    private static String patch(boolean closed) {
        return "{\"spec\":{\"unschedulable\":" + closed + "}}";
    }

    private ModuleResult mark(boolean already, boolean close) {
        String word = close ? "unschedulable." : "schedulable.";
        if (already) {
            return ModuleResult.unchanged().with("result", "node " + name + " already marked " + word);
        }
        if (!call.check()) {
            act(MARK, close);
        }
        return ModuleResult.changed(true).with("result", "node " + name + " marked " + word);
    }

    private void act(String script, boolean close) {
        Found found = kubectl.run(Script.of(script).set("_name", name).set("_patch", patch(close)));
        if (found.reply().ok()) {
            return;
        }
        String said = ClusterObject.said(found);
        throw new ModuleFailure(
                found.has("pod")
                        ? "Failed to delete pod " + found.text("pod") + " due to: " + said
                        : "Failed to patch node due to: " + said);
    }

    private ModuleResult drain(boolean closed, Map<String, @Nullable Object> all) {
        List<Map<String, @Nullable Object>> pods = all.get("items") instanceof List<?> items
                ? items.stream().map(KubeObject::map).toList()
                : List.of();
        Leaving leaving = Leaving.of(pods, flag("force"), flag("ignore_daemonsets"), flag("delete_emptydir_data"));
        if (!leaving.errors().isEmpty()) {
            throw new ModuleFailure("Pod deletion errors: " + String.join(" ", leaving.errors()));
        }
        List<String> warnings = new ArrayList<>(leaving.warnings());
        StringBuilder said = new StringBuilder(
                "node " + name + (closed ? " already marked unschedulable." : " marked unschedulable."));
        boolean changed = !closed || !leaving.pods().isEmpty();
        if (changed && !call.check()) {
            StringBuilder script = new StringBuilder(closed ? "" : MARK).append(LEAVE);
            leaving.pods().forEach(pod -> script.append(removal(pod)));
            act(script.toString(), true);
            if (options.get("wait_timeout") != null && !gone(leaving.pods())) {
                warnings.add("timeout reached while pods were still running.");
            }
        }
        if (!leaving.pods().isEmpty()) {
            said.append(' ').append(leaving.pods().size()).append(" Pod(s) deleted from node.");
        }
        ModuleResult result = ModuleResult.changed(changed).with("result", said.toString());
        return warnings.isEmpty() ? result : result.with("warnings", warnings);
    }

    private String removal(Leaving.Pod pod) {
        String words = Script.quote(pod.namespace()) + " " + Script.quote(pod.name()) + " ";
        long grace = number("terminate_grace_period", -1);
        if (flag("disable_eviction")) {
            return "strike " + words + (grace > 0 ? "--grace-period=" + grace : "''") + "\n";
        }
        return "leave " + words
                + Script.quote("/api/v1/namespaces/" + pod.namespace() + "/pods/" + pod.name() + "/eviction")
                + " " + Script.quote(eviction(pod, "policy/v1", grace)) + " "
                + Script.quote(eviction(pod, "policy/v1beta1", grace)) + "\n";
    }

    private static String eviction(Leaving.Pod pod, String version, long grace) {
        Map<String, @Nullable Object> eviction = new LinkedHashMap<>();
        eviction.put("apiVersion", version);
        eviction.put("kind", "Eviction");
        eviction.put("metadata", Map.of("name", pod.name(), "namespace", pod.namespace()));
        if (grace > 0) {
            eviction.put("deleteOptions", Map.of("gracePeriodSeconds", grace));
        }
        return Json.write(eviction);
    }

    /** Whether all of them went in time; a pod of the same name elsewhere is another. */
    private boolean gone(List<Leaving.Pod> pods) {
        long limit = number("wait_timeout", 0);
        Instant start = waiting.now();
        while (true) {
            Found found = kubectl.run(Script.of(LOOK).set("_name", name).set("_drain", "1"));
            Map<String, @Nullable Object> all = ClusterObject.told(found, "pods");
            boolean some = !found.reply().ok()
                    || (all.get("items") instanceof List<?> items
                            && items.stream()
                                    .map(KubeObject::map)
                                    .map(Leaving.Pod::of)
                                    .anyMatch(pods::contains));
            if (!some) {
                return true;
            }
            if (limit != 0 && waiting.since(start) >= limit) {
                return false;
            }
            waiting.sleep(Duration.ofSeconds(Math.max(1, number("wait_sleep", 5))));
        }
    }

    private boolean flag(String option) {
        Object value = options.get(option);
        return Boolean.TRUE.equals(value)
                || (value instanceof String text
                        && List.of("yes", "true", "on", "1").contains(text.toLowerCase(Locale.ROOT)));
    }

    private long number(String option, long otherwise) {
        Object value = options.get(option);
        if (value == null) {
            return otherwise;
        }
        try {
            return Long.parseLong(String.valueOf(value).strip());
        } catch (NumberFormatException e) {
            throw new ModuleFailure("delete_options." + option + " is not a whole number: " + value);
        }
    }
}
