package io.slipway.automation.module.kubernetes;

import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.Waiting;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.json.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@code k8s_info}: what objects of a cluster are like. */
final class K8sInfoModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "k8s_info", "Tells what objects of a Kubernetes cluster are like")
            .alsoCalled("k8s_facts")
            .options(
                    Option.of("kind", STRING, "The kind").mandatory(),
                    Option.of("api_version", STRING, "The version of the kind")
                            .alias("api", "version")
                            .orElse("v1"),
                    Option.of("name", STRING, "The name; all when not given"),
                    Option.of("namespace", STRING, "The namespace; all when not given"),
                    Option.of("label_selectors", LIST, "What their labels must be")
                            .orElse(List.of()),
                    Option.of("field_selectors", LIST, "What their fields must be")
                            .orElse(List.of()))
            .options(ClusterOptions.waiting())
            .options(ClusterOptions.all())
            .differs("the cluster is reached by kubectl on the node; no Python is needed there")
            .build();

    private final Waiting waiting;

    K8sInfoModule(Waiting waiting) {
        this.waiting = waiting;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        Kubectl kubectl = new Kubectl(call);
        Instant start = waiting.now();
        Optional<List<Map<String, @Nullable Object>>> first = look(kubectl, a);
        if (first.isEmpty()) {
            return ModuleResult.unchanged()
                    .with("resources", List.of())
                    .with(
                            "msg",
                            "Failed to find API for resource with apiVersion \"" + a.string("api_version")
                                    + "\" and kind \"" + a.string("kind") + "\"")
                    .with("api_found", false);
        }
        List<Map<String, @Nullable Object>> objects = first.get();
        while (a.flag("wait") && !call.check() && !content(a, objects)) {
            if (waiting.since(start) >= a.number("wait_timeout")) {
                throw new ModuleFailure("Failed to gather information about " + a.string("kind")
                        + "(s) even after waiting for " + waiting.since(start) + " seconds");
            }
            waiting.sleep(Duration.ofSeconds(Math.max(1, a.number("wait_sleep"))));
            objects = look(kubectl, a).orElse(List.of());
        }
        return ModuleResult.unchanged().with("resources", objects).with("api_found", true);
    }

    private static boolean content(Arguments a, List<Map<String, @Nullable Object>> objects) {
        for (Map<String, @Nullable Object> object : objects) {
            boolean fine = a.has("wait_condition")
                    ? KubeObject.meets(a.map("wait_condition"), object)
                    : KubeObject.ready(object);
            if (!fine) {
                return false;
            }
        }
        return !objects.isEmpty();
    }

    /** Empty when the cluster knows no such kind, which is no error. */
    private static Optional<List<Map<String, @Nullable Object>>> look(Kubectl kubectl, Arguments a) {
        List<String> words = new ArrayList<>(List.of("get", "--ignore-not-found", "-o", "json"));
        if (a.has("namespace")) {
            words.addAll(List.of("-n", a.string("namespace")));
        } else if (!a.has("name")) {
            words.add("--all-namespaces");
        }
        if (!a.strings("label_selectors").isEmpty()) {
            words.add("--selector=" + String.join(",", a.strings("label_selectors")));
        }
        if (!a.strings("field_selectors").isEmpty()) {
            words.add("--field-selector=" + String.join(",", a.strings("field_selectors")));
        }
        words.addAll(List.of("--", Kubectl.type(a.string("kind"), a.string("api_version"))));
        a.text("name").ifPresent(words::add);
        Found found = kubectl.run(Script.of("_all=$(k " + Script.words(words) + ") || exit 3\ntell all \"$_all\"\n"));
        String said = found.reply().err().strip();
        if (said.contains("doesn't have a resource type")) {
            return Optional.empty();
        }
        if (!found.reply().ok()) {
            throw new ModuleFailure("Failed to gather information: " + said);
        }
        List<Map<String, @Nullable Object>> objects = new ArrayList<>();
        found.some("all")
                .map(text -> KubeObject.map(Json.read("kubectl's answer", text)))
                .ifPresent(answer -> {
                    if (answer.get("items") instanceof List<?> items) {
                        items.forEach(item -> objects.add(KubeObject.map(item)));
                    } else {
                        objects.add(answer);
                    }
                });
        return Optional.of(objects);
    }
}
