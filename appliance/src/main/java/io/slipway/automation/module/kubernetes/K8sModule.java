package io.slipway.automation.module.kubernetes;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.MAP;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.RAW;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Waiting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code k8s}: objects of a cluster. */
final class K8sModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "k8s", "Makes, changes and removes objects of a Kubernetes cluster")
            .options(
                    Option.of("state", STRING, "Whether it is to be there; patched changes it only if it is there")
                            .oneOf("absent", "present", "patched")
                            .orElse("present"),
                    Option.of("resource_definition", RAW, "The object or objects, as a mapping, a list or YAML text")
                            .alias("definition", "inline"),
                    Option.of("src", PATH, "File with them, on the node or beside the playbook"),
                    Option.of("template", RAW, "Template that makes them"),
                    Option.of("api_version", STRING, "The version of the kind")
                            .alias("api", "version")
                            .orElse("v1"),
                    Option.of("kind", STRING, "The kind"),
                    Option.of("name", STRING, "The name"),
                    Option.of("generate_name", STRING, "What the cluster begins a name of its own with"),
                    Option.of("namespace", STRING, "The namespace"),
                    Option.of("apply", BOOL, "Whether it is applied, so that what a later definition leaves out goes")
                            .orElse(false),
                    Option.of("server_side_apply", MAP, "Apply by the cluster: field_manager, force_conflicts"),
                    Option.of("force", BOOL, "Whether it is replaced rather than changed")
                            .orElse(false),
                    Option.of("merge_type", LIST, "How it is changed, tried in this order")
                            .oneOf("json", "merge", "strategic-merge"),
                    Option.of("append_hash", BOOL, "Refused").orElse(false),
                    Option.of("validate", MAP, "Taken: the cluster itself checks what it is given"),
                    Option.of("delete_options", MAP, "How it is removed: gracePeriodSeconds, propagationPolicy"),
                    Option.of("label_selectors", LIST, "Leaves out definitions whose labels do not match"),
                    Option.of("continue_on_error", BOOL, "Whether an object that fails does not keep others back")
                            .orElse(false))
            .options(ClusterOptions.waiting())
            .options(ClusterOptions.all())
            .exclusive("resource_definition", "src", "template")
            .exclusive("merge_type", "apply")
            .differs(
                    "the cluster is reached by kubectl on the node; no Python is needed there",
                    "append_hash and preconditions in delete_options are refused",
                    "kubeconfig is a file of the node; src as well, or if there is none, one beside the playbook")
            .build();

    private final Waiting waiting;

    K8sModule(Waiting waiting) {
        this.waiting = waiting;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        if (call.flag("append_hash")) {
            throw new ModuleFailure(
                    "append_hash is not supported: put the hash into the name with the filter k8s_config_resource_name");
        }
        Kubectl kubectl = new Kubectl(call);
        List<ModuleResult> results = new ArrayList<>();
        for (Map<String, @Nullable Object> definition : Definitions.of(call)) {
            try {
                results.add(new KeepObject(call, kubectl, waiting, definition).run());
            } catch (ModuleFailure e) {
                if (!call.flag("continue_on_error")) {
                    throw e;
                }
                results.add(ModuleResult.changed(false)
                        .with("result", Map.of())
                        .with("error", Map.of("msg", e.getMessage())));
            }
        }
        if (results.size() == 1) {
            return results.getFirst();
        }
        List<Map<String, @Nullable Object>> all = new ArrayList<>();
        ModuleResult joined = ModuleResult.changed(results.stream().anyMatch(ModuleResult::changed));
        for (ModuleResult one : results) {
            Map<String, @Nullable Object> values = new LinkedHashMap<>(one.values());
            values.put("changed", one.changed());
            all.add(values);
            for (ModuleResult.Diff diff : one.diffs()) {
                joined = joined.with(diff);
            }
        }
        return joined.with("result", Map.of("results", all));
    }
}
