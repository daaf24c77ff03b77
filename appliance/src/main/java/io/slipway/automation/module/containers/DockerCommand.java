package io.slipway.automation.module.containers;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.transport.Reply;
import io.slipway.common.Problem;
import java.util.List;

/** The {@code docker} command of a node: it moves images, since it knows the logins and credential helpers of its user. */
final class DockerCommand {

    private static final String PRELUDE = """
            PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin
            export PATH
            command -v docker >/dev/null 2>&1 || exit 74
            if [ "$_host" = "$_default" ]; then _host=${DOCKER_HOST:-unix:///var/run/docker.sock}; fi
            case $_host in unix:///*) ;; unix://*) _host=unix:///${_host#unix://} ;; esac
            set -- -H "$_host"
            [ -z "$_tls" ] || set -- "$@" "$_tls"
            [ -z "$_ca" ] || set -- "$@" --tlscacert "$_ca"
            [ -z "$_cert" ] || set -- "$@" --tlscert "$_cert"
            [ -z "$_key" ] || set -- "$@" --tlskey "$_key"
            """;

    private final Node node;
    private final Script settings;

    DockerCommand(ModuleCall call) {
        this.node = call.node();
        Arguments a = call.arguments();
        this.settings = Script.of(NodePath.assign("_ca", a.text("ca_cert").orElse(""))
                        + NodePath.assign("_cert", a.text("client_cert").orElse(""))
                        + NodePath.assign("_key", a.text("client_key").orElse(""))
                        + PRELUDE)
                .set("_host", a.string("docker_host"))
                .set("_default", EngineOptions.DEFAULT_HOST)
                .set("_tls", a.flag("validate_certs") ? "--tlsverify" : a.flag("tls") ? "--tls" : "");
    }

    /** Runs {@code docker WORDS…}. */
    Reply run(List<String> words, String input) {
        return script("docker \"$@\" " + Script.words(words), input);
    }

    /** Script text in which {@code docker "$@"} reaches the engine. */
    Reply script(String text, String input) {
        Reply reply = node.run(Script.of(settings.text() + text + "\n").input(input));
        if (reply.exitCode() == 74) {
            throw new ModuleFailure(Problem.of("Failed to find required executable \"docker\" on the node")
                    .hint("install the package docker-cli (docker.io on older systems, docker-ce-cli from Docker)"));
        }
        return reply;
    }

    void pull(ImageName image, String platform) {
        List<String> words = platform.isEmpty()
                ? List.of("pull", "--", image.toString())
                : List.of("pull", "--platform", platform, "--", image.toString());
        Reply reply = run(words, "");
        if (!reply.ok()) {
            throw new ModuleFailure(
                    "Error pulling image " + image + " - " + reply.err().strip());
        }
    }
}
