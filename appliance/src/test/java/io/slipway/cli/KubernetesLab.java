package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.lab.Group;
import io.slipway.lab.Lab;
import io.slipway.lab.Lab.LabNode;
import io.slipway.lab.LabSpec;
import io.slipway.lab.Labs;
import io.slipway.mirror.serve.MirrorServer;
import io.slipway.server.Access;
import io.slipway.server.FrontDoor;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** Bare nodes, and beside them an appliance that has synced all that a small Kubernetes is made of. */
final class KubernetesLab implements AutoCloseable {

    /** What a kubelet wants of a kernel that its node shares with this machine, and may not set. */
    private static final Map<String, String> KERNEL =
            Map.of("vm/overcommit_memory", "1", "kernel/panic", "10", "kernel/panic_on_oops", "1");

    private static final String PACKAGES =
            "ca-certificates, curl, gnupg, chrony, sudo, usr-is-merged, openssh-server, conntrack,"
                    + " ebtables, ethtool, iproute2, iptables, kmod, procps, socat, containerd, containernetworking-plugins, runc, haproxy,"
                    + " keepalived, etcd-client, kubeadm, kubelet, kubectl";

    private final Path folder;
    private final Path home;
    private final Slipway slipway;
    private final LabSpec spec;
    private final Map<String, String> kernelBefore = new LinkedHashMap<>();
    private final Queue<Access> accesses = new ConcurrentLinkedQueue<>();
    private @Nullable KubernetesParts parts;
    private Lab lab;
    private MirrorServer server;

    KubernetesLab(Path folder, LabSpec spec) {
        this.folder = folder;
        this.spec = spec;
        home = folder.resolve("home");
        slipway = new Slipway(home);
    }

    void raise() throws Exception {
        Path cache = Path.of(slipway.environment().getOrDefault("SLIPWAY_LAB_CACHE", ""));
        parts = KubernetesParts.in(Files.createDirectories(folder.resolve("parts")), cache);
        sync(parts, "upstream");
        for (Map.Entry<String, String> setting : KERNEL.entrySet()) {
            Path file = Path.of("/proc/sys", setting.getKey());
            kernelBefore.put(setting.getKey(), setting(file));
            Files.writeString(file, setting.getValue());
        }
        lab = labs().up(spec);
        server = MirrorServer.start(home, new InetSocketAddress(lab.gateway(), 0), new Log(accesses));
        Files.writeString(home.resolve("vars.yml"), variables());
    }

