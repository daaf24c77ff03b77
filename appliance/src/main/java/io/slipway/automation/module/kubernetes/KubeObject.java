package io.slipway.automation.module.kubernetes;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Objects of Kubernetes as maps. */
final class KubeObject {

    private KubeObject() {}

    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }

    static String text(Map<String, ? extends @Nullable Object> map, String key) {
        Object value = map.get(key);
        return value == null ? "" : String.valueOf(value);
    }

    static List<Map<String, @Nullable Object>> list(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(KubeObject::map).toList()
                : List.of();
    }

    /** The objects of an answer, which is a list or a single one. */
    static List<Map<String, @Nullable Object>> items(Map<String, ? extends @Nullable Object> answer) {
        if (answer.isEmpty()) {
            return List.of();
        }
        return answer.get("items") instanceof List<?> items ? list(items) : List.of(map(answer));
    }

    private static long number(Map<String, ? extends @Nullable Object> map, String key) {
        return map.get(key) instanceof Number n ? n.longValue() : 0;
    }

    /** Without what the cluster changes at each write. */
    static Map<String, @Nullable Object> lasting(Map<String, ? extends @Nullable Object> object) {
        Map<String, @Nullable Object> lasting = new LinkedHashMap<>(object);
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>(map(object.get("metadata")));
        List.of("generation", "resourceVersion", "managedFields").forEach(metadata::remove);
        lasting.put("metadata", metadata);
        return lasting;
    }

    /** What somebody wishes of it, without what the cluster says of itself. */
    static Map<String, @Nullable Object> wished(Map<String, ? extends @Nullable Object> object) {
        Map<String, @Nullable Object> wished = lasting(object);
        wished.remove("status");
        return wished;
    }

    /** Whether it does what it is for, by the rules of {@code kubernetes.core} for {@code wait}. */
    static boolean ready(Map<String, ? extends @Nullable Object> object) {
        Map<String, @Nullable Object> spec = map(object.get("spec"));
        Map<String, @Nullable Object> status = map(object.get("status"));
        long generation = number(map(object.get("metadata")), "generation");
        boolean seen = number(status, "observedGeneration") == generation;
        long replicas = spec.containsKey("replicas") ? number(spec, "replicas") : 1;
        return switch (text(object, "kind")) {
            case "Deployment" ->
                seen
                        && number(status, "availableReplicas") == number(status, "replicas")
                        && number(status, "unavailableReplicas") == 0
                        && number(status, "replicas") == replicas;
            case "DaemonSet" ->
                seen
                        && status.containsKey("desiredNumberScheduled")
                        && number(status, "updatedNumberScheduled") == number(status, "desiredNumberScheduled")
                        && number(status, "numberReady") == number(status, "desiredNumberScheduled")
                        && number(status, "numberUnavailable") == 0;
            case "StatefulSet" ->
                seen
                        && text(status, "updateRevision").equals(text(status, "currentRevision"))
                        && number(status, "updatedReplicas") == replicas
                        && number(status, "readyReplicas") == replicas;
            case "Pod" ->
                status.get("containerStatuses") instanceof List<?> all
                        && all.stream().allMatch(one -> Boolean.TRUE.equals(map(one).get("ready")));
            default -> !object.isEmpty();
        };
    }

    static boolean meets(
            Map<String, ? extends @Nullable Object> condition, Map<String, ? extends @Nullable Object> object) {
        if (!(map(object.get("status")).get("conditions") instanceof List<?> conditions)) {
            return false;
        }
        String wanted = condition.get("status") instanceof Boolean b
                ? (b ? "True" : "False")
                : condition.containsKey("status") ? text(condition, "status") : "True";
        return conditions.stream()
                .map(KubeObject::map)
                .filter(one -> text(one, "type").equals(text(condition, "type")))
                .anyMatch(one -> text(one, "status").equals(wanted)
                        && (text(condition, "reason").isEmpty()
                                || text(one, "reason").equals(text(condition, "reason"))));
    }
}
