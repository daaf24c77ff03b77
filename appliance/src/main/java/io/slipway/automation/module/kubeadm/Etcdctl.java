package io.slipway.automation.module.kubeadm;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.Problem;
import java.util.List;

/** The {@code etcdctl} of a node, told by its environment whom to ask and what to show. */
final class Etcdctl {

    private static final int NONE = 74;

    private static final String CALL = """
            command -v etcdctl >/dev/null 2>&1 || exit 74
            export ETCDCTL_API=3 ETCDCTL_ENDPOINTS ETCDCTL_CACERT ETCDCTL_CERT ETCDCTL_KEY
            [ -n "$ETCDCTL_CACERT" ] || unset ETCDCTL_CACERT ETCDCTL_CERT ETCDCTL_KEY
            _out=$(etcdctl --command-timeout "$_limit" --dial-timeout "$_limit" WORDS) || exit 3
            tell out "$_out"
            """;

    private final ModuleCall call;

    Etcdctl(ModuleCall call) {
        this.call = call;
    }

    List<EtcdMember> members() {
        return EtcdMember.all(run(List.of("member", "list")).lines("out"));
    }

    Found run(List<String> words) {
        Arguments a = call.arguments();
        List<String> endpoints = a.strings("endpoints");
        boolean tls = endpoints.stream().anyMatch(endpoint -> endpoint.startsWith("https:"));
        Found found = Found.tryAsk(
                call.node(),
                Found.script(Script.of(CALL.replace("WORDS", Script.words(words)))
                        .set("_limit", a.number("timeout") + "s")
                        .set("ETCDCTL_ENDPOINTS", String.join(",", endpoints))
                        .set("ETCDCTL_CACERT", tls ? a.string("cacert") : "")
                        .set("ETCDCTL_CERT", tls ? a.string("cert") : "")
                        .set("ETCDCTL_KEY", tls ? a.string("key") : "")
                        .text()));
        if (found.reply().exitCode() == NONE) {
            throw new ModuleFailure(Problem.of("Failed to find required executable \"etcdctl\" on the node")
                    .hint("install the package etcd-client there, or delegate the task to a management node"));
        }
        if (!found.reply().ok()) {
            throw failure(words, found.reply().err().strip());
        }
        return found;
    }

    /** The last line is for people; before it come records of the client in JSON. */
    private ModuleFailure failure(List<String> words, String said) {
        String last = said.lines()
                .filter(line -> !line.startsWith("{"))
                .reduce((before, line) -> line)
                .orElse(said)
                .replaceFirst("^Error: ", "");
        Problem problem = Problem.of("etcd does not do 'etcdctl " + String.join(" ", words) + "'")
                .because(last);
        return new ModuleFailure(remedied(problem, last)).with("stderr", said);
    }

    private Problem remedied(Problem problem, String last) {
        if (last.contains("unhealthy cluster") || last.contains("re-configuration failed")) {
            return problem.hint(
                    "the members that are left could not agree any more; bring others back first, or see recover-control-plane.yml");
        }
        if (last.contains("in sync with leader")) {
            return problem.hint("the learner has not caught up: try again when it has");
        }
        if (last.contains("deadline exceeded") || last.contains("connection refused")) {
            return problem.hint(
                    "no etcd answers at " + String.join(", ", call.arguments().strings("endpoints"))
                            + "; see `crictl ps -a --name etcd` there");
        }
        return problem;
    }
}
