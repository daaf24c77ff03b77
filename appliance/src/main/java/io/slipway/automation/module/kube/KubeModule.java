package io.slipway.automation.module.kube;

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
import io.slipway.automation.module.shell.Words;
import io.slipway.automation.transport.Reply;
import io.slipway.common.Problem;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code kube}, the twin of the module that Kubespray ships in its {@code library}: what it does with {@code kubectl} needs no Python. It
 * never says that something changed, and does nothing in check mode, as the original.
 */
final class KubeModule implements Module {

    /** A first line says what became of it: {@code none}, {@code absent}, {@code there}, or {@code ran} and then kubectl's own output. */
    private static final String FIND = """
            case $1 in
              */*) _kubectl=$1 ;;
              *) PATH=$PATH:/usr/local/bin:/usr/local/sbin:/usr/sbin:/sbin; _kubectl=$(command -v "$1" 2>/dev/null) ;;
            esac
            shift
            if [ ! -x "$_kubectl" ]; then echo none; exit 0; fi
            """;

    private static final String RUN = "echo ran\nexec \"$_kubectl\" \"$@\" </dev/null\n";

    private static final ModuleSpec SPEC = ModuleSpec.of("kube", "Makes, replaces and removes resources with kubectl")
            .options(
                    Option.of("name", STRING, "The resource's name"),
                    Option.of("filename", LIST, "Files with definitions, on the node")
                            .alias("files", "file", "filenames"),
                    Option.of("namespace", STRING, "The namespace of the resources"),
                    Option.of("resource", STRING, "The kind of resource, such as pods or svc"),
                    Option.of("label", STRING, "Labels that choose resources"),
                    Option.of("server", STRING, "The URL of the API server"),
                    Option.of("kubeconfig", STRING, "The path of the kubeconfig"),
                    Option.of("kubectl", STRING, "The path of kubectl, unless it is found in PATH"),
                    Option.of("force", BOOL, "Whether to remove without a look whether anything is there")
                            .orElse(false),
                    Option.of("wait", BOOL, "Whether to wait for resources to be made")
                            .orElse(false),
                    Option.of("all", BOOL, "All resources to remove, or all namespaces to look in")
                            .orElse(false),
                    Option.of("log_level", INT, "How much kubectl logs").orElse(0L),
                    Option.of("state", STRING, "What is wanted of the resources")
                            .oneOf("present", "absent", "latest", "reloaded", "stopped", "exists")
                            .orElse("present"),
                    Option.of("recursive", BOOL, "Whether a folder in filename counts with all below it")
                            .orElse(false))
            .build();

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public boolean oneExchange() {
        return true;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        if (call.check()) {
            return ModuleResult.skipped("remote module (kube) does not support check mode");
        }
        Arguments arguments = call.arguments();
        KubeCommand kubectl = new KubeCommand(arguments);
        List<String> words = switch (arguments.string("state")) {
            case "absent" -> kubectl.remove("delete", "resource required to delete without filename");
            case "stopped" -> kubectl.remove("stop", "resource required to stop without filename");
            case "exists" -> kubectl.look();
            case "present" -> kubectl.apply("filename required to create");
            default -> kubectl.apply("filename required to reload");
        };
        Reply reply = call.node().run(script(kubectl, words, arguments));
        String out = reply.out();
        int line = out.indexOf('\n');
        String printed = line < 0 ? "" : out.substring(line + 1);
        return switch (line < 0 ? out : out.substring(0, line)) {
            case "ran" -> ran(reply, words, printed);
            case "there" -> ModuleResult.unchanged().with("msg", "True");
            case "absent" ->
                ModuleResult.unchanged()
                        .with("msg", arguments.string("state").equals("exists") ? "False" : "success: ");
            default -> throw noKubectl(call, words.getFirst());
        };
    }

    private static Script script(KubeCommand kubectl, List<String> words, Arguments arguments) {
        String run = "set -- " + expanding(words) + "\n" + FIND;
        return switch (arguments.string("state")) {
            case "exists" ->
                Script.of(run + "if [ -n \"$(" + looking() + ")\" ]; then echo there; else echo absent; fi\n");
            case "absent", "stopped" -> Script.of(arguments.flag("force") ? run + RUN : guarded(kubectl.look(), run));
            default -> Script.of(run + RUN);
        };
    }

    /** Something to remove is only removed where there is something. */
    private static String guarded(List<String> look, String run) {
        return run + "if [ -z \"$(set -- " + expanding(look.subList(1, look.size())) + "; " + looking()
                + ")\" ]; then echo absent; exit 0; fi\n" + RUN;
    }

    /** What it prints counts only when it succeeds. */
    private static String looking() {
        return "_seen=$(\"$_kubectl\" \"$@\" 2>/dev/null </dev/null) && printf %s \"$_seen\"";
    }

    private static String expanding(List<String> words) {
        return words.stream().map(Words::expanding).collect(Collectors.joining(" "));
    }

    private static ModuleResult ran(Reply reply, List<String> words, String printed) {
        if (reply.ok()) {
            return ModuleResult.unchanged().with("msg", "success: " + String.join(" ", Words.lines(printed)));
        }
        return ModuleResult.failed("error running kubectl (%s) command (rc=%d), out='%s', err='%s'"
                .formatted(String.join(" ", words), reply.exitCode(), printed, reply.err()));
    }

    private static ModuleFailure noKubectl(ModuleCall call, String name) {
        return new ModuleFailure(Problem.of("Failed to find required executable \"" + name + "\" on "
                        + call.node().name())
                .hint("install kubectl there, or say with 'kubectl' where it is"));
    }
}