    /** At one go: the kernel gives a setting to the first read alone, and {@link Files#readString} begins with a single byte where a file says it is empty. */
    private static String setting(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] buffer = new byte[64];
            return new String(buffer, 0, in.read(buffer), StandardCharsets.US_ASCII).strip();
        }
    }

    List<LabNode> nodes() {
        return lab.nodes();
    }

    /**
     * The patch: up to 1.20.7, kubeadm lets etcd ask for room on a disk that its kubelet has not measured yet when it comes too soon, which then
     * turns the pod away for ever (kubernetes/kubernetes#99305).
     */
    private String variables() {
        return """
                slipway_pod: {name: %1$s, domain: %1$s.internal%2$s}
                slipway_port: %3$d
                slipway_apt_repositories: [{name: kube}]
                slipway_kubernetes: {version: %4$s, network: bridge}
                slipway: {labels: {rack: r1, unit: 12}, taints: ["example.org/first:PreferNoSchedule", "example.org/second=yes:PreferNoSchedule"]}
                slipway_containerd_sandbox_image: k8s.gcr.io/pause:3.2
                slipway_containerd_restrict_oom_score_adj: true
                slipway_kubernetes_ignore_preflight: [SystemVerification, Swap, Mem, NumCPU, FileContent--proc-sys-net-bridge-bridge-nf-call-iptables, ImagePull, CoreDNSUnsupportedPlugins, CoreDNSMigration]
                slipway_kubernetes_bridge_filter: false
                slipway_kubernetes_skip_phases: [addon/coredns]
                slipway_kubeadm_patches: {etcd+json: [{op: remove, path: /spec/containers/0/resources/requests/ephemeral-storage}]}
                slipway_kube_proxy: {conntrack: {maxPerCore: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}}
                """.formatted(lab.name(), virtual(), server.port(), KubernetesParts.VERSION);
    }

    /** An address for all management nodes together, where there is more than one. */
    private String virtual() {
        boolean several = lab.nodes().stream()
                        .filter(node -> node.group() == Group.MANAGEMENT)
                        .count()
                > 1;
        return several ? ", vip: " + lab.gateway().replaceAll("\\.[0-9]+$", ".10") : "";
    }

    /** The mirror gets another version, in place of the one that it had. */
    void bring(String version) throws Exception {
        sync(
                Objects.requireNonNull(parts).stamped(version, Files.createDirectories(folder.resolve(version))),
                "upstream-" + version);
    }

    private void sync(KubernetesParts parts, String from) throws Exception {
        InetSocketAddress anywhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Path upstream = Files.createDirectories(folder.resolve(from));
        Files.writeString(upstream.resolve("registry.yml"), "anonymous: {pull: [\"**\"], push: [\"**\"]}\n");
        HttpServer archive =
                SimpleFileServer.createFileServer(anywhere, parts.archive(), SimpleFileServer.OutputLevel.NONE);
        archive.start();
        try (MirrorServer registry = MirrorServer.start(upstream, anywhere, new Log(new ConcurrentLinkedQueue<>()))) {
            String address = "127.0.0.1:" + registry.port();
            Map<String, Path> images = parts.images();
            images.forEach((name, layout) -> said(
                    "image",
                    "copy",
                    "--plain-http",
                    "oci:" + layout,
                    "docker://" + address + name.substring(name.indexOf('/'))));
            Path mirrors = Files.createDirectories(folder.resolve("mirrors"));
            Files.writeString(mirrors.resolve("kube.yml"), """
                    sources:
                      - {type: apt, uri: machine, components: [main]}
                      - {type: apt, uri: "http://127.0.0.1:%d/core:/stable:/v1.20/deb", suites: [/], unsigned: allow, architectures: [amd64]}
                    packages: [%s]
                    """.formatted(
                            archive.getAddress().getPort(), PACKAGES));
            Files.writeString(
                    mirrors.resolve("images.yml"), """
                    images: [%1$s]
                    registries: {k8s.gcr.io: {uri: "http://%2$s"}, docker.io: {uri: "http://%2$s"}}
                    """.formatted(String.join(", ", images.keySet()), address));
            said("sync", "kube", "images", "--mirrors", mirrors.toString());
        } finally {
            archive.stop(0);
        }
    }

    String said(String... words) {
        Slipway.Said said = slipway.run(words);
        assertEquals(0, said.status(), said.all());
        return said.all();
    }

    /** Raises what is missing of the lab. */
    void repair() {
        labs().up(spec);
    }

    private Labs labs() {
        return new Labs(home, slipway.environment(), Progress.NONE);
    }

    /** Runs one of our playbooks to its good end. */
    String play(String playbook, String... more) {
        return said(words(List.of(playbook), more));
    }

    /** Runs one of our playbooks, which is to fail, and says why. */
    String refused(String playbook, String... more) {
        Slipway.Said said = slipway.run(words(List.of(playbook), more));
        assertEquals(2, said.status(), said.all());
        return said.all();
    }

    /** As {@link #play}, in a process that may be killed. */
    Process begin(String... playbooks) throws IOException {
        return slipway.begin(words(List.of(playbooks)));
    }

    private String[] words(List<String> playbooks, String... more) {
        List<String> words = new ArrayList<>(List.of("run"));
        playbooks.forEach(playbook -> words.add(
                Slipway.repository().resolve("playbooks").resolve(playbook).toString()));
        words.addAll(List.of("-i", lab.inventory().toString(), "-e", "@" + home.resolve("vars.yml")));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    record Ran(int status, String output) {}

    /** A script on a node, as root. */
    Ran on(String node, String script) throws IOException, InterruptedException {
        return docker("exec", "slipway-" + lab.name() + "-" + node, "sh", "-c", script);
    }

    /** What it says; it must end well. */
    String kubectl(String node, String words) throws IOException, InterruptedException {
        Ran ran = on(node, "kubectl --kubeconfig /etc/kubernetes/admin.conf " + words);
        assertEquals(0, ran.status, () -> words + "\n" + ran.output);
        return ran.output;
    }

    /** With what the operator has at the provisioning node, and kubectl as the nodes have it. */
    String asOperator(String words) throws Exception {
        Path key = home.resolve("kubernetes/" + lab.name() + ".conf");
        return KubernetesParts.sh(folder, folder.resolve("parts/bin/kubectl") + " --kubeconfig '" + key + "' " + words);
    }

    /** As if the machine burned: nothing of the node is left. */
    void lose(String node) throws IOException, InterruptedException {
        Ran ran = docker("rm", "--force", "--volumes", "slipway-" + lab.name() + "-" + node);
        assertEquals(0, ran.status, ran.output);
    }

    /** And gives it back: its programs and what was in memory are lost. What they had written but not synced is not, unlike on a machine. */
    void cutPower(String node) throws IOException, InterruptedException {
        String container = "slipway-" + lab.name() + "-" + node;
        assertEquals(0, docker("kill", "--signal", "KILL", container).status);
        assertEquals(0, docker("start", container).status);
        until(Duration.ofMinutes(2), () -> on(node, "systemctl is-active ssh"));
    }

    private Ran docker(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("docker", "--host", lab.engine()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ran(process.waitFor(), output);
    }

    interface Look {
        Ran at() throws IOException, InterruptedException;
    }

    /** Looks until it ends well, or fails with what it said last. */
    static Ran until(Duration patience, Look look) throws IOException, InterruptedException {
        Instant end = Instant.now().plus(patience);
        Ran ran = look.at();
        while (ran.status != 0) {
            assertTrue(Instant.now().isBefore(end), ran.output);
            Thread.sleep(300);
            ran = look.at();
        }
        return ran;
    }

    /** What a node got from the appliance's registry, such as {@code /v2/pause/manifests/3.2}. */
    List<String> gotFromTheRegistry(LabNode node) {
        return accesses.stream()
                .filter(access -> access.client().equals(node.address())
                        && access.status() == 200
                        && access.path().startsWith("/v2/"))
                .map(Access::path)
                .distinct()
                .toList();
    }

    @Override
    public void close() throws IOException {
        try {
            if (server != null) {
                server.close();
            }
            labs().down(spec.name(), false);
        } finally {
            for (Map.Entry<String, String> setting : kernelBefore.entrySet()) {
                Files.writeString(Path.of("/proc/sys", setting.getKey()), setting.getValue());
            }
        }
    }

    private record Log(Queue<Access> accesses) implements FrontDoor.Listener {
        @Override
        public void answered(Access access) {
            accesses.add(access);
        }

        @Override
        public void failed(Problem problem) {}
    }
}
