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
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** One task's work on one object of a cluster: one exchange, unless it waits. */
final class KeepObject {

    private static final String LOOK = """
            set --
            [ -z "$_space" ] || set -- -n "$_space"
            _old=
            if [ -n "$_name" ]; then
              _old=$(k get "$@" --ignore-not-found -o json -- "$_type" "$_name") || exit 3
            fi
            tell existing "$_old"
            """;

    private static final String APPLY = """
            _new=$(printf '%s' "$_manifest" | k apply "$@" FLAGS $_dry -o json -f -) || exit 4
            tell method apply
            tell result "$_new"
            """;

    private static final String REPLACE = """
            _new=$(printf '%s' "$_manifest" | k replace "$@" $_dry -o json -f -) || exit 4
            tell method replace
            tell result "$_new"
            """;

    private static final String CREATE = """
            _new=$(printf '%s' "$_manifest" | k create "$@" $_dry -o json -f -) || exit 4
            tell method create
            tell result "$_new"
            """;

    private final ModuleCall call;
    private final Arguments a;
    private final Kubectl kubectl;
    private final Waiting waiting;
    private final Map<String, @Nullable Object> definition;
    private final String kind;
    private final String name;
    private final String namespace;

    KeepObject(ModuleCall call, Kubectl kubectl, Waiting waiting, Map<String, @Nullable Object> definition) {
        this.call = call;
        this.a = call.arguments();
        this.kubectl = kubectl;
        this.waiting = waiting;
        this.definition = definition;
        Map<String, @Nullable Object> metadata = KubeObject.map(definition.get("metadata"));
        this.kind = KubeObject.text(definition, "kind");
        this.name = KubeObject.text(metadata, "name");
        this.namespace = KubeObject.text(metadata, "namespace");
    }

    ModuleResult run() {
        String state = a.string("state");
        if (name.isEmpty()
                && (!state.equals("present")
                        || !KubeObject.map(definition.get("metadata")).containsKey("generateName"))) {
            throw new ModuleFailure("the definition of the " + kind
                    + " has no name; give metadata.name, or name beside the definition");
        }
        if (!state.equals("absent") && !a.strings("label_selectors").isEmpty() && !selected()) {
            return ModuleResult.changed(false)
                    .with("result", Map.of())
                    .with(
                            "msg",
                            "resource 'kind=" + kind + ",name=" + name + ",namespace=" + namespace
                                    + "' filtered by label_selectors.");
        }
        Found found = kubectl.run(script(LOOK + (state.equals("absent") ? removal() : keeping(state))));
        if (!found.reply().ok()) {
            throw failure(found);
        }
        Map<String, @Nullable Object> existing = object(found, "existing");
        return state.equals("absent") ? removed(existing) : kept(found, existing);
    }

    private Script script(String text) {
        return Script.of(text)
                .set("_type", Kubectl.type(kind, KubeObject.text(definition, "apiVersion")))
                .set("_name", name)
                .set("_space", namespace)
                .set("_dry", call.check() ? "--dry-run=server" : "")
                .set("_manifest", Json.write(definition));
    }

    private String removal() {
        Map<String, @Nullable Object> options = a.map("delete_options");
        List<String> flags = new ArrayList<>(List.of("--wait=false"));
        options.forEach((key, value) -> {
            switch (key) {
                case "gracePeriodSeconds" -> flags.add("--grace-period=" + value);
                case "propagationPolicy" ->
                    flags.add("--cascade=" + String.valueOf(value).toLowerCase(Locale.ROOT));
                default ->
                    throw new ModuleFailure(
                            "delete_options takes gracePeriodSeconds and propagationPolicy, not " + key);
            }
        });
        return "if [ -n \"$_old\" ]; then k delete \"$@\" $_dry " + Script.words(flags)
                + " -- \"$_type\" \"$_name\" >/dev/null || exit 4; fi\n";
    }

