package io.slipway.automation.module.kubernetes;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleResult.Diff;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.Waiting;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One task's work on the objects that it scales: one exchange to look at all, and one for each that is to be changed. */
final class Scaling {

    private static final String SCALE = """
            if [ -n "$_patch" ]; then
              _said=$(k patch "$@" --type=merge --patch="$_patch" -- "$_type" "$_name" 2>&1) || { echo "$_said" >&2; exit 4; }
            else
              _said=$(k scale "$@" --replicas="$_count" -- "$_type" "$_name" 2>&1) || { echo "$_said" >&2; exit 4; }
            fi
            """;

    private final ModuleCall call;
    private final Arguments a;
    private final Waiting waiting;
    private final Kubectl kubectl;
    private final String kind;
    private final String apiVersion;
    private final String name;
    private final String namespace;

    Scaling(ModuleCall call, Waiting waiting, Map<String, @Nullable Object> definition) {
        this.call = call;
        this.a = call.arguments();
        this.waiting = waiting;
        this.kubectl = new Kubectl(call);
        Map<String, @Nullable Object> metadata = KubeObject.map(definition.get("metadata"));
        this.kind = KubeObject.text(definition, "kind");
        this.apiVersion = KubeObject.text(definition, "apiVersion");
        this.name = KubeObject.text(metadata, "name");
        this.namespace = KubeObject.text(metadata, "namespace");
    }

    ModuleResult run() {
        List<Map<String, @Nullable Object>> objects = look();
        if (objects.size() == 1) {
            return one(objects.getFirst());
        }
        ModuleResult none = ModuleResult.unchanged().with("result", Map.of());
        return objects.isEmpty() ? (a.flag("wait") ? none.with("duration", 0L) : none) : all(objects);
    }

    private ModuleResult all(List<Map<String, @Nullable Object>> objects) {
        List<Map<String, @Nullable Object>> results = new ArrayList<>();
        List<Map<String, @Nullable Object>> errors = new ArrayList<>();
        List<Diff> diffs = new ArrayList<>();
        boolean changed = false;
        for (Map<String, @Nullable Object> object : objects) {
            try {
                ModuleResult result = one(object);
                Map<String, @Nullable Object> values = new LinkedHashMap<>(result.values());
                values.put("changed", result.changed());
                results.add(values);
                diffs.addAll(result.diffs());
                changed |= result.changed();
            } catch (ModuleFailure e) {
                if (!a.flag("continue_on_error")) {
                    throw e.with("results", results);
                }
                errors.add(Map.of("error", e.getMessage(), "failed", true));
            }
        }
        ModuleResult joined = ModuleResult.changed(changed).with("results", results);
        for (Diff diff : diffs) {
            joined = joined.with(diff);
        }
        return errors.isEmpty() ? joined : joined.with("errors", errors);
    }

    private List<Map<String, @Nullable Object>> look() {
        List<String> words = new ArrayList<>(List.of("get", "-o", "json"));
        if (!namespace.isEmpty()) {
            words.addAll(List.of("-n", namespace));
        } else if (name.isEmpty()) {
            words.add("--all-namespaces");
        }
        if (name.isEmpty() && !a.strings("label_selectors").isEmpty()) {
            words.add("--selector=" + String.join(",", a.strings("label_selectors")));
        }
        words.addAll(List.of("--", Kubectl.type(kind, apiVersion)));
        if (!name.isEmpty()) {
            words.add(name);
        }
        Found found = kubectl.run(Script.of("_all=$(k " + Script.words(words) + ") || exit 3\ntell all \"$_all\"\n"));
        if (!found.reply().ok()) {
            throw new ModuleFailure(Problem.of("Failed to retrieve requested object: " + ClusterObject.said(found))
                    .hint("api_version is that of the kind, such as apps/v1 for a Deployment"));
        }
        Map<String, @Nullable Object> answer = ClusterObject.told(found, "all");
        return answer.get("items") instanceof List<?> items
                ? items.stream().map(KubeObject::map).toList()
                : List.of(answer);
    }

    private boolean job() {
        return kind.toLowerCase(Locale.ROOT).equals("job");
    }

    private Optional<Long> count(Map<String, @Nullable Object> object) {
        return KubeObject.map(object.get("spec")).get(job() ? "parallelism" : "replicas") instanceof Number n
                ? Optional.of(n.longValue())
                : Optional.empty();
    }

    private ModuleResult one(Map<String, @Nullable Object> object) {
        Map<String, @Nullable Object> metadata = KubeObject.map(object.get("metadata"));
        String itsName = KubeObject.text(metadata, "name");
        String itsSpace = KubeObject.text(metadata, "namespace");
        String title =
                "object kind=" + KubeObject.text(object, "kind") + " name=" + itsName + " namespace=" + itsSpace + ".";
        long now = count(object)
                .orElseThrow(() -> new ModuleFailure("Failed to retrieve the available count for " + title));
        Optional<String> version = a.text("resource_version");
        String actual = KubeObject.text(metadata, "resourceVersion");
        if (version.isPresent() && !version.get().equals(actual)) {
            return leave("expected resource version " + version.get() + " does not match with actual " + actual
                    + " for " + title);
        }
        Optional<Long> current = a.integer("current_replicas");
        if (current.isPresent() && current.get() != now) {
            return leave("current replicas " + current.get() + " does not match with actual " + now + " for " + title);
        }
        if (now == a.number("replicas")) {
            ModuleResult same = ModuleResult.unchanged().with("result", object);
            return a.flag("wait") ? same.with("duration", 0L) : same;
        }
        return scale(object, new ClusterObject(kubectl, kind, apiVersion, itsSpace, itsName));
    }

    private ModuleResult leave(String why) {
        ModuleResult left = ModuleResult.unchanged().with("warning", why).with("result", Map.of());
        return a.flag("wait") ? left.with("duration", 0L) : left;
    }

    private ModuleResult scale(Map<String, @Nullable Object> before, ClusterObject object) {
        Map<String, @Nullable Object> after = wanted(before);
        long seconds = 0;
        boolean waits = a.flag("wait") && !job();
        if (!call.check()) {
            Found found = kubectl.run(object.script(SCALE + ClusterObject.LOOK)
                    .set("_count", String.valueOf(a.number("replicas")))
                    .set("_patch", job() ? "{\"spec\":{\"parallelism\":" + a.number("replicas") + "}}" : ""));
            if (!found.reply().ok()) {
                throw new ModuleFailure("Scale request failed: " + ClusterObject.said(found));
            }
            after = ClusterObject.told(found, "object");
            if (waits) {
                ClusterObject.Awaited awaited =
                        object.await(waiting, a, KubeObject::ready, "Resource scaling timed out");
                after = awaited.object();
                seconds = awaited.seconds();
            }
        }
        ModuleResult result = ModuleResult.changed(true).with("result", after);
        if (waits) {
            result = result.with("duration", seconds);
        }
        return call.diff()
                ? result.with(new Diff(
                        "",
                        "",
                        Json.pretty(KubeObject.lasting(before)) + "\n",
                        Json.pretty(KubeObject.lasting(after)) + "\n"))
                : result;
    }

    private Map<String, @Nullable Object> wanted(Map<String, @Nullable Object> before) {
        Map<String, @Nullable Object> wanted = new LinkedHashMap<>(before);
        Map<String, @Nullable Object> spec = new LinkedHashMap<>(KubeObject.map(before.get("spec")));
        spec.put(job() ? "parallelism" : "replicas", a.number("replicas"));
        wanted.put("spec", spec);
        return wanted;
    }
}
