package io.slipway.automation.module.kubernetes;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.Waiting;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Waits until objects do what they are for; when they do not, says why in the words of the cluster. */
final class AwaitReady {

    private static final String LOOK = """
            _all=$(printf '%s' "$_manifest" | k get --ignore-not-found -o json -f -) || exit 3
            tell all "$_all"
            """;

    private final Kubectl kubectl;
    private final Waiting waiting;
    private final Arguments a;
    private final Readiness readiness;

    AwaitReady(Kubectl kubectl, Waiting waiting, Arguments a) {
        this.kubectl = kubectl;
        this.waiting = waiting;
        this.a = a;
        this.readiness = new Readiness(a.map("wait_conditions"));
    }

    /**
     * @return how many seconds it took
     * @throws ModuleFailure naming each object that is not ready, with what stands in its way
     */
    long await(List<Map<String, @Nullable Object>> objects) {
        Instant start = waiting.now();
        List<Map<String, @Nullable Object>> open = objects;
        while (!open.isEmpty()) {
            Map<Map<String, @Nullable Object>, String> lacking = lacking(open);
            if (lacking.isEmpty()) {
                break;
            }
            boolean over = waiting.since(start) >= a.number("wait_timeout");
            boolean hopeless = lacking.keySet().stream().anyMatch(Readiness::hasFailed);
            if (over || hopeless) {
                throw failure(lacking, waiting.since(start));
            }
            open = List.copyOf(lacking.keySet());
            waiting.sleep(Duration.ofSeconds(Math.max(1, a.number("wait_sleep"))));
        }
        return waiting.since(start);
    }

    /** As they are now, those that are not ready, each with what it lacks. */
    private Map<Map<String, @Nullable Object>, String> lacking(List<Map<String, @Nullable Object>> objects) {
        Map<Map<String, @Nullable Object>, String> lacking = new LinkedHashMap<>();
        for (Map<String, @Nullable Object> object : look(objects)) {
            readiness.lack(object).ifPresent(lack -> lacking.put(object, lack));
        }
        return lacking;
    }

    private List<Map<String, @Nullable Object>> look(List<Map<String, @Nullable Object>> objects) {
        List<Map<String, Object>> named =
                objects.stream().map(AwaitReady::named).toList();
        Map<String, Object> list = Map.of("apiVersion", "v1", "kind", "List", "items", named);
        Found found = kubectl.run(Script.of(LOOK).set("_manifest", Json.write(list)));
        return KubeObject.items(ClusterObject.told(KubectlSays.good(found), "all"));
    }

    private static Map<String, Object> named(Map<String, ? extends @Nullable Object> object) {
        ObjectKey key = ObjectKey.of(object);
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", key.name());
        if (!key.namespace().isEmpty()) {
            metadata.put("namespace", key.namespace());
        }
        return Map.of("apiVersion", key.apiVersion(), "kind", key.kind(), "metadata", metadata);
    }

    private ModuleFailure failure(Map<Map<String, @Nullable Object>, String> lacking, long seconds) {
        List<String> lines = new ArrayList<>();
        DescribePods pods = new DescribePods(kubectl);
        lacking.forEach((object, lack) -> {
            lines.add(ObjectKey.of(object) + " is not ready after " + seconds + " s: " + lack);
            pods.of(object).forEach(line -> lines.add("  " + line));
        });
        return new ModuleFailure(String.join("\n", lines))
                .with("duration", seconds)
                .with(
                        "not_ready",
                        lacking.keySet().stream()
                                .map(object -> ObjectKey.of(object).toString())
                                .toList());
    }

    /** @return how many seconds it took */
    long awaitGone(List<ObjectKey> keys, Predicate<ObjectKey> gone) {
        Instant start = waiting.now();
        List<ObjectKey> open = keys.stream().filter(gone.negate()).toList();
        while (!open.isEmpty()) {
            if (waiting.since(start) >= a.number("wait_timeout")) {
                List<String> names = open.stream().map(ObjectKey::toString).toList();
                throw new ModuleFailure("still there after " + waiting.since(start) + " s: " + String.join(", ", names)
                                + "; something that has a finalizer on them may not be running")
                        .with("duration", waiting.since(start));
            }
            waiting.sleep(Duration.ofSeconds(Math.max(1, a.number("wait_sleep"))));
            open = open.stream().filter(gone.negate()).toList();
        }
        return waiting.since(start);
    }
}
