package io.slipway.automation.module.kubernetes;

import static io.slipway.automation.module.Option.Type.BOOL;
import static io.slipway.automation.module.Option.Type.INT;
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
import io.slipway.automation.module.shell.Found;
import java.util.ArrayList;
import java.util.List;

/** {@code k8s_log}: what containers of a cluster have written. */
final class K8sLogModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("k8s_log", "Fetches the logs of a pod of a Kubernetes cluster")
            .options(
                    Option.of("kind", STRING, "The kind; of what is no pod, one of its pods is taken")
                            .orElse("Pod"),
                    Option.of("api_version", STRING, "The version of the kind")
                            .alias("api", "version")
                            .orElse("v1"),
                    Option.of("name", STRING, "The name"),
                    Option.of("namespace", STRING, "The namespace"),
                    Option.of("label_selectors", LIST, "What the pod's labels must be; the first is taken"),
                    Option.of("container", STRING, "Which of its containers"),
                    Option.of("all_containers", BOOL, "Whether all of its containers"),
                    Option.of("previous", BOOL, "Whether of the container before, which has ended")
                            .orElse(false),
                    Option.of("since_seconds", STRING, "Only what is younger than this"),
                    Option.of("tail_lines", INT, "Only so many lines, from the end"))
            .options(ClusterOptions.all())
            .exclusive("container", "all_containers")
            .differs(
                    "the cluster is reached by kubectl on the node; no Python is needed there",
                    "of a pod with several containers and no container given, kubectl takes the first")
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        Arguments a = call.arguments();
        String selector = String.join(",", a.strings("label_selectors"));
        if (a.has("name") == !selector.isEmpty()) {
            throw new ModuleFailure(
                    a.has("name")
                            ? "Only one of name or label_selectors can be provided"
                            : "name or label_selectors must be provided");
        }
        String space = a.has("namespace") ? "-n " + Script.quote(a.string("namespace")) : "";
        List<String> flags = new ArrayList<>();
        a.text("container").ifPresent(one -> flags.add("--container=" + one));
        a.text("since_seconds").ifPresent(seconds -> flags.add("--since=" + seconds + "s"));
        a.integer("tail_lines").ifPresent(lines -> flags.add("--tail=" + lines));
        if (a.flag("all_containers")) {
            flags.add("--all-containers=true");
        }
        if (a.flag("previous")) {
            flags.add("--previous=true");
        }
        String choice = selector.isEmpty()
                ? ""
                : "_which=$(k get " + space + " " + Script.quote("--selector=" + selector)
                        + " -o 'jsonpath={.items[*].metadata.name}' -- Pod.v1.) || exit 3\n"
                        + "[ -n \"$_which\" ] || exit 5\n_which=pod/${_which%% *}\n";
        String kind = a.string("kind").equalsIgnoreCase("pod")
                ? "pod"
                : Kubectl.type(a.string("kind"), a.string("api_version"));
        Found found = new Kubectl(call)
                .run(Script.of(choice + "k logs " + space + " " + Script.words(flags) + " -- \"$_which\" || exit 4\n")
                        .set("_which", kind + "/" + a.text("name").orElse("")));
        if (found.reply().exitCode() == 5) {
            throw new ModuleFailure(
                    "No pods in namespace " + a.text("namespace").orElse("default") + " matched selector " + selector);
        }
        if (!found.reply().ok()) {
            throw new ModuleFailure("Unable to retrieve log from Pod due to: " + ClusterObject.said(found))
                    .with("stderr", found.reply().err());
        }
        String log = found.reply().out();
        return ModuleResult.unchanged().with("log", log).with("log_lines", List.of(log.split("\n", -1)));
    }
}
