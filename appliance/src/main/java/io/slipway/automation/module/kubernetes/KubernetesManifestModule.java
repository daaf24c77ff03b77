package io.slipway.automation.module.kubernetes;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.MAP;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.RAW;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Waiting;
import java.util.Map;

/** {@code kubernetes_manifest}: all objects of a manifest together, until they do what they are for. */
final class KubernetesManifestModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "kubernetes_manifest",
                    "Has a Kubernetes cluster keep the objects of a manifest, removes what it no longer names, and waits until they are ready")
            .options(
                    Option.of("state", STRING, "Whether they are to be there")
                            .oneOf("absent", "present")
                            .orElse("present"),
                    Option.of("resource_definition", RAW, "The objects, as a mapping, a list or YAML text")
                            .alias("definition", "inline", "manifest"),
                    Option.of("src", PATH, "File with them, on the node or beside the playbook"),
                    Option.of("template", RAW, "Template that makes them"),
                    Option.of("namespace", STRING, "The namespace of those that name none"),
                    Option.of("field_manager", STRING, "As whom the cluster notes what is set")
                            .orElse("slipway"),
                    Option.of("force_conflicts", BOOL, "Whether to take over fields that another manager has set")
                            .orElse(false),
                    Option.of(
                                    "set",
                                    STRING,
                                    "Name of this set of objects: what an earlier manifest of the same set had, and this one has not, is removed")
                            .alias("inventory"),
                    Option.of("set_namespace", STRING, "Where the cluster keeps the list of the set's objects")
                            .orElse("kube-system"),
                    Option.of("wait", BOOL, "Whether to wait until all are ready, or gone")
                            .orElse(true),
                    Option.of("wait_sleep", INT, "How many seconds between looks")
                            .orElse(5L),
                    Option.of("wait_timeout", INT, "How many seconds to wait").orElse(300L),
                    Option.of(
                                    "wait_conditions",
                                    MAP,
                                    "By kind, the condition to wait for beside what is known of workloads: {ClusterPolicy: Ready}")
                            .orElse(Map.of()))
            .options(ClusterOptions.all())
            .exclusive("resource_definition", "src", "template")
            .differs(
                    "Ansible has no module of this name; k8s takes one object after the other, and removes none that a manifest lacks")
            .build();

    private final Waiting waiting;

    KubernetesManifestModule(Waiting waiting) {
        this.waiting = waiting;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        return new KeepManifest(call, waiting).run();
    }
}
