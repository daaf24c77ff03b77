package io.slipway.automation.module.kubernetes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What an object lacks to do what it is for.
 *
 * @param conditions by kind, the condition that it must have: {@code Ready}, or {@code Ready=True}
 */
record Readiness(Map<String, @Nullable Object> conditions) {

    private static final Map<String, String> USUAL = Map.of(
            "CustomResourceDefinition", "Established",
            "APIService", "Available",
            "Job", "Complete");

    /** Nothing when it is ready. */
    Optional<String> lack(Map<String, ? extends @Nullable Object> object) {
        String kind = KubeObject.text(object, "kind");
        String condition =
                conditions.containsKey(kind) ? KubeObject.text(conditions, kind) : USUAL.getOrDefault(kind, "");
        if (!condition.isEmpty()) {
            return KubeObject.meets(wish(condition), object) ? Optional.empty() : Optional.of(said(object, condition));
        }
        return KubeObject.ready(object) ? Optional.empty() : Optional.of(counted(object));
    }

    /** Whether waiting longer is of no use. */
    static boolean hasFailed(Map<String, ? extends @Nullable Object> object) {
        return KubeObject.text(object, "kind").equals("Job") && KubeObject.meets(Map.of("type", "Failed"), object);
    }

    private static Map<String, @Nullable Object> wish(String condition) {
        String[] words = condition.split("=", 2);
        Map<String, @Nullable Object> wish = new LinkedHashMap<>();
        wish.put("type", words[0]);
        wish.put("status", words.length > 1 ? words[1] : "True");
        return wish;
    }

    private static String said(Map<String, ? extends @Nullable Object> object, String condition) {
        List<String> all = conditions(object);
        return "it is not " + condition
                + (all.isEmpty() ? ", and says nothing of itself" : ": " + String.join("; ", all));
    }

    private static List<String> conditions(Map<String, ? extends @Nullable Object> object) {
        return KubeObject.list(KubeObject.map(object.get("status")).get("conditions")).stream()
                .map(one -> KubeObject.text(one, "type") + "=" + KubeObject.text(one, "status")
                        + word(" ", KubeObject.text(one, "reason")) + word(" (", KubeObject.text(one, "message"), ")"))
                .toList();
    }

    private static String word(String before, String text, String... after) {
        return text.isEmpty() ? "" : before + text + String.join("", after);
    }

    private static String counted(Map<String, ? extends @Nullable Object> object) {
        Map<String, @Nullable Object> spec = KubeObject.map(object.get("spec"));
        Map<String, @Nullable Object> status = KubeObject.map(object.get("status"));
        String wanted = spec.containsKey("replicas") ? KubeObject.text(spec, "replicas") : "1";
        String counted = switch (KubeObject.text(object, "kind")) {
            case "Deployment" -> or0(status, "availableReplicas") + " of " + wanted + " pods are available";
            case "StatefulSet" -> or0(status, "readyReplicas") + " of " + wanted + " pods are ready";
            case "DaemonSet" ->
                or0(status, "numberReady") + " of " + or0(status, "desiredNumberScheduled") + " pods are ready, "
                        + or0(status, "updatedNumberScheduled") + " are as it is now";
            default -> "its phase is " + KubeObject.text(status, "phase");
        };
        String bad = conditions(object).stream()
                .filter(line -> line.contains("=False") || line.startsWith("ReplicaFailure"))
                .collect(Collectors.joining("; "));
        return counted + word("; ", bad);
    }

    private static String or0(Map<String, ? extends @Nullable Object> status, String key) {
        return status.containsKey(key) ? KubeObject.text(status, key) : "0";
    }
}
