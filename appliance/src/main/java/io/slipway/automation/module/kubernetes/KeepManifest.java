package io.slipway.automation.module.kubernetes;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleResult.Diff;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.Waiting;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One task's work on a manifest: what others need first, then the rest, then what is no longer named goes, then it waits. */
final class KeepManifest {

    private static final String APPLY = """
            _old=$(printf '%s' "$_manifest" | k get --ignore-not-found -o json -f -) || exit 3
            tell existing "$_old"
            _new=$(printf '%s' "$_manifest" | k apply --server-side "--field-manager=$_manager" "--force-conflicts=$_force" $_dry -o json -f -) || exit 4
            tell result "$_new"
            """;

    private static final String REMOVE = """
            set --
            [ -z "$_space" ] || set -- -n "$_space"
            _old=$(k get "$@" --ignore-not-found -o json -- "$_type" "$_name") || exit 3
            tell existing "$_old"
            """;

    private static final String DELETE = """
            set --
            [ -z "$_space" ] || set -- -n "$_space"
            k delete "$@" --ignore-not-found --wait=false -- "$_type" "$_name" >/dev/null || exit 4
            """;

    private final ModuleCall call;
    private final Arguments a;
    private final Kubectl kubectl;
    private final AwaitReady ready;
    private final Optional<ManifestSet> set;
    private final List<Map<String, @Nullable Object>> objects;
    private final List<Diff> diffs = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();

    KeepManifest(ModuleCall call, Waiting waiting) {
        this.call = call;
        this.a = call.arguments();
        this.kubectl = new Kubectl(call);
        this.ready = new AwaitReady(kubectl, waiting, a);
        Optional<String> name = a.filled("set");
        this.set = name.map(its -> new ManifestSet(kubectl, its, a.string("set_namespace")));
        boolean given = a.has("resource_definition") || a.has("src") || a.has("template");
        if (!given && (set.isEmpty() || a.string("state").equals("present"))) {
            throw new ModuleFailure("one of the following is required: resource_definition, src, template"
                    + (a.string("state").equals("present") ? "" : ", set"));
        }
        List<Map<String, @Nullable Object>> read = given ? Definitions.of(call) : List.of();
        this.objects = name.map(its -> ManifestSet.marked(read, its)).orElse(read);
    }

    ModuleResult run() {
        return a.string("state").equals("absent") ? absent() : present();
    }

    private ModuleResult present() {
        Set<ObjectKey> wanted = keys();
        Set<ObjectKey> had = set.map(ManifestSet::read).orElse(Set.of());
        if (set.isPresent() && !call.check() && !had.containsAll(wanted)) {
            Set<ObjectKey> both = new LinkedHashSet<>(had);
            both.addAll(wanted);
            set.get().write(both);
        }
        List<Map<String, @Nullable Object>> first =
                objects.stream().filter(one -> ObjectKey.of(one).comesFirst()).toList();
        List<Map<String, @Nullable Object>> rest =
                objects.stream().filter(one -> !ObjectKey.of(one).comesFirst()).toList();
        Applied before = apply(first);
        if (!call.check()) {
            ready.await(before.objects());
        }
        Applied after = call.check() && before.made() ? foreseen(rest) : apply(rest);
        List<Map<String, @Nullable Object>> all = new ArrayList<>(before.objects());
        all.addAll(after.objects());
        set.ifPresent(its -> prune(its, had, wanted, all));
        ModuleResult result = result().with("result", Map.of("results", all));
        return a.flag("wait") && !call.check() ? result.with("duration", ready.await(all)) : result;
    }

    private Set<ObjectKey> keys() {
        Set<ObjectKey> keys = new LinkedHashSet<>();
        objects.forEach(object -> keys.add(ObjectKey.of(object)));
        return keys;
    }

    /**
     * What a part of the manifest came to.
     *
     * @param made whether any of it was not there before
     */
    private record Applied(List<Map<String, @Nullable Object>> objects, boolean made) {}

