package io.slipway.automation.module.kubernetes;

import static io.slipway.automation.module.Option.Type.ELEMENTS;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleResult.Diff;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Waiting;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code k8s_json_patch}: operations of RFC 6902 on an object of a cluster. */
final class K8sJsonPatchModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "k8s_json_patch", "Changes an object of a Kubernetes cluster by JSON patch operations")
            .options(
                    Option.of("api_version", STRING, "The version of the kind")
                            .alias("api", "version")
                            .orElse("v1"),
                    Option.of("kind", STRING, "The kind").mandatory(),
                    Option.of("namespace", STRING, "The namespace"),
                    Option.of("name", STRING, "The name").mandatory(),
                    Option.of("patch", ELEMENTS, "The operations, each a mapping: op, path, value, from")
                            .mandatory())
            .options(ClusterOptions.waiting())
            .options(ClusterOptions.all())
            .differs(
                    "the cluster is reached by kubectl on the node; no Python is needed there",
                    "in check mode the cluster itself tells what would come of it")
            .build();

    private static final String PATCH = """
            [ -n "$_old" ] || exit 0
            _new=$(printf '%s' "$_patch" | k patch "$@" $_dry -o json --type=json --patch-file=/dev/stdin -- "$_type" "$_name") || exit 4
            tell patched "$_new"
            """;

    private final Waiting waiting;

    K8sJsonPatchModule(Waiting waiting) {
        this.waiting = waiting;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        for (Object operation : a.elements("patch")) {
            if (!(operation instanceof Map<?, ?>)) {
                throw new ModuleFailure("an operation of the patch is not a mapping: " + operation);
            }
        }
        ClusterObject object = new ClusterObject(
                new Kubectl(call),
                a.string("kind"),
                a.string("api_version"),
                a.text("namespace").orElse(""),
                a.string("name"));
        Found found = object.kubectl()
                .run(object.script(ClusterObject.LOOK + PATCH)
                        .set("_dry", call.check() ? "--dry-run=server" : "")
                        .set("_patch", Json.write(a.elements("patch"))));
        String title = object.kind() + " " + object.name();
        if (found.reply().exitCode() == 4) {
            throw new ModuleFailure("Failed to patch existing object: " + ClusterObject.said(found))
                    .with("stderr", found.reply().err());
        }
        Map<String, @Nullable Object> before = ClusterObject.told(found, "object");
        if (!found.reply().ok() || before.isEmpty()) {
            throw new ModuleFailure(Problem.of(title + ": Failed to retrieve requested object: "
                            + (found.reply().ok() ? "there is none of this name" : ClusterObject.said(found)))
                    .hint("kind, api_version, namespace and name must be those of an object that is there"));
        }
        Map<String, @Nullable Object> after = ClusterObject.told(found, "patched");
        boolean changed = !KubeObject.lasting(before).equals(KubeObject.lasting(after));
        ModuleResult result = ModuleResult.changed(changed);
        if (call.diff() && changed) {
            result = result.with(new Diff(
                    "",
                    "",
                    Json.pretty(KubeObject.lasting(before)) + "\n",
                    Json.pretty(KubeObject.lasting(after)) + "\n"));
        }
        if (!a.flag("wait") || call.check()) {
            return result.with("result", after);
        }
        Map<String, @Nullable Object> condition = a.map("wait_condition");
        boolean plain = KubeObject.text(condition, "type").isEmpty();
        ClusterObject.Awaited awaited = object.await(
                waiting,
                a,
                one -> plain ? KubeObject.ready(one) : KubeObject.meets(condition, one),
                "\"" + title + "\": Resource update timed out");
        return result.with("result", awaited.object()).with("duration", awaited.seconds());
    }
}
