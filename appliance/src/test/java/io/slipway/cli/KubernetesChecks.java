package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.lab.Lab.LabNode;
import java.util.List;
import java.util.stream.Collectors;

/** What is true of a cluster that is well. */
final class KubernetesChecks {

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

    static final String ETCDCTL = "ETCDCTL_API=3 etcdctl --cacert /etc/kubernetes/pki/etcd/ca.crt"
            + " --cert /etc/kubernetes/pki/etcd/server.crt --key /etc/kubernetes/pki/etcd/server.key ";

    private final KubernetesLab pod;

    KubernetesChecks(KubernetesLab pod) {
        this.pod = pod;
    }

    void everyNodeIsReady(String through) throws Exception {
        String nodes = pod.nodes().stream().map(LabNode::name).collect(Collectors.joining(" "));
        pod.kubectl(through, "wait node --for=condition=Ready --timeout=2m " + nodes);
    }

    void podsReachEachOtherOnAllNodes(String through) throws Exception {
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

    void anotherRunChangesNothing(String... more) {
        String said = pod.play("kubernetes.yml", more);
        assertEquals(
                pod.nodes().size(),
                said.lines().filter(line -> line.contains(" changed=0 ")).count(),
                said);
    }

    void etcdHasThreeMembersThatAreWell() throws Exception {
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
}