    private Applied apply(List<Map<String, @Nullable Object>> part) {
        if (part.isEmpty()) {
            return new Applied(List.of(), false);
        }
        Found found = KubectlSays.good(kubectl.run(Script.of(APPLY)
                .set("_manifest", Json.write(Map.of("apiVersion", "v1", "kind", "List", "items", part)))
                .set("_manager", a.string("field_manager"))
                .set("_force", String.valueOf(a.flag("force_conflicts")))
                .set("_dry", call.check() ? "--dry-run=server" : "")));
        Map<String, Map<String, @Nullable Object>> existing = new LinkedHashMap<>();
        KubeObject.items(ClusterObject.told(found, "existing")).forEach(one -> existing.put(uid(one), one));
        List<Map<String, @Nullable Object>> now = KubeObject.items(ClusterObject.told(found, "result"));
        now.forEach(one -> compare(existing.getOrDefault(uid(one), Map.of()), one));
        return new Applied(now, existing.size() < now.size());
    }

    private void compare(Map<String, ? extends @Nullable Object> before, Map<String, ? extends @Nullable Object> now) {
        Map<String, @Nullable Object> old = KubeObject.wished(before);
        Map<String, @Nullable Object> wish = KubeObject.wished(now);
        if (old.equals(wish)) {
            return;
        }
        ObjectKey key = ObjectKey.of(now);
        changes.add((before.isEmpty() ? "made " : "changed ") + key);
        if (call.diff()) {
            String left = before.isEmpty() ? "" : Json.pretty(old) + "\n";
            diffs.add(new Diff(key.toString(), key.toString(), left, Json.pretty(wish) + "\n"));
        }
    }

    /** Where what they need is not there yet, the cluster cannot be asked about them. */
    private Applied foreseen(List<Map<String, @Nullable Object>> part) {
        part.forEach(object -> changes.add("made " + ObjectKey.of(object)));
        return new Applied(List.of(), true);
    }

    private static String uid(Map<String, ? extends @Nullable Object> object) {
        return KubeObject.text(KubeObject.map(object.get("metadata")), "uid");
    }

    /** An object that is named otherwise now, such as with a namespace that it had anyhow, is still the same. */
    private void prune(
            ManifestSet its, Set<ObjectKey> had, Set<ObjectKey> wanted, List<Map<String, @Nullable Object>> applied) {
        List<String> kept = applied.stream().map(KeepManifest::uid).toList();
        for (ObjectKey key : List.copyOf(had).reversed()) {
            Map<String, @Nullable Object> live = wanted.contains(key) ? Map.of() : find(key);
            if (!live.isEmpty() && its.isMarked(live) && !kept.contains(uid(live))) {
                delete(key);
            }
        }
        if (!call.check() && !had.equals(wanted)) {
            its.write(wanted);
        }
    }

    private Map<String, @Nullable Object> find(ObjectKey key) {
        Found found = kubectl.run(about(key, REMOVE));
        if (!found.reply().ok() && found.reply().err().contains("doesn't have a resource type")) {
            return Map.of();
        }
        return ClusterObject.told(KubectlSays.good(found), "existing");
    }

    private void delete(ObjectKey key) {
        changes.add("removed " + key);
        if (!call.check()) {
            KubectlSays.good(kubectl.run(about(key, DELETE)));
        }
    }

    private static Script about(ObjectKey key, String text) {
        return Script.of(text).set("_type", key.type()).set("_name", key.name()).set("_space", key.namespace());
    }

    private ModuleResult absent() {
        Set<ObjectKey> going = new LinkedHashSet<>(keys());
        going.addAll(set.map(ManifestSet::read).orElse(Set.of()));
        List<ObjectKey> there = new ArrayList<>();
        for (ObjectKey key : List.copyOf(going).reversed()) {
            Map<String, @Nullable Object> live = find(key);
            if (!live.isEmpty() && set.map(its -> its.isMarked(live)).orElse(true)) {
                delete(key);
                there.add(key);
            }
        }
        ModuleResult result = result();
        if (call.check()) {
            return result;
        }
        if (a.flag("wait")) {
            result = result.with(
                    "duration", ready.awaitGone(there, key -> find(key).isEmpty()));
        }
        set.ifPresent(ManifestSet::remove);
        return result;
    }

    private ModuleResult result() {
        ModuleResult result = ModuleResult.changed(!changes.isEmpty()).with("changes", List.copyOf(changes));
        for (Diff diff : diffs) {
            result = result.with(diff);
        }
        return result;
    }
}
