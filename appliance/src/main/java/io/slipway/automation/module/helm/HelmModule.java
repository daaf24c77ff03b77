package io.slipway.automation.module.helm;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.ELEMENTS;
import static io.slipway.automation.module.Option.Type.INT;
import static io.slipway.automation.module.Option.Type.LIST;
import static io.slipway.automation.module.Option.Type.MAP;
import static io.slipway.automation.module.Option.Type.PATH;
import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import java.util.List;
import java.util.Map;

/** {@code helm}: a release of a chart in a cluster. */
final class HelmModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "helm", "Installs, upgrades and removes releases of Helm charts")
            .alsoCalled("helm_release")
            .options(
                    Option.of("release_name", STRING, "The release")
                            .alias("name")
                            .mandatory(),
                    Option.of("release_namespace", STRING, "Its namespace")
                            .alias("namespace")
                            .mandatory(),
                    Option.of("release_state", STRING, "Whether it is to be there")
                            .alias("state")
                            .oneOf("present", "absent")
                            .orElse("present"),
                    Option.of("chart_ref", PATH, "Chart in a repository, file or folder of the node, or URL"),
                    Option.of("chart_repo_url", STRING, "URL of the repository to look for the chart in"),
                    Option.of("chart_version", STRING, "Version of the chart; the latest when not given"),
                    Option.of(
                                    "dependency_update",
                                    BOOL,
                                    "Whether the charts that it needs are brought up to date before")
                            .alias("dep_up")
                            .orElse(false),
                    Option.of("release_values", MAP, "Values for the chart")
                            .alias("values")
                            .orElse(Map.of()),
                    Option.of("values_files", LIST, "Files of the node with values, below release_values")
                            .orElse(List.of()),
                    Option.of(
                            "set_values",
                            ELEMENTS,
                            "Values over all others: value, value_type (raw, string, json, file)"),
                    Option.of("update_repo_cache", BOOL, "Whether helm repo update is run before")
                            .orElse(false),
                    Option.of("disable_hook", BOOL, "Whether the chart's hooks are left out")
                            .orElse(false),
                    Option.of(
                                    "force",
                                    BOOL,
                                    "Whether what is installed is upgraded anyway, and replaced where it must be")
                            .orElse(false),
                    Option.of("purge", BOOL, "Whether the history of a removed release goes as well")
                            .orElse(true),
                    Option.of("wait", BOOL, "Whether to wait until all of it is ready, or gone")
                            .orElse(false),
                    Option.of("wait_timeout", STRING, "How long to wait then, such as 5m0s"),
                    Option.of("timeout", STRING, "How long helm may take, such as 5m0s"),
                    Option.of("atomic", BOOL, "Whether a failed installation or upgrade is taken back")
                            .orElse(false),
                    Option.of("create_namespace", BOOL, "Whether a missing namespace is made")
                            .orElse(false),
                    Option.of("post_renderer", STRING, "Program of the node that what the chart makes goes through"),
                    Option.of("replace", BOOL, "Whether the name of a removed release is used again")
                            .orElse(false),
                    Option.of("skip_crds", BOOL, "Whether definitions of custom resources are left out")
                            .orElse(false),
                    Option.of("history_max", INT, "How many revisions are kept"))
            .options(HelmOptions.all())
            .exclusive("context", "ca_cert")
            .exclusive("replace", "history_max")
            .exclusive("wait_timeout", "timeout")
            .neededIf("release_state", "present", "chart_ref")
            .differs(
                    HelmOptions.DIFFERENCE,
                    "without the plugin helm diff, files, release_values and set_values are joined as helm joins them and compared"
                            + " with the release's; set_values from files always upgrade",
                    "in check mode neither the repositories' cache nor a chart's dependencies are updated",
                    "post_renderer works, and timeout also holds for removal",
                    "without the plugin helm diff, --diff shows the chart's version and the values")
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        return new KeepRelease(call).run();
    }
}
