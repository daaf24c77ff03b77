package io.slipway.automation.module.kubernetes;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.RAW;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Waiting;
import java.util.List;

/** {@code k8s_scale}: how many of a thing run in a cluster. */
final class K8sScaleModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "k8s_scale", "Says how many pods of a deployment, a set or a job run in a Kubernetes cluster")
            .options(
                    Option.of("replicas", INT, "How many are to run").mandatory(),
                    Option.of("current_replicas", INT, "Leaves alone what has not this many now"),
                    Option.of("resource_version", STRING, "Leaves alone what has not this version now"),
                    Option.of("resource_definition", RAW, "The object, as a mapping or YAML text")
                            .alias("definition", "inline"),
                    Option.of("src", PATH, "File with it, on the node or beside the playbook"),
                    Option.of("api_version", STRING, "The version of the kind")
                            .alias("api", "version")
                            .orElse("v1"),
                    Option.of("kind", STRING, "The kind"),
                    Option.of("name", STRING, "The name; all when not given"),
                    Option.of("namespace", STRING, "The namespace"),
                    Option.of("label_selectors", LIST, "What their labels must be")
                            .orElse(List.of()),
                    Option.of("continue_on_error", BOOL, "Whether one that fails does not keep others back")
                            .orElse(false),
                    Option.of("wait", BOOL, "Whether to wait until they run").orElse(true),
                    Option.of("wait_sleep", INT, "How many seconds between looks")
                            .orElse(5L),
                    Option.of("wait_timeout", INT, "How many seconds to wait").orElse(20L))
            .options(ClusterOptions.all())
            .exclusive("resource_definition", "src")
            .differs(
                    "the cluster is reached by kubectl on the node; no Python is needed there",
                    "where several jobs are found, changed tells of them too")
            .build();

    private final Waiting waiting;

    K8sScaleModule(Waiting waiting) {
        this.waiting = waiting;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        return new Scaling(call, waiting, Definitions.of(call).getFirst()).run();
    }
}
