package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A Kubernetes that runs: packages as those of pkgs.k8s.io and images as those of k8s.gcr.io, by their names, around binaries of 1.20.2 that
 * {@code .ci/kubernetes.sh} builds from Debian's source package, and Debian's etcd, iptables and busybox.
 */
final class KubernetesParts {

    static final String VERSION = "1.20.2";
    static final String BUILT = "kubernetes-" + VERSION + "-linux-amd64.tar.xz";
    static final String PROBE = "docker.io/library/busybox:1.35";
    private static final String REVISION = "-1.1";

    private static final String KUBELET_UNIT = """
            [Unit]
            Description=kubelet: The Kubernetes Node Agent
            Wants=network-online.target
            After=network-online.target

            [Service]
            ExecStart=/usr/bin/kubelet
            Restart=always
            StartLimitInterval=0
            RestartSec=10

            [Install]
            WantedBy=multi-user.target
            """;

    private static final String KUBEADM_DROP_IN = """
            [Service]
            Environment="KUBELET_KUBECONFIG_ARGS=--bootstrap-kubeconfig=/etc/kubernetes/bootstrap-kubelet.conf --kubeconfig=/etc/kubernetes/kubelet.conf"
            Environment="KUBELET_CONFIG_ARGS=--config=/var/lib/kubelet/config.yaml"
            EnvironmentFile=-/var/lib/kubelet/kubeadm-flags.env
            EnvironmentFile=-/etc/default/kubelet
            ExecStart=
            ExecStart=/usr/bin/kubelet $KUBELET_KUBECONFIG_ARGS $KUBELET_CONFIG_ARGS $KUBELET_KUBEADM_ARGS $KUBELET_EXTRA_ARGS
            """;

    /** What kubeadm 1.20 asks of crictl, which Debian has not, done by containerd's own client. */
    private static final String CRICTL = """
            #!/bin/sh
            while [ $# -gt 0 ]; do
                case $1 in
                    -r | --runtime-endpoint | -i | --image-endpoint) shift 2 ;;
                    -*) shift ;;
                    *) break ;;
                esac
            done
            case $1 in
                info) ctr -n k8s.io version >/dev/null ;;
                pull) ctr -n k8s.io images pull --hosts-dir /etc/containerd/certs.d "$2" >/dev/null ;;
                inspecti)
                    shift
                    while [ "${1#-}" != "$1" ]; do shift; done
                    ctr -n k8s.io images ls -q name=="$1" | grep -q .
                    ;;
                pods) ctr -n k8s.io containers ls -q 'labels."io.cri-containerd.kind"==sandbox' ;;
                stopp | rmp)
                    pod=$(ctr -n k8s.io containers info "$2" | sed -n 's/.*"io.kubernetes.pod.uid": "\\(.*\\)".*/\\1/p')
                    for id in $(ctr -n k8s.io containers ls -q "labels.\\"io.kubernetes.pod.uid\\"==$pod"); do
                        ctr -n k8s.io tasks kill -s KILL "$id" 2>/dev/null
                        [ "$1" = stopp ] || { sleep 0.2; ctr -n k8s.io tasks rm -f "$id"; ctr -n k8s.io containers rm "$id"; } >/dev/null 2>&1
                    done
                    exit 0
                    ;;
            esac
            """;

    private final Path folder;
    private final Path binaries;
    private final String version;

    private KubernetesParts(Path folder, Path binaries, String version) {
        this.folder = folder;
        this.binaries = binaries;
        this.version = version;
    }

    /**
     * Unpacks what was built, and builds it first where nobody has, which takes long.
     *
     * @param cache a folder that outlives the test
     */
    static KubernetesParts in(Path folder, Path cache) throws Exception {
        Path built = cache.resolve(BUILT);
        if (!Files.exists(built)) {
            sh(folder, Slipway.repository().resolve(".ci/kubernetes.sh") + " '" + built + "'");
        }
        Path binaries = Files.createDirectories(folder.resolve("bin"));
        sh(binaries, "tar -xJf '" + built + "'");
        sh(binaries, """
                apt-get -qq download etcd-server etcd-client
                for deb in *.deb; do dpkg-deb --fsys-tarfile "$deb" | tar -x --wildcards --strip-components=3 './usr/bin/etcd*'; done
                """);
        return new KubernetesParts(folder, binaries, VERSION);
    }

    /** The same programs, which say of themselves that they are another version, of as many letters: there is no source of a second one. */
    KubernetesParts stamped(String other, Path elsewhere) throws Exception {
        assertEquals(version.length(), other.length());
        Path stamped = Files.createDirectories(elsewhere.resolve("bin"));
        sh(
                stamped,
                "cp '" + binaries + "'/etcd* . && for p in '" + binaries + "'/kube*; do LC_ALL=C sed 's/v"
                        + version.replace(".", "\\.") + "/v" + other
                        + "/g' <\"$p\" >\"${p##*/}\"; chmod 0755 \"${p##*/}\"; done");
        return new KubernetesParts(elsewhere, stamped, other);
    }

