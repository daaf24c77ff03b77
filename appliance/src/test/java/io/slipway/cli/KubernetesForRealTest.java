package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.lab.Lab.LabNode;
import io.slipway.lab.LabSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The life of a real cluster: three management and two compute nodes with systemd, kubeadm and containerd, from our mirror alone. */
@Tag("full")
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class KubernetesForRealTest {

    private static final String NAME = "kube";

    private static final String PROBES = """
            cat >/tmp/probe.yml <<'END'
            apiVersion: apps/v1
            kind: DaemonSet
            metadata: {name: probe, namespace: default}
            spec:
              selector: {matchLabels: {app: probe}}
              template:
                metadata: {labels: {app: probe}}
                spec:
                  tolerations: [{operator: Exists}]
                  terminationGracePeriodSeconds: 1
                  containers:
                    - name: web
                      image: %s
                      command: [/bin/sh, -c, 'echo $NODE >/tmp/index.html; exec httpd -f -p 8000 -h /tmp']
                      env: [{name: NODE, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}]
            END
            kubectl --kubeconfig /etc/kubernetes/admin.conf apply -f /tmp/probe.yml
            """.formatted(KubernetesParts.PROBE);

    private static final String ETCDCTL = "ETCDCTL_API=3 etcdctl --cacert /etc/kubernetes/pki/etcd/ca.crt"
            + " --cert /etc/kubernetes/pki/etcd/server.crt --key /etc/kubernetes/pki/etcd/server.key ";

    @TempDir
    private Path folder;

    private KubernetesLab pod;

    @BeforeEach
    void raise() throws Exception {
        pod = new KubernetesLab(folder, LabSpec.named(NAME).nodes("3+2"));
        pod.raise();
    }

    @AfterEach
    void strike() throws Exception {
        pod.close();
    }

    @Test
    void aClusterComesFromBareNodesOutlivesItsFirstOneAndGoes() throws Exception {
        pod.play("site.yml");
        pod.play("kubernetes.yml");
        everyNodeIsReady("mgmt01");
        computeNodesHaveTheirLabelsAndTaints();
        podsReachEachOtherOnAllNodes("mgmt01");
        everyImageCameFromTheAppliance();
        changesNothing();

        pod.lose("mgmt01");
        KubernetesLab.until(
                Duration.ofSeconds(30),
                () -> pod.on(
                        "mgmt02",
                        "kubectl --kubeconfig /etc/kubernetes/admin.conf --request-timeout 3s create configmap written-after"));
        pod.play("remove-node.yml", "-e", "node=mgmt01");
        pod.repair();
        pod.play("site.yml", "--limit", "mgmt01");
        pod.play("kubernetes.yml");
        everyNodeIsReady("mgmt01");
        etcdHasThreeMembersThatAreWell();
        podsReachEachOtherOnAllNodes("mgmt03");

        pod.play("remove-node.yml", "-e", "node=dgx02");
        assertEquals(4, pod.kubectl("mgmt01", "get nodes -o name").lines().count());
        pod.play("kubernetes.yml");
        everyNodeIsReady("mgmt02");
        changesNothing();

        pod.play("reset.yml", "-e", "confirm=" + NAME);
        nothingIsLeft();
        killedWhileKubeadmRuns();
        pod.play("kubernetes.yml");
        everyNodeIsReady("mgmt01");
        etcdHasThreeMembersThatAreWell();
    }

    private void everyNodeIsReady(String through) throws Exception {
        String nodes = pod.nodes().stream().map(LabNode::name).collect(Collectors.joining(" "));
        pod.kubectl(through, "wait node --for=condition=Ready --timeout=2m " + nodes);
    }

    private void computeNodesHaveTheirLabelsAndTaints() throws Exception {
        assertEquals(
                "node/dgx01\nnode/dgx02\n",
                pod.kubectl("mgmt01", "get nodes -o name -l node-role.kubernetes.io/compute=,rack=r1,unit=12"));
        String taints = pod.kubectl(
                "mgmt01",
                "get node dgx01 -o 'jsonpath={range .spec.taints[*]}{.key}={.value}:{.effect}{\"\\n\"}{end}'");
        assertEquals(
                List.of("example.org/first=:PreferNoSchedule", "example.org/second=yes:PreferNoSchedule"),
                taints.lines().sorted().toList());
    }

    private void podsReachEachOtherOnAllNodes(String through) throws Exception {
        KubernetesLab.Ran applied = pod.on(through, PROBES);
        assertEquals(0, applied.status(), applied.output());
        pod.kubectl(through, "rollout status daemonset probe --timeout=3m");
        List<String[]> pods = pod.kubectl(
                        through,
                        "get pods -l app=probe --field-selector status.phase=Running"
                                + " -o 'jsonpath={range .items[*]}{.metadata.name} {.status.podIP} {.spec.nodeName}{\"\\n\"}{end}'")
                .lines()
                .map(line -> line.split(" "))
                .toList();
        assertEquals(pod.nodes().size(), pods.size());
        String addresses = pods.stream().map(each -> each[1]).collect(Collectors.joining(" "));
        String names = pods.stream().map(each -> each[2] + "\n").collect(Collectors.joining());
        for (String[] each : pods) {
            assertEquals(
                    names,
                    pod.kubectl(
                            through,
                            "exec " + each[0] + " -- sh -c 'for a in " + addresses
                                    + "; do kubectl --server http://$a:8000 get --raw /index.html; done'"));
        }
    }

    private void everyImageCameFromTheAppliance() throws Exception {
        for (LabNode node : pod.nodes()) {
            List<String> got = pod.gotFromTheRegistry(node);
            List<String> images = pod.on(node.name(), "ctr -n k8s.io images ls -q | grep -v sha256")
                    .output()
                    .lines()
                    .toList();
            assertTrue(images.size() >= 3, images.toString());
            for (String image : images) {
                String path = image.substring(image.indexOf('/')).replace(":", "/manifests/");
                assertTrue(got.contains("/v2" + path), () -> node.name() + " has " + image + ", and got " + got);
            }
        }
    }

    private void changesNothing() {
        String said = pod.play("kubernetes.yml");
        assertEquals(
                pod.nodes().size(),
                said.lines().filter(line -> line.contains(" changed=0 ")).count(),
                said);
    }

    private void etcdHasThreeMembersThatAreWell() throws Exception {
        KubernetesLab.Ran members = pod.on("mgmt02", ETCDCTL + "member list");
        assertEquals(
                3,
                members.output()
                        .lines()
                        .filter(line -> line.contains(", started, "))
                        .count(),
                members.output());
        KubernetesLab.Ran health = pod.on("mgmt02", ETCDCTL + "endpoint health --cluster 2>&1");
        assertEquals(0, health.status(), health.output());
    }

    private void nothingIsLeft() throws Exception {
        for (LabNode node : pod.nodes()) {
            KubernetesLab.Ran left = pod.on(
                    node.name(),
                    "find /etc/kubernetes /var/lib/etcd /var/lib/cni /etc/cni/net.d -type f 2>/dev/null; ctr -n k8s.io containers ls -q;"
                            + " iptables-save 2>/dev/null | grep -E 'KUBE-|CNI-|SLIPWAY'; pgrep -a '^(kubelet|kube-|etcd)'");
            assertEquals("", left.output(), node.name());
        }
    }

    /** With the signal that can't be caught. */
    private void killedWhileKubeadmRuns() throws Exception {
        Process run = pod.begin("kubernetes.yml");
        Thread reader = Thread.ofVirtual().start(() -> run.inputReader().lines().forEach(line -> {}));
        KubernetesLab.until(Duration.ofMinutes(3), () -> pod.on("mgmt01", "systemctl is-active slipway-kubeadm"));
        run.destroyForcibly().waitFor();
        reader.join();
    }
}
