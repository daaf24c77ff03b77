package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.lab.LabSpec;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real cluster of 1.20.2 becomes one of the same programs with another stamp, by a real kubeadm, and goes back again. */
@Tag("full")
@Timeout(value = 60, unit = TimeUnit.MINUTES)
class KubernetesUpgradeForRealTest {

    private static final String LATER = "1.20.3";

    /** One pod that may not be missed, and has nowhere else to go. */
    private static final String PRECIOUS = """
            cat >/tmp/precious.yml <<'END'
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: precious, namespace: default}
            spec:
              replicas: 1
              selector: {matchLabels: {app: precious}}
              template:
                metadata: {labels: {app: precious}}
                spec:
                  nodeName: dgx01
                  terminationGracePeriodSeconds: 1
                  containers: [{name: it, image: "%s", command: [/bin/sleep, "2147483647"]}]
            ---
            apiVersion: policy/v1beta1
            kind: PodDisruptionBudget
            metadata: {name: precious, namespace: default}
            spec: {minAvailable: 1, selector: {matchLabels: {app: precious}}}
            END
            kubectl --kubeconfig /etc/kubernetes/admin.conf apply -f /tmp/precious.yml
            """.formatted(KubernetesParts.PROBE);

    @TempDir
    private Path folder;

    private KubernetesLab pod;
    private KubernetesChecks cluster;

    @BeforeEach
    void raise() throws Exception {
        pod = new KubernetesLab(folder, LabSpec.named("rise").nodes("3+2"));
        pod.raise();
        cluster = new KubernetesChecks(pod);
    }

    @AfterEach
    void strike() throws Exception {
        pod.close();
    }

    private static String[] to(String version) {
        return new String[] {
            "-e",
            "{\"slipway_kubernetes\": {\"version\": \"" + version
                    + "\", \"network\": \"bridge\"}, \"slipway_drain_timeout\": \"20s\"}"
        };
    }

    @Test
    void aClusterGoesToALaterVersionNodeByNode() throws Exception {
        pod.play("site.yml");
        pod.play("kubernetes.yml");
        cluster.podsReachEachOtherOnAllNodes("mgmt01");
        assertTrue(pod.refused("upgrade.yml", to("1.22.0")).contains("Kubernetes goes to a later patch"));
        assertTrue(pod.refused("upgrade.yml", to("1.20.1")).contains("never back"));
        assertTrue(pod.refused("kubernetes.yml", to(LATER)).contains("[version] it has kubelet 1.20.2-1.1"));

        pod.bring(LATER);
        pod.kubectl("mgmt01", "create configmap written-before");
        assertEquals(0, pod.on("mgmt01", PRECIOUS).status());
        pod.kubectl("mgmt01", "rollout status deployment precious --timeout=2m");
        pod.kubectl("mgmt01", "cordon dgx02");
        String said = pod.refused("upgrade.yml", to(LATER));
        assertTrue(said.contains("did not leave dgx01 in 20s; it was left as it was"), said);
        assertEquals(
                "dgx01 v1.20.2 \ndgx02 v1.20.3 true\nmgmt01 v1.20.3 \nmgmt02 v1.20.3 \nmgmt03 v1.20.3 \n", kubelets());

        pod.kubectl("mgmt01", "delete poddisruptionbudget precious");
        pod.play("upgrade.yml", to(LATER));
        assertEquals(
                "dgx01 v1.20.3 \ndgx02 v1.20.3 true\nmgmt01 v1.20.3 \nmgmt02 v1.20.3 \nmgmt03 v1.20.3 \n", kubelets());
        pod.kubectl("mgmt01", "uncordon dgx02");
        cluster.everyNodeIsReady("mgmt02");
        cluster.etcdHasThreeMembersThatAreWell();
        cluster.podsReachEachOtherOnAllNodes("mgmt03");
        assertEquals(
                "k8s.gcr.io/kube-apiserver:v1.20.3\n".repeat(3),
                pod.kubectl(
                        "mgmt01",
                        "-n kube-system get pods -l component=kube-apiserver -o 'jsonpath={range .items[*]}{.spec.containers[0].image}{\"\\n\"}{end}'"));
        cluster.anotherRunChangesNothing(to(LATER));
        itGoesBackToWhatItWas();
    }

    /** Through the snapshot that the upgrade took, in which dgx02 is cordoned still. */
    private void itGoesBackToWhatItWas() throws Exception {
        String[] back = to(KubernetesParts.VERSION);
        pod.kubectl("mgmt02", "create configmap written-after");
        pod.bring(KubernetesParts.VERSION);
        assertTrue(pod.refused("go-back.yml", back).contains("if that is meant, say so with -e confirm=rise"));
        pod.play("go-back.yml", back[0], back[1], "-e", "confirm=rise");
        assertEquals(
                "dgx01 v1.20.2 \ndgx02 v1.20.2 true\nmgmt01 v1.20.2 \nmgmt02 v1.20.2 \nmgmt03 v1.20.2 \n", kubelets());
        assertEquals(
                "configmap/written-before\n",
                pod.kubectl("mgmt03", "get configmap written-before written-after --ignore-not-found -o name"));
        cluster.everyNodeIsReady("mgmt02");
        cluster.etcdHasThreeMembersThatAreWell();
        pod.kubectl("mgmt03", "delete daemonset probe --cascade=foreground");
        cluster.podsReachEachOtherOnAllNodes("mgmt03");
        cluster.anotherRunChangesNothing(back);
    }

    private String kubelets() throws Exception {
        return pod.kubectl(
                "mgmt01",
                "get nodes -o 'jsonpath={range .items[*]}{.metadata.name} {.status.nodeInfo.kubeletVersion} {.spec.unschedulable}{\"\\n\"}{end}'");
    }
}
