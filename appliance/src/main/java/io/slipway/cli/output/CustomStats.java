package io.slipway.cli.output;

import io.slipway.automation.engine.TaskResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code set_stats} collects in a run: for the run as a whole, and for each host. */
final class CustomStats {

    private final Map<String, @Nullable Object> ofRun = new LinkedHashMap<>();
    private final Map<String, Map<String, @Nullable Object>> ofHosts = new TreeMap<>();

    /** Of a task's result, or of one item's. */
    void add(TaskResult result) {
        if (result.values().get("ansible_stats") instanceof Map<?, ?> stats
                && stats.get("data") instanceof Map<?, ?> data) {
            Map<String, @Nullable Object> its = Boolean.TRUE.equals(stats.get("per_host"))
                    ? ofHosts.computeIfAbsent(result.host(), host -> new LinkedHashMap<>())
                    : ofRun;
            boolean aggregate = Boolean.TRUE.equals(stats.get("aggregate"));
            data.forEach((name, value) -> {
                String key = String.valueOf(name);
                Object before = its.get(key);
                if (!aggregate || before == null) {
                    its.put(key, value);
                } else {
                    sum(before, value).ifPresent(sum -> its.put(key, sum));
                }
            });
        }
    }

    Map<String, @Nullable Object> ofRun() {
        return ofRun;
    }

    /** By name. */
    Map<String, Map<String, @Nullable Object>> ofHosts() {
        return ofHosts;
    }

    boolean isEmpty() {
        return ofRun.isEmpty() && ofHosts.isEmpty();
    }

    /** Nothing for values of different kinds: the first one stays. */
    private static Optional<Object> sum(Object before, @Nullable Object value) {
        if (before instanceof Map<?, ?> one && value instanceof Map<?, ?> other) {
            Map<Object, @Nullable Object> both = new LinkedHashMap<>(one);
            both.putAll(other);
            return Optional.of(both);
        }
        if (before instanceof List<?> one && value instanceof List<?> other) {
            List<@Nullable Object> both = new ArrayList<>(one);
            both.addAll(other);
            return Optional.of(both);
        }
        if (before instanceof String one && value instanceof String other) {
            return Optional.of(one + other);
        }
        if (before instanceof Long one && value instanceof Long other) {
            return Optional.of(Math.addExact(one, other));
        }
        return before instanceof Double one && value instanceof Double other
                ? Optional.of(one + other)
                : Optional.empty();
    }
}
