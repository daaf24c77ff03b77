package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.lab.Lab.LabNode;
import io.slipway.lab.LabSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
    void aClusterComesFromBareNodesOutlivesItsFirstOneAndGoes() throws Exception {
        pod.play("site.yml");
        pod.play("kubernetes.yml");
        cluster.everyNodeIsReady("mgmt01");
        computeNodesHaveTheirLabelsAndTaints();
        cluster.podsReachEachOtherOnAllNodes("mgmt01");
        everyImageCameFromTheAppliance();
        cluster.anotherRunChangesNothing();
        secretsAreWrittenInCipherAndWhoAskedForThem();
        onlyNodesOfTheInventoryGetCertificates();
        certificatesAreRenewed();

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
        cluster.everyNodeIsReady("mgmt01");
        cluster.etcdHasThreeMembersThatAreWell();
        cluster.podsReachEachOtherOnAllNodes("mgmt03");

        pod.play("remove-node.yml", "-e", "node=dgx02");
        assertEquals(4, pod.kubectl("mgmt01", "get nodes -o name").lines().count());
        pod.play("kubernetes.yml");
        cluster.everyNodeIsReady("mgmt02");
        cluster.anotherRunChangesNothing();

        pod.play("reset.yml", "-e", "confirm=" + NAME);
        nothingIsLeft();
        killedWhileKubeadmRuns();
        pod.play("kubernetes.yml");
        cluster.everyNodeIsReady("mgmt01");
        cluster.etcdHasThreeMembersThatAreWell();
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

    private void secretsAreWrittenInCipherAndWhoAskedForThem() throws Exception {
        pod.kubectl("mgmt01", "create secret generic told --from-literal=word=swordfish");
        for (String node : List.of("mgmt01", "mgmt02", "mgmt03")) {
            KubernetesLab.Ran stored =
                    pod.on(node, KubernetesChecks.ETCDCTL + "get /registry/secrets/default/told --print-value-only");
            assertTrue(stored.output().startsWith("k8s:enc:secretbox:v1:first:"), stored.output());
            assertFalse(stored.output().contains("swordfish"), stored.output());
            assertEquals(
                    "swordfish",
                    pod.kubectl(
                            node,
                            "--server https://$(hostname):6443 get secret told -o 'go-template={{.data.word | base64decode}}'"));
            KubernetesLab.until(
                    Duration.ofSeconds(10),
                    () -> pod.on(node, "grep -q '\"verb\":\"get\".*\"name\":\"told\"' /var/log/kubernetes/audit.log"));
            assertEquals(
                    1,
                    pod.on(node, "grep -q 'swordfish\\|c3dvcmRmaXNo' /var/log/kubernetes/audit.log")
                            .status());
        }
    }

    /** Who has a bootstrap token may ask in the name of any node; a kubelet may ask only in its own, but for any addresses. */
    private void onlyNodesOfTheInventoryGetCertificates() throws Exception {
        for (LabNode node : pod.nodes()) {
            KubernetesLab.Ran names = pod.on(
                    node.name(),
                    "openssl x509 -noout -ext subjectAltName -in /var/lib/kubelet/pki/kubelet-server-current.pem");
            assertTrue(
                    names.output().contains("DNS:" + node.name() + ", IP Address:" + node.address()), names.output());
        }
        assertEquals(
                0,
                pod.on("dgx01", """
                openssl req -new -newkey rsa:2048 -nodes -keyout /dev/null -subj /O=system:nodes/CN=system:node:dgx01 \
                    -addext 'subjectAltName=DNS:dgx01,DNS:mgmt01,IP:%s' 2>/dev/null >/tmp/request
                { printf 'apiVersion: certificates.k8s.io/v1\nkind: CertificateSigningRequest\nmetadata: {name: greedy}\nspec:\n'
                  printf '  {signerName: kubernetes.io/kubelet-serving, usages: [digital signature, key encipherment, server auth], request: %%s}\n' \
                      "$(base64 -w 0 </tmp/request)"; } >/tmp/request.yaml
                kubectl --kubeconfig /etc/kubernetes/kubelet.conf create -f /tmp/request.yaml
                """.formatted(pod.nodes().getFirst().address())).status());
        KubernetesLab.Ran looked = pod.on("mgmt02", "/usr/local/sbin/slipway-approve 2>&1");
        assertTrue(looked.output().contains("greedy of system:node:dgx01 is not approved"), looked.output());
        assertEquals("", pod.kubectl("mgmt02", "get csr greedy -o 'jsonpath={.status.conditions}'"));
    }

    private void certificatesAreRenewed() throws Exception {
        assertEquals(0, pod.on("mgmt01", "/usr/local/sbin/slipway-certificates").status());
        KubernetesLab.Ran later = pod.on(
                "mgmt01", "sed 's/^soon=.*/soon=34560000/' /usr/local/sbin/slipway-certificates | sh 2>&1 >/dev/null");
        assertTrue(later.output().contains("/etc/kubernetes/pki/apiserver.crt ends on "), later.output());
        assertTrue(later.output().contains("/etc/kubernetes/admin.conf ends on "), later.output());
        String served = "echo | openssl s_client -connect $(hostname):6443 2>/dev/null | openssl x509 -noout -serial";
        String before = pod.on("mgmt02", served).output();
        pod.play("rotate-certificates.yml");
        assertNotEquals(before, pod.on("mgmt02", served).output());
        cluster.everyNodeIsReady("mgmt02");
        cluster.etcdHasThreeMembersThatAreWell();
        assertEquals("", pod.asOperator("get nodes -o 'jsonpath={.items[*].spec.unschedulable}'"));
    }

    private void nothingIsLeft() throws Exception {
        for (LabNode node : pod.nodes()) {
            KubernetesLab.Ran left = pod.on(
                    node.name(),
                    "find /etc/kubernetes /var/lib/etcd /var/lib/cni /etc/cni/net.d -type f 2>/dev/null; ctr -n k8s.io containers ls -q;"
                            + " iptables-save 2>/dev/null | grep -E 'KUBE-|CNI-|SLIPWAY'; ps -eo comm= | grep -E '^(kubelet|kube-|etcd)'");
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
