package io.slipway.automation.module.kubernetes;

import static io.slipway.automation.module.Option.Type.STRING;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Words;
import io.slipway.automation.transport.Reply;

/** {@code k8s_exec}: a command in a container of a cluster. */
final class K8sExecModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of("k8s_exec", "Runs a command in a pod of a Kubernetes cluster")
            .options(
                    Option.of("namespace", STRING, "The pod's namespace").mandatory(),
                    Option.of("pod", STRING, "The pod").mandatory(),
                    Option.of("container", STRING, "Which of its containers; the first when not given"),
                    Option.of("command", STRING, "The command, split as a shell would, and run by none")
                            .mandatory())
            .options(ClusterOptions.all())
            .differs(
                    "the cluster is reached by kubectl on the node; no Python is needed there",
                    "in check mode the command does not run")
            .build();

    /** Kubectl's own status is told on a line of its own, as the command's output may hold anything. */
    private static final String EXEC = """
            [ -n "$_in" ] || _in=$(k get -n "$_space" -o 'jsonpath={.spec.containers[0].name}' -- Pod.v1. "$_pod") || { echo 1 >&2; exit 0; }
            k exec -n "$_space" -c "$_in" "pod/$_pod" -- WORDS </dev/null
            echo "$?" >&2
            """;

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        if (call.check()) {
            return ModuleResult.skipped("Command would have run if not in check mode");
        }
        String pod = call.string("pod");
        Reply reply = new Kubectl(call)
                .run(Script.of(EXEC.replace("WORDS", Script.words(Words.split(call.string("command")))))
                        .set("_space", call.string("namespace"))
                        .set("_pod", pod)
                        .set("_in", call.arguments().text("container").orElse("")))
                .reply();
        String err = reply.err().stripTrailing();
        int last = err.lastIndexOf('\n') + 1;
        String status = err.substring(last);
        if (!reply.ok() || !status.matches("\\d{1,3}")) {
            throw new ModuleFailure("Failed to execute on pod " + pod + " due to : " + err);
        }
        int rc = Integer.parseInt(status);
        String said = err.substring(0, last);
        String note = "command terminated with exit code " + rc + "\n";
        if (rc != 0 && !said.endsWith(note)) {
            throw new ModuleFailure("Failed to execute on pod " + pod + " due to : " + said.strip())
                    .with("stderr", said);
        }
        ModuleResult result = ModuleResult.changed(true)
                .with("stdout", reply.out())
                .with("stderr", rc == 0 ? said : said.substring(0, said.length() - note.length()))
                .with("rc", rc)
                .with("return_code", rc);
        return rc == 0 ? result : result.with("msg", "non-zero return code").failing();
    }
}
