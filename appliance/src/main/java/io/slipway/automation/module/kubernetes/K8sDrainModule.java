package io.slipway.automation.module.kubernetes;

import static io.slipway.automation.module.Option.Type.MAP;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Waiting;

/** {@code k8s_drain}: a node of a cluster closed to pods, emptied of them, and opened again. */
final class K8sDrainModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "k8s_drain", "Closes a node of a Kubernetes cluster to pods, moves them away, and opens it again")
            .options(
                    Option.of("state", STRING, "What is wanted")
                            .oneOf("cordon", "drain", "uncordon")
                            .orElse("drain"),
                    Option.of("name", STRING, "The node").mandatory(),
                    Option.of(
                            "delete_options",
                            MAP,
                            "How pods go: terminate_grace_period, force, ignore_daemonsets, delete_emptydir_data,"
                                    + " disable_eviction, wait_timeout, wait_sleep"))
            .options(ClusterOptions.all())
            .differs(
                    "the cluster is reached by kubectl on the node; no Python is needed there",
                    "check mode tells what would be done; upstream refuses it",
                    "pods that may not go are found before the node is closed, and with wait_timeout all of them are waited for")
            .build();

    private final Waiting waiting;

    K8sDrainModule(Waiting waiting) {
        this.waiting = waiting;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        return new Draining(call, waiting).run();
    }
}