    private String keeping(String state) {
        if (a.flag("apply")) {
            List<String> flags = new ArrayList<>();
            Map<String, @Nullable Object> server = a.map("server_side_apply");
            if (!server.isEmpty()) {
                flags.add("--server-side");
                flags.add("--field-manager=" + KubeObject.text(server, "field_manager"));
                flags.add("--force-conflicts=" + Boolean.TRUE.equals(server.get("force_conflicts")));
            }
            return APPLY.replace("FLAGS", Script.words(flags));
        }
        String change;
        if (a.flag("force")) {
            change = REPLACE;
        } else {
            List<String> types =
                    a.strings("merge_type").isEmpty() ? List.of("strategic-merge", "merge") : a.strings("merge_type");
            StringBuilder tries = new StringBuilder("_done=\n");
            for (String type : types) {
                tries.append(
                                "[ -n \"$_done\" ] || ! _new=$(printf '%s' \"$_manifest\" | k patch \"$@\" $_dry -o json --type=")
                        .append(type.replace("strategic-merge", "strategic"))
                        .append(" --patch-file=/dev/stdin -- \"$_type\" \"$_name\") || _done=1\n");
            }
            change = tries + "[ -n \"$_done\" ] || exit 4\ntell method update\ntell result \"$_new\"\n";
        }
        return "if [ -z \"$_old\" ]; then\n" + (state.equals("patched") ? ":\n" : CREATE) + "else\n" + change + "fi\n";
    }

    private ModuleFailure failure(Found found) {
        String said = found.reply().err().strip();
        if (said.contains("doesn't have a resource type")) {
            return new ModuleFailure("Failed to find exact match for " + KubeObject.text(definition, "apiVersion") + "."
                    + kind + " by [kind, name, singularName, shortNames]");
        }
        String[] lines = said.split("\n");
        return new ModuleFailure("Failed to " + (a.string("state").equals("absent") ? "delete" : "keep") + " " + kind
                        + " " + name + ": "
                        + lines[lines.length - 1].replaceFirst("^(?:error: |Error from server )", ""))
                .with("stderr", said);
    }

    private static Map<String, @Nullable Object> object(Found found, String name) {
        return found.some(name)
                .map(text -> KubeObject.map(Json.read("kubectl's answer", text)))
                .orElse(Map.of());
    }

    private ModuleResult removed(Map<String, @Nullable Object> existing) {
        ModuleResult result = ModuleResult.changed(!existing.isEmpty()).with("method", "delete");
        if (a.flag("wait") && !call.check() && !existing.isEmpty()) {
            result = result.with("duration", await(Map::isEmpty).duration());
        }
        return result.with("result", Map.of());
    }

    private ModuleResult kept(Found found, Map<String, @Nullable Object> existing) {
        if (!found.has("method")) {
            return ModuleResult.changed(false)
                    .with("result", Map.of())
                    .with(
                            "warnings",
                            List.of(
                                    "resource 'kind=" + kind + ",name=" + name
                                            + "' was not found but will not be created as 'state' parameter has been set to 'patched'"));
        }
        Map<String, @Nullable Object> now = object(found, "result");
        String method = found.text("method");
        ModuleResult result = ModuleResult.changed(false).with("method", method);
        boolean changed =
                method.equals("create") || !KubeObject.lasting(existing).equals(KubeObject.lasting(now));
        if (a.flag("wait") && !call.check()) {
            Awaited awaited = await(object -> a.has("wait_condition")
                    ? KubeObject.meets(a.map("wait_condition"), object)
                    : KubeObject.ready(object));
            now = awaited.object();
            result = result.with("duration", awaited.duration());
        }
        result = new ModuleResult(changed, false, false, new LinkedHashMap<>(result.values()), List.of())
                .with("result", now);
        return call.diff() && changed
                ? result.with(new Diff(
                        "",
                        "",
                        existing.isEmpty() ? "" : Json.pretty(KubeObject.lasting(existing)) + "\n",
                        Json.pretty(KubeObject.lasting(now)) + "\n"))
                : result;
    }

    private record Awaited(Map<String, @Nullable Object> object, long duration) {}

    private Awaited await(Predicate<Map<String, @Nullable Object>> content) {
        Instant start = waiting.now();
        while (true) {
            Found found = kubectl.run(script(LOOK));
            Map<String, @Nullable Object> object = object(found, "existing");
            if (found.reply().ok() && content.test(object)) {
                return new Awaited(object, waiting.since(start));
            }
            if (waiting.since(start) >= a.number("wait_timeout")) {
                throw new ModuleFailure("\"" + kind + "\" \"" + name + "\": Timed out waiting on resource")
                        .with("result", object)
                        .with("duration", waiting.since(start));
            }
            waiting.sleep(Duration.ofSeconds(Math.max(1, a.number("wait_sleep"))));
        }
    }

    private boolean selected() {
        Map<String, @Nullable Object> labels =
                KubeObject.map(KubeObject.map(definition.get("metadata")).get("labels"));
        return a.strings("label_selectors").stream().allMatch(selector -> Selector.matches(selector, labels));
    }
}
