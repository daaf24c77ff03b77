package io.slipway.automation.module.kubernetes;

import io.slipway.automation.module.Script;
import io.slipway.common.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which objects belong to a set, as the cluster itself keeps it: a ConfigMap with a line for each. It is written before anything new is made, so
 * that what was made by somebody who was killed is not forgotten.
 */
final class ManifestSet {

    /** What every object of a set is marked with; one that has lost the mark is nobody's to remove. */
    static final String LABEL = "slipway.io/manifest";

    private static final String READ = """
            _list=$(k get -n "$_space" --ignore-not-found -o json -- configmap "$_list_name") || exit 3
            tell list "$_list"
            """;

    private static final String WRITE = """
            printf '%s' "$_list" | k apply --server-side --field-manager=slipway --force-conflicts=true -f - >/dev/null || exit 3
            """;

    private static final String REMOVE = """
            k delete -n "$_space" --ignore-not-found --wait=false -- configmap "$_list_name" >/dev/null || exit 3
            """;

    private final Kubectl kubectl;
    private final String name;
    private final String namespace;

    ManifestSet(Kubectl kubectl, String name, String namespace) {
        this.kubectl = kubectl;
        this.name = name;
        this.namespace = namespace;
    }

    private Script script(String text) {
        return Script.of(text).set("_space", namespace).set("_list_name", listName());
    }

    private String listName() {
        return "slipway-manifest-" + name;
    }

    Set<ObjectKey> read() {
        Map<String, @Nullable Object> list = ClusterObject.told(KubectlSays.good(kubectl.run(script(READ))), "list");
        Set<ObjectKey> keys = new LinkedHashSet<>();
        KubeObject.text(KubeObject.map(list.get("data")), "objects")
                .lines()
                .forEach(line -> ObjectKey.read(line).ifPresent(keys::add));
        return keys;
    }

    void write(Collection<ObjectKey> keys) {
        List<String> lines = keys.stream().map(ObjectKey::line).toList();
        Map<String, Object> list = new LinkedHashMap<>();
        list.put("apiVersion", "v1");
        list.put("kind", "ConfigMap");
        list.put("metadata", Map.of("name", listName(), "namespace", namespace));
        list.put("data", Map.of("objects", String.join("\n", lines) + "\n"));
        KubectlSays.good(kubectl.run(Script.of(WRITE).set("_list", Json.write(list))));
    }

    void remove() {
        KubectlSays.good(kubectl.run(script(REMOVE)));
    }

    /** Those of a set, with its mark. */
    static List<Map<String, @Nullable Object>> marked(List<Map<String, @Nullable Object>> objects, String set) {
        List<Map<String, @Nullable Object>> marked = new ArrayList<>();
        for (Map<String, @Nullable Object> object : objects) {
            Map<String, @Nullable Object> metadata = new LinkedHashMap<>(KubeObject.map(object.get("metadata")));
            Map<String, @Nullable Object> labels = new LinkedHashMap<>(KubeObject.map(metadata.get("labels")));
            labels.put(LABEL, set);
            metadata.put("labels", labels);
            Map<String, @Nullable Object> copy = new LinkedHashMap<>(object);
            copy.put("metadata", metadata);
            marked.add(copy);
        }
        return marked;
    }

    boolean isMarked(Map<String, @Nullable Object> live) {
        Map<String, @Nullable Object> metadata = KubeObject.map(live.get("metadata"));
        return KubeObject.text(KubeObject.map(metadata.get("labels")), LABEL).equals(name);
    }
}
