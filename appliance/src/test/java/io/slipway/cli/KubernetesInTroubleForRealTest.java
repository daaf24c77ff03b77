package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.lab.LabSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong with real nodes, made on purpose: it is named, with what to do, before anything is changed; what is lost comes back. */
@Tag("full")
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class KubernetesInTroubleForRealTest {

    private static final String NAME = "woes";

    /** A node shows its host's memory, swap and file systems: what the kernel says is told by a file that lies over its own. */
    private static final String POOR = """
            printf 'Filename Type Size Used Priority\\n/swap.img file 2097148 0 -2\\n' >/tmp/swaps
            mount --bind /tmp/swaps /proc/swaps
            sed 's/^MemTotal:.*/MemTotal: 1024000 kB/' /proc/meminfo >/tmp/meminfo
            mount --bind /tmp/meminfo /proc/meminfo
            sed '/overlay/d' /proc/filesystems >/tmp/filesystems
            mount --bind /tmp/filesystems /proc/filesystems
            mkdir -p /var/lib/etcd
            mount -t tmpfs -o size=1m tmpfs /var/lib/etcd
            mkdir /var/lib/etcd/member
            head -c 1000k /dev/zero >/var/lib/etcd/member/wal
            systemd-run --unit squatter systemd-socket-activate -l 6443 /bin/cat
            """;

    private static final String RICH = """
            umount /proc/swaps /proc/meminfo /proc/filesystems /var/lib/etcd
            rmdir /var/lib/etcd
            systemctl stop squatter
            """;

    private static final String TWIN = """
            cp /etc/machine-id /tmp/machine-id
            printf '#!/bin/sh\\nexec /bin/date -d "1 hour ago" "$@"\\n' >/usr/local/bin/date
            chmod 0755 /usr/local/bin/date
            echo 0123456789abcdef0123456789abcdef >/etc/machine-id
            """;

    private static final String STRANGE = """
            echo 'APT::Architecture "arm64";' >/etc/apt/apt.conf.d/99strange
            sed -i.before 's,URIs: http://[^/]*/,URIs: http://127.0.0.1:1/,' /etc/apt/sources.list.d/slipway.sources
            sysctl -q -w net.ipv4.ip_forward=0
            """;

    private static final String OF_ANOTHER = """
            cp /etc/kubernetes/kubelet.conf /tmp/kubelet.conf
            sed -i 's,server: .*,server: https://192.0.2.1:6443,' /etc/kubernetes/kubelet.conf
            """;

    private static final String OF_ANOTHER_AUTHORITY = """
            cp /etc/kubernetes/kubelet.conf /tmp/kubelet.conf
            other=$(base64 -w 0 /usr/local/share/ca-certificates/slipway-pod.crt)
            sed -i "s,certificate-authority-data: .*,certificate-authority-data: $other," /etc/kubernetes/kubelet.conf
            """;

    @TempDir
    private Path folder;

    private KubernetesLab pod;
    private KubernetesChecks cluster;

    @BeforeEach
    void raise() throws Exception {
        pod = new KubernetesLab(folder, LabSpec.named(NAME).nodes("3+2"));
        pod.raise();
        cluster = new KubernetesChecks(pod);
    }

    @AfterEach
    void strike() throws Exception {
        pod.close();
    }

    @Test
    void whatIsWrongIsNamedAndWhatIsLostComesBack() throws Exception {
        pod.play("site.yml");
        bareNodesSayWhatTheyLack();
        pod.play("kubernetes.yml");
        cluster.everyNodeIsReady("mgmt01");
        nodesOfOtherClustersAreToldFromThisOnes();
        aNodeThatEtcdStillWaitsForIsNamed();
        everythingOfEtcdIsLostAndComesBack();
    }

    private void bareNodesSayWhatTheyLack() throws Exception {
        done("mgmt01", POOR);
        done("mgmt02", TWIN);
        done("mgmt03", "cp /etc/machine-id /tmp/machine-id; echo 0123456789abcdef0123456789abcdef >/etc/machine-id");
        done("dgx01", STRANGE);
        String said = pod.refused("kubernetes.yml");
        says(
                said,
                "mgmt01 is not ready for the cluster:",
                "[swap] swap is on (/swap.img), and kubelet does not start beside it: run site.yml, or `swapoff -a`",
                "[memory] there are 1000 MiB of memory, and what runs here needs 1700",
                "[modules] the kernel does not know overlay",
                "[disk] /var/lib/etcd has 2 % of its room left (/var/lib/etcd)",
                "[port] port 6443 is taken by systemd-socket-",
                "[etcd-data] /var/lib/etcd holds data of an etcd that is no more",
                "seconds slow, and certificates would not be valid: see `chronyc sources` on it",
                "[machine-id] mgmt03 has the same machine-id, as from one image: `rm /etc/machine-id && systemd-machine-id-setup`",
                "[machine-id] mgmt02 has the same machine-id");
        assertEquals(1, pod.on("mgmt03", "dpkg -s kubeadm 2>/dev/null").status(), "nothing was changed");
        says(
                pod.refused("kubernetes.yml", "--limit", "compute"),
                "dgx01 is not ready for the cluster:",
                "[sysctl] net.ipv4.ip_forward is 0, and must be 1",
                "[packages] no source of packages has kubelet 1.20.2 for arm64",
                "[mirror] http://127.0.0.1:1/apt/kube/dists/bookworm/InRelease cannot be had");
        done("mgmt01", RICH);
        done("mgmt02", "rm /usr/local/bin/date; cp /tmp/machine-id /etc/machine-id");
        done("mgmt03", "cp /tmp/machine-id /etc/machine-id");
        done("dgx01", """
                rm /etc/apt/apt.conf.d/99strange
                mv /etc/apt/sources.list.d/slipway.sources.before /etc/apt/sources.list.d/slipway.sources
                sysctl -q -w net.ipv4.ip_forward=1
                """);
    }

    private void nodesOfOtherClustersAreToldFromThisOnes() throws Exception {
        done("dgx01", OF_ANOTHER);
        done("dgx02", OF_ANOTHER_AUTHORITY);
        done(
                "mgmt03",
                "cp /etc/kubernetes/pki/ca.crt /tmp/ca.crt; cp /etc/kubernetes/pki/front-proxy-ca.crt /etc/kubernetes/pki/ca.crt");
        says(
                pod.refused("kubernetes.yml"),
                "[authority] /etc/kubernetes/pki/ca.crt is not the authority that most management nodes have");
        done("mgmt03", "cp /tmp/ca.crt /etc/kubernetes/pki/ca.crt");
        says(
                pod.refused("kubernetes.yml", "--tags", "preflight"),
                "[other-cluster] it belongs to the cluster at https://192.0.2.1:6443 (/etc/kubernetes/kubelet.conf)",
                "[other-cluster] its kubelet trusts another authority");
        done("dgx01", "cp /tmp/kubelet.conf /etc/kubernetes/kubelet.conf");
        done("dgx02", "cp /tmp/kubelet.conf /etc/kubernetes/kubelet.conf");
    }

    private void aNodeThatEtcdStillWaitsForIsNamed() throws Exception {
        pod.lose("mgmt02");
        pod.repair();
        pod.play("site.yml", "--limit", "mgmt02");
        says(
                pod.refused("kubernetes.yml"),
                "[etcd-member] etcd has a member at its address, of a node that is no more:"
                        + " `slipway run playbooks/remove-node.yml -e node=mgmt02`");
        pod.play("remove-node.yml", "-e", "node=mgmt02");
        pod.play("kubernetes.yml");
        cluster.etcdHasThreeMembersThatAreWell();
    }

    private void everythingOfEtcdIsLostAndComesBack() throws Exception {
        cluster.podsReachEachOtherOnAllNodes("mgmt01");
        pod.kubectl("mgmt01", "create configmap before");
        pod.play("snapshot.yml");
        pod.kubectl("mgmt01", "create configmap after");
        for (String node : List.of("mgmt01", "mgmt02", "mgmt03")) {
            done(node, "systemctl stop kubelet; pkill -9 etcd; rm -rf /var/lib/etcd/member /var/lib/slipway/etcd");
        }
        aSnapshotOfAnotherClusterIsRefused();
        pod.play("recover-control-plane.yml", "-e", "confirm=" + NAME);
        cluster.everyNodeIsReady("mgmt02");
        cluster.etcdHasThreeMembersThatAreWell();
        assertEquals(
                "configmap/before\n", pod.kubectl("mgmt03", "get configmap before after --ignore-not-found -o name"));
        pod.kubectl("mgmt03", "delete daemonset probe --cascade=foreground");
        cluster.podsReachEachOtherOnAllNodes("mgmt03");
        try (var kept = Files.list(folder.resolve("home/etcd/" + NAME))) {
            assertEquals(1, kept.count());
        }
    }

    private void aSnapshotOfAnotherClusterIsRefused() throws Exception {
        Path other = Files.createDirectories(folder.resolve("home/etcd/" + NAME + "/20990101T000000Z"));
        KubernetesParts.sh(
                other,
                "mkdir pki; echo other >pki/ca.crt; tar -cf kubernetes.tar pki; rm -r pki; echo data >etcd.db; echo 1.20.2 >version");
        says(
                pod.refused("recover-control-plane.yml", "-e", "confirm=" + NAME),
                "the snapshot 20990101T000000Z is of another cluster than mgmt01 has the keys of");
        KubernetesParts.sh(other, "rm -r \"$PWD\"");
    }

    private void done(String node, String script) throws Exception {
        KubernetesLab.Ran ran = pod.on(node, "set -e\n" + script);
        assertEquals(0, ran.status(), ran.output());
    }

    private static void says(String said, String... parts) {
        String words = said.replace("\\\"", "\"").replaceAll("\\s+", " ");
        for (String part : parts) {
            assertTrue(words.contains(part), () -> "'" + part + "' is missing in\n" + said);
        }
    }
}
