package io.slipway.automation.module.helm;

import io.slipway.automation.module.Arguments;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.shell.Found;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The {@code helm} of a node. Tokens reach it in its environment, a kubeconfig and values in a file or a pipe that only its user can
 * read: none stands in a command line, and nothing stays on the node.
 */
final class Helm {

    /**
     * {@code h NAME WORDS…} runs helm and tells its output as NAME; {@code hv} as well gives it what {@code $_values} holds. A helm that
     * fails ends the script, and is told as {@code failed}.
     */
    private static final String PRELUDE = """
            if [ -z "$_helm" ]; then
              command -v helm >/dev/null 2>&1 || { PATH=$PATH:/usr/local/bin:/opt/bin:/snap/bin; export PATH; }
              _helm=$(command -v helm) || exit 74
            fi
            command -v -- "$_helm" >/dev/null 2>&1 || exit 74
            _place=$(umask 077; mktemp -d) || exit 1
            trap 'rm -rf -- "$_place"' EXIT
            trap 'trap "" HUP INT PIPE TERM; exit 143' HUP INT PIPE TERM
            if [ -n "$_generated" ]; then
              (umask 077; printf '%s' "$_generated" >"$_place/config") || exit 1
              KUBECONFIG=$_place/config
              export KUBECONFIG
            elif [ -n "$_config" ]; then
              KUBECONFIG=$_config
              export KUBECONFIG
            fi
            tell binary "$_helm"
            ask version "$_helm" version '--template={{.Version}}'
            _feed=
            h() {
              _as=$1
              shift
              if [ -n "$_feed" ]; then printf '%s' "$_feed" | "$_helm" "$@"
              else "$_helm" "$@" </dev/null; fi >"$_place/out" 2>"$_place/err"
              _rc=$?
              ask "$_as" cat "$_place/out"
              ask error cat "$_place/err"
              [ "$_rc" = 0 ] || { tell step "$_as"; tell ran "$_helm $*"; tell failed "$_rc"; exit 0; }
            }
            hv() {
              _feed=$_values
              h "$@"
              _feed=
            }
            """;

    private final Node node;
    private final Arguments a;
    private final Script settings;

    Helm(ModuleCall call) {
        this.node = call.node();
        this.a = call.arguments();
        StringBuilder lines = new StringBuilder();
        Object config = a.raw("kubeconfig").orElse("");
        lines.append(NodePath.assign("_config", config instanceof String path ? path : ""));
        lines.append(NodePath.assign("_helm", a.text("binary_path").orElse("")));
        export(lines, "HELM_KUBECONTEXT", "context");
        export(lines, "HELM_NAMESPACE", "release_namespace");
        export(lines, "HELM_KUBETOKEN", "api_key");
        export(lines, "HELM_KUBEAPISERVER", "host");
        a.text("ca_cert")
                .ifPresent(path ->
                        lines.append(NodePath.assign("HELM_KUBECAFILE", path)).append("export HELM_KUBECAFILE\n"));
        if (unchecked()) {
            lines.append("HELM_KUBEINSECURE_SKIP_TLS_VERIFY=true\nexport HELM_KUBEINSECURE_SKIP_TLS_VERIFY\n");
        }
        this.settings =
                Script.of(lines + PRELUDE).set("_generated", config instanceof Map<?, ?> map ? Json.write(map) : "");
    }

    private void export(StringBuilder lines, String variable, String option) {
        a.text(option)
                .filter(text -> !text.isEmpty())
                .ifPresent(text -> lines.append(variable)
                        .append('=')
                        .append(Script.quote(text))
                        .append("\nexport ")
                        .append(variable)
                        .append('\n'));
    }

    private boolean unchecked() {
        return a.choice("validate_certs").filter(checked -> !checked).isPresent();
    }

    /** Runs script text in which {@code h} is helm. What helm says against it is the answer: see {@link #failed}. */
    Found ask(Script script) {
        Found found = Found.tryAsk(node, Found.script(settings.text() + script.text()));
        if (found.reply().exitCode() == 74) {
            String wanted = a.text("binary_path").orElse("helm");
            throw new ModuleFailure(Problem.of("Failed to find required executable \"" + wanted + "\" on the node")
                    .hint("install helm there, give binary_path, or delegate the task to a node that has it"));
        }
        if (!found.reply().ok()) {
            throw new ModuleFailure(
                    "cannot run helm on the node: " + found.reply().err().strip());
        }
        String version = found.text("version");
        if (unchecked() && older(version, 3, 10)) {
            throw new ModuleFailure(Problem.of("validate_certs: false needs helm 3.10, and the node has " + version)
                    .hint("say insecure-skip-tls-verify in the kubeconfig, or bring a newer helm"));
        }
        if (a.has("ca_cert") && older(version, 3, 5)) {
            throw new ModuleFailure(Problem.of("ca_cert needs helm 3.5, and the node has " + version)
                    .hint("name the certificate in the kubeconfig, or bring a newer helm"));
        }
        return found;
    }

    /** Runs script text all of whose helms must succeed. */
    Found run(Script script) {
        Found found = ask(script);
        if (found.has("failed")) {
            throw failed(found);
        }
        return found;
    }

    static ModuleFailure failed(Found found) {
        String out = found.texts().getOrDefault(found.text("step"), "");
        String err = found.texts().getOrDefault("error", "");
        return new ModuleFailure(Problem.of("Failure when executing Helm command. Exited " + found.text("failed")
                                + ".\nstdout: " + out + "\nstderr: " + err)
                        .hint(hint(err)))
                .with("stdout", out)
                .with("stderr", err)
                .with("command", found.text("ran"));
    }

    private static String hint(String err) {
        if (err.contains("another operation (install/upgrade/rollback) is in progress")) {
            return "an earlier run was cut off: look with 'helm history', then 'helm rollback' or remove the release";
        }
        if (err.contains("cluster unreachable") || err.contains("connection refused")) {
            return "say in kubeconfig, or in host and api_key, how the node reaches the cluster";
        }
        if (err.contains("unknown flag: --password-stdin")) {
            return "this helm takes passwords only in its command line, where all users of the node see them: bring a newer one";
        }
        if (err.contains("create: failed to create: namespaces") && err.contains("not found")) {
            return "make the namespace first, or say create_namespace: true";
        }
        return "";
    }

    /** Whether a version such as {@code v3.9.4} is before another; one that cannot be read is not. */
    static boolean older(String version, int... than) {
        List<String> parts = Arrays.asList(
                version.strip().replaceFirst("^v", "").split("[-+]", 2)[0].split("\\."));
        for (int i = 0; i < than.length; i++) {
            String part = i < parts.size() ? parts.get(i) : "0";
            if (!part.matches("\\d{1,6}")) {
                return false;
            }
            if (Integer.parseInt(part) != than[i]) {
                return Integer.parseInt(part) < than[i];
            }
        }
        return false;
    }

    /** What helm told as JSON; {@code null} for nothing. */
    static @Nullable Object json(Found found, String name) {
        return found.some(name)
                .filter(text -> !text.isBlank())
                .map(text -> Json.read("helm's answer", text))
                .orElse(null);
    }

    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
    }
}
