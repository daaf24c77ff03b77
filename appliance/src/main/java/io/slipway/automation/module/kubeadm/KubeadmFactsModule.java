package io.slipway.automation.module.kubeadm;

import static io.slipway.automation.module.Option.Type.PATH;

import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.ModuleSpec;
import io.slipway.automation.module.Option;
import io.slipway.automation.module.files.NodePath;
import io.slipway.automation.module.shell.Found;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code kubeadm_facts}: what a node is in which cluster, with which versions, and when its certificates end. */
final class KubeadmFactsModule implements Module {

    private static final ModuleSpec SPEC = ModuleSpec.of(
                    "kubeadm_facts", "Finds out what kubeadm has made of a node; changes nothing")
            .options(
                    Option.of("path", PATH, "Where kubeadm keeps what it makes").orElse("/etc/kubernetes"),
                    Option.of("kubelet_path", PATH, "Where kubelet keeps what is its own")
                            .orElse("/var/lib/kubelet"))
            .differs("Ansible has no module of this name; it sets the fact kubeadm")
            .build();

    /** No key is read: of files that hold both, the certificate alone. */
    private static final String LOOK = """
            ask kubeadm kubeadm version -o short
            ask kubelet kubelet --version
            ask kubectl kubectl version --client
            certificate() { tell "certificate $1" "$(sed -n '/^-----BEGIN CERTIFICATE/,/^-----END CERTIFICATE/p' "$1")"; }
            for _file in "$_path"/pki/*.crt "$_path"/pki/etcd/*.crt "$_kubelet"/pki/kubelet-client-current.pem "$_kubelet"/pki/kubelet-server-current.pem; do
              [ ! -f "$_file" ] || certificate "$_file"
            done
            for _file in "$_path"/*.conf; do
              [ -f "$_file" ] || continue
              tell "data $_file" "$(sed -n 's/^ *client-certificate-data: *//p' "$_file" | head -n 1)"
              tell "server $_file" "$(sed -n 's/^ *server: *//p' "$_file" | head -n 1)"
            done
            for _file in "$_path"/manifests/*.yaml; do
              [ ! -f "$_file" ] || tell "image $_file" "$(sed -n 's/^[- ]*image: *//p' "$_file" | head -n 1)"
            done
            """;

    private static final Pattern VERSION = Pattern.compile("v(\\d+\\.\\d+\\.\\d+\\S*?)(?=[\\s\",;]|$)");

    private final InstantSource clock;

    KubeadmFactsModule(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public ModuleSpec spec() {
        return SPEC;
    }

    @Override
    public ModuleResult run(ModuleCall call) {
        String path = call.string("path");
        Found found = Found.ask(
                call.node(),
                Found.script(NodePath.assign("_path", path)
                        + NodePath.assign("_kubelet", call.string("kubelet_path"))
                        + LOOK));
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("role", role(found));
        facts.put("versions", versions(found));
        facts.put("images", named(found, "image "));
        KubeadmCertificates certificates = new KubeadmCertificates(found, clock.instant());
        certificates.clusterId().ifPresent(id -> facts.put("cluster_id", id));
        server(found).ifPresent(server -> facts.put("server", server));
        List<Map<String, Object>> all = certificates.all();
        facts.put("certificates", all);
        facts.put(
                "days_left",
                all.stream()
                        .mapToLong(one -> (Long) one.getOrDefault("days", 0L))
                        .min()
                        .orElse(0));
        return ModuleResult.unchanged().with("ansible_facts", Map.of("kubeadm", facts));
    }

    private static String role(Found found) {
        if (named(found, "image ").containsKey("kube-apiserver")) {
            return "control-plane";
        }
        return named(found, "server ").containsKey("kubelet") ? "worker" : "none";
    }

    private static Map<String, String> versions(Found found) {
        Map<String, String> versions = new LinkedHashMap<>();
        for (String program : List.of("kubeadm", "kubelet", "kubectl")) {
            Matcher version = VERSION.matcher(found.text(program));
            if (version.find()) {
                versions.put(program, version.group(1));
            }
        }
        return versions;
    }

    /** What was told of files, by their names without folder and ending. */
    private static Map<String, String> named(Found found, String what) {
        Map<String, String> all = new LinkedHashMap<>();
        List<String> told = new ArrayList<>(found.texts().keySet());
        told.stream().filter(name -> name.startsWith(what)).sorted().forEach(name -> {
            String file = name.substring(name.lastIndexOf('/') + 1).replaceFirst("\\.[a-z]+$", "");
            found.some(name).ifPresent(text -> all.put(file, text));
        });
        return all;
    }

    private static Optional<String> server(Found found) {
        return Optional.ofNullable(named(found, "server ").get("kubelet"));
    }
}