    /** A flat archive, which nobody has signed. */
    Path archive() throws Exception {
        Path archive = Files.createDirectories(folder.resolve("archive/core:/stable:/v1.20/deb"));
        pack(archive, "kubernetes-cni", "0.8.7", "containernetworking-plugins", tree -> sh(tree, """
                mkdir -p opt/cni/bin
                for p in bridge host-local loopback portmap; do ln -s /usr/lib/cni/$p opt/cni/bin/$p; done
                """));
        pack(archive, "cri-tools", "1.20.0", "containerd", tree -> program(tree, "crictl", CRICTL));
        String needs = "iptables, kubernetes-cni, iproute2, socat, util-linux, mount, ebtables, ethtool, conntrack";
        pack(archive, "kubelet", version, needs, tree -> {
            binary(tree, "kubelet");
            Files.createDirectories(tree.resolve("etc/kubernetes/manifests"));
            file(tree, "lib/systemd/system/kubelet.service", KUBELET_UNIT);
        });
        pack(archive, "kubectl", version, "debianutils", tree -> binary(tree, "kubectl"));
        pack(archive, "kubeadm", version, "kubelet, kubectl, cri-tools, kubernetes-cni", tree -> {
            binary(tree, "kubeadm");
            file(tree, "lib/systemd/system/kubelet.service.d/10-kubeadm.conf", KUBEADM_DROP_IN);
        });
        return folder.resolve("archive");
    }

    private interface Fill {
        void accept(Path tree) throws Exception;
    }

    private void pack(Path archive, String name, String version, String needs, Fill fill) throws Exception {
        Path tree = Files.createDirectories(folder.resolve("packages/" + name));
        String control = """
                Package: %1$s
                Version: %2$s
                Architecture: amd64
                Maintainer: test <test@example.org>
                Depends: %3$s
                Description: %1$s
                """.formatted(name, version + REVISION, needs);
        file(tree, "DEBIAN/control", control);
        fill.accept(tree);
        String file = name + "_" + version + REVISION + "_amd64.deb";
        Path deb = archive.resolve(file);
        sh(folder, "dpkg-deb --root-owner-group -Zgzip -z1 -b '" + tree + "' '" + deb + "' >/dev/null");
        Files.writeString(
                archive.resolve("Packages"),
                control + "Filename: " + file + "\nSize: " + Files.size(deb) + "\nSHA256: "
                        + Digest.of(deb).hex() + "\n\n",
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    private void binary(Path tree, String name) throws IOException {
        Path bin = Files.createDirectories(tree.resolve("usr/bin"));
        Files.createLink(bin.resolve(name), binaries.resolve(name));
    }

    private static void program(Path tree, String name, String text) throws IOException {
        file(tree, "usr/bin/" + name, text);
        assertTrue(tree.resolve("usr/bin/" + name).toFile().setExecutable(true, false));
    }

    private static void file(Path tree, String name, String text) throws IOException {
        Path file = tree.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** OCI layouts of one image each, by the image's name. */
    Map<String, Path> images() throws Exception {
        Map<String, Path> images = new LinkedHashMap<>();
        for (String name : List.of("kube-apiserver", "kube-controller-manager", "kube-scheduler")) {
            Map<String, Path> files = new TreeMap<>(Map.of("usr/local/bin/" + name, binaries.resolve(name)));
            images.put("k8s.gcr.io/" + name + ":v" + version, image(name, files));
        }
        images.put("k8s.gcr.io/kube-proxy:v" + version, image("kube-proxy", proxy()));
        Map<String, Path> etcd = new TreeMap<>();
        withLibraries(etcd, "usr/local/bin/etcd", binaries.resolve("etcd"));
        withLibraries(etcd, "usr/local/bin/etcdctl", binaries.resolve("etcdctl"));
        images.put("k8s.gcr.io/etcd:3.4.13-0", image("etcd", etcd));
        Map<String, Path> pause = busybox(List.of("sleep"));
        images.put("k8s.gcr.io/pause:3.2", image("pause", pause, "/bin/sleep", "2147483647"));
        Map<String, Path> probe = busybox(List.of("sh", "sleep", "httpd", "cat"));
        probe.put("bin/kubectl", binaries.resolve("kubectl"));
        images.put(PROBE, image("probe", probe));
        return images;
    }

    private Path image(String name, Map<String, Path> files, String... entry) throws IOException {
        return ProgramImage.write(folder.resolve("images/" + name), files, entry);
    }

    private static Map<String, Path> busybox(List<String> names) throws Exception {
        Map<String, Path> files = new TreeMap<>();
        for (String name : names) {
            withLibraries(files, "bin/" + name, Path.of("/bin/busybox"));
        }
        return files;
    }

    private Map<String, Path> proxy() throws Exception {
        Map<String, Path> files = new TreeMap<>(Map.of("usr/local/bin/kube-proxy", binaries.resolve("kube-proxy")));
        for (String family : List.of("iptables", "ip6tables")) {
            for (String end : List.of("", "-save", "-restore")) {
                withLibraries(files, "usr/sbin/" + family + end, Path.of("/usr/sbin/xtables-legacy-multi"));
            }
        }
        for (String extension :
                sh(Path.of("/"), "ls /usr/lib/*/xtables/*.so").lines().toList()) {
            withLibraries(files, extension.substring(1), Path.of(extension));
        }
        return files;
    }

    /** With the shared libraries that the machine's loader finds for it, where it finds them. */
    private static void withLibraries(Map<String, Path> files, String name, Path program) throws Exception {
        files.put(name, program.toRealPath());
        for (String word : sh(Path.of("/"), "ldd '" + program + "' || true").split("\\s+")) {
            if (word.startsWith("/") && Files.isRegularFile(Path.of(word))) {
                files.put(word.substring(1), Path.of(word).toRealPath());
            }
        }
    }

    /** What a script says; it must end well. */
    static String sh(Path folder, String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("sh", "-euc", script)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), () -> script + "\n" + said);
        return said;
    }
}
