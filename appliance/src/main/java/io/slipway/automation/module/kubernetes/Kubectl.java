package io.slipway.automation.module.kubernetes;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The {@code kubectl} of a node. Tokens and passwords reach it in a file that only its user can read, and that is gone afterwards. */
final class Kubectl {

    private static final String PRELUDE = """
            command -v kubectl >/dev/null 2>&1 || { PATH=$PATH:/usr/local/bin:/opt/bin:/var/lib/rancher/rke2/bin; export PATH; }
            command -v kubectl >/dev/null 2>&1 || exit 74
            if [ -n "$_generated" ]; then
              _place=$(umask 077; mktemp -d) || exit 1
              trap 'rm -rf -- "$_place"' EXIT
              trap 'trap "" HUP INT PIPE TERM; exit 143' HUP INT PIPE TERM
              (umask 077; printf '%s' "$_generated" >"$_place/config") || exit 1
              KUBECONFIG=$_place/config
              export KUBECONFIG
            elif [ -n "$_config" ]; then
              KUBECONFIG=$_config
              export KUBECONFIG
            fi
            k() { kubectl "$@"; }
            """;

    private final Node node;
    private final Script settings;

    Kubectl(ModuleCall call) {
        this.node = call.node();
        Arguments a = call.arguments();
        if (a.has("proxy_headers")) {
            throw new ModuleFailure("proxy_headers cannot be used: kubectl sends none");
        }
        List<String> flags = new ArrayList<>();
        a.text("context").ifPresent(text -> flags.add("--context=" + text));
        a.text("impersonate_user").ifPresent(text -> flags.add("--as=" + text));
        a.strings("impersonate_groups").forEach(text -> flags.add("--as-group=" + text));
        boolean secret = a.has("api_key") || a.has("password");
        if (secret && !a.has("host")) {
            throw new ModuleFailure(
                    Problem.of("api_key and password need host").hint("or put them into the kubeconfig"));
        }
        StringBuilder paths = new StringBuilder(
                NodePath.assign("_config", a.raw("kubeconfig").orElse("") instanceof String s ? s : ""));
        String generated = a.raw("kubeconfig").orElse("") instanceof Map<?, ?> map ? Json.write(map) : "";
        if (secret) {
            generated = Json.write(config(a));
        } else {
            a.text("host").ifPresent(text -> flags.add("--server=" + text));
            a.choice("validate_certs").ifPresent(check -> flags.add("--insecure-skip-tls-verify=" + !check));
            a.text("ca_cert").ifPresent(text -> flags.add("--certificate-authority=" + text));
            a.text("client_cert").ifPresent(text -> flags.add("--client-certificate=" + text));
            a.text("client_key").ifPresent(text -> flags.add("--client-key=" + text));
        }
        a.text("proxy").ifPresent(text -> paths.append("HTTPS_PROXY=" + Script.quote(text) + "; export HTTPS_PROXY\n"));
        a.text("no_proxy").ifPresent(text -> paths.append("NO_PROXY=" + Script.quote(text) + "; export NO_PROXY\n"));
        this.settings = Script.of(
                        paths + PRELUDE.replace("kubectl \"$@\"", "kubectl " + Script.words(flags) + " \"$@\""))
                .set("_generated", generated);
    }

    private static Map<String, @Nullable Object> config(Arguments a) {
        Map<String, @Nullable Object> cluster = new LinkedHashMap<>();
        cluster.put("server", a.string("host"));
        cluster.put("certificate-authority", a.text("ca_cert").orElse(null));
        cluster.put(
                "insecure-skip-tls-verify",
                a.choice("validate_certs").map(check -> !check).orElse(null));
        Map<String, @Nullable Object> user = new LinkedHashMap<>();
        user.put(
                "token",
                a.text("api_key")
                        .map(token -> token.replaceFirst("^Bearer ", ""))
                        .orElse(null));
        user.put("username", a.text("username").orElse(null));
        user.put("password", a.text("password").orElse(null));
        user.put("client-certificate", a.text("client_cert").orElse(null));
        user.put("client-key", a.text("client_key").orElse(null));
        cluster.values().removeIf(value -> value == null);
        user.values().removeIf(value -> value == null);
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "Config",
                "current-context",
                a.text("context").orElse("slipway"),
                "clusters",
                List.of(Map.of("name", "slipway", "cluster", cluster)),
                "users",
                List.of(Map.of("name", "slipway", "user", user)),
                "contexts",
                List.of(Map.of(
                        "name", a.text("context").orElse("slipway"),
                        "context", Map.of("cluster", "slipway", "user", "slipway"))));
    }

    /** Runs script text in which {@code k WORDS…} is kubectl; the caller judges failures. */
    Found run(Script script) {
        Found found = Found.tryAsk(node, Found.script(settings.text() + script.text()));
        if (found.reply().exitCode() == 74) {
            throw new ModuleFailure(Problem.of("Failed to find required executable \"kubectl\" on the node")
                    .hint("install kubectl there, or delegate the task to a node of the control plane"));
        }
        return found;
    }

    /** As kubectl takes it, so that it is never in doubt which group is meant: {@code Deployment.v1.apps}. */
    static String type(String kind, String apiVersion) {
        String[] parts = apiVersion.split("/", 2);
        return parts.length == 1 ? kind + "." + apiVersion + "." : kind + "." + parts[1] + "." + parts[0];
    }
}
