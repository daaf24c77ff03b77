package io.slipway.automation.module.source;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.Controller;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.Route;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.shell.Words;
import io.slipway.automation.module.source.RsyncCommand.End;
import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.Target;
import io.slipway.common.Problem;
import io.slipway.common.template.Python;
import java.util.List;

/** One task of {@code synchronize}: decides where {@code rsync} runs and what it is told, and reads what it says. */
final class Synchronize {

    private static final String SCRIPT = """
            _rsync=$(command -v "$_program") || exit 74
            _ssh=
            [ -z "$_remote" ] || _ssh=$(command -v ssh) || exit 75
            printf '%s\\000%s\\000' "$_rsync" "$_ssh"
            "$_rsync"\s""";

    private final ModuleCall call;
    private final Arguments a;
    private final Controller controller;
    private final Route route;
    private final Node node;

    Synchronize(ModuleCall call) {
        this.call = call;
        this.a = call.arguments();
        this.controller = call.controller();
        this.route = controller.route();
        this.node = route.oneMachine() ? call.node() : route.from();
    }

    ModuleResult run() {
        boolean pull = a.string("mode").equals("pull");
        End source = pull ? there(a.string("src")) : here(a.string("src"));
        End target = pull ? here(a.string("dest")) : there(a.string("dest"));
        if (source.isUrl() && target.isUrl()) {
            throw new ModuleFailure(
                            Problem.of("src and dest are both rsync:// addresses")
                                    .hint(
                                            "rsync copies between a server and the machine it runs on: give a path for one of them"))
                    .with("rc", 1);
        }
        boolean remote = (source.needsShell() || target.needsShell()) && !source.isUrl() && !target.isUrl();
        RsyncCommand command =
                new RsyncCommand(a, call.check(), remote ? rsh("ssh") : "", rsyncPath(), links(target), source, target);
        String program = Python.str(controller.evaluate("ansible_rsync_path | default('rsync', true)"));
        Reply reply = node.run(Script.of(SCRIPT + command.forShell() + " </dev/null\n")
                .set("_program", program)
                .set("_remote", remote ? "yes" : ""));
        String[] said = reply.out().split("\0", 3);
        if (said.length < 3) {
            throw missing(reply, program);
        }
        String shown = command.shown(said[0], remote ? rsh(said[1]) : "");
        if (!reply.ok()) {
            throw new RsyncFailure(route, reply)
                    .explained()
                    .with("rc", reply.exitCode())
                    .with("cmd", shown);
        }
        ModuleResult result = ModuleResult.changed(command.changed(said[2]))
                .with("rc", 0)
                .with("cmd", shown)
                .withAll(RsyncCommand.told(said[2]));
        if (call.diff()) {
            result = result.with(
                    ModuleResult.Diff.prepared(String.valueOf(result.values().get("msg"))));
        }
        return a.strings("rsync_opts").contains("")
                ? result.with("warnings", List.of("an empty string in rsync_opts is left out"))
                : result;
    }

    /** The end that {@code rsync} reaches without a connection. */
    private End here(String path) {
        return new End(placed(path), false);
    }

    private End there(String path) {
        if (route.oneMachine() || path.startsWith("rsync://")) {
            return here(path);
        }
        if (!(route.to() instanceof Target.Ssh host)) {
            throw new ModuleFailure(Problem.of("rsync on " + node.name() + " cannot reach "
                            + route.to().name() + ", which is the machine that Slipway runs on")
                    .hint("turn the task around: hosts: " + node.name() + " without delegate_to, and mode "
                            + (a.string("mode").equals("pull") ? "push" : "pull")));
        }
        String address = host.address().contains(":") ? "[" + host.address() + "]" : host.address();
        String user = a.flag("set_remote_user") && host.user() != null ? host.user() + "@" : "";
        return new End(user + address + ":" + (path.startsWith("-") ? "./" : "") + path, true);
    }

    /** Paths of this machine are found as for other modules; those of another are left to it. */
    private String placed(String path) {
        if (path.matches("(?s)(?:/|~|[^/]+:).*") || path.isEmpty()) {
            return path;
        }
        if (!node.local()) {
            return "./" + path;
        }
        String found = found(path);
        return path.endsWith("/") && !found.endsWith("/") ? found + "/" : found;
    }

    private String found(String path) {
        try {
            return controller.find("files", path).toString();
        } catch (ModuleFailure notThereYet) {
            return controller.place(path).toString();
        }
    }

    /** As {@code rsync} would take them as relative to the destination, all are whole. */
    private List<String> links(End target) {
        List<String> links = a.strings("link_dest").stream()
                .map(folder -> folder.matches("(?s)[/~].*")
                        ? folder
                        : node.local() ? controller.place(folder).toString() : "$PWD/" + folder)
                .toList();
        for (String folder : links) {
            if (target.text().startsWith(folder.replaceFirst("/*$", "/"))) {
                throw new ModuleFailure(Problem.of(
                                "dest " + target.text() + " lies in link_dest " + folder + ": it would link to itself")
                        .hint("name a folder beside dest"));
            }
        }
        return links;
    }

    private String rsh(String ssh) {
        return route.to() instanceof Target.Ssh host && !route.oneMachine()
                ? new RemoteShell(a, route, host).command(ssh)
                : ssh;
    }

    private String rsyncPath() {
        String given = a.text("rsync_path").orElse("");
        Become become = route.become();
        if (!given.isEmpty() || become == null || route.oneMachine()) {
            return given;
        }
        if (!become.method().equals("sudo")) {
            throw new ModuleFailure(Problem.of("synchronize cannot become " + become.user() + " by " + become.method())
                    .hint("use become_method: sudo, or say in rsync_path how rsync is run there"));
        }
        return "sudo -u " + Words.shown(List.of(become.user())) + " rsync";
    }

    private ModuleFailure missing(Reply reply, String program) {
        String place = node.local() ? "this side" : node.name();
        return switch (reply.exitCode()) {
            case 74 ->
                new ModuleFailure(Problem.of("Failed to find required executable \"" + program + "\" on " + place)
                        .hint("install the package rsync there; it is needed on both sides"));
            case 75 ->
                new ModuleFailure(Problem.of("Failed to find required executable \"ssh\" on " + place)
                        .hint("install the package openssh-client there (openssh-clients on RHEL)"));
            default ->
                new ModuleFailure("rsync could not be run on " + place + ": "
                        + reply.err().strip());
        };
    }
}
