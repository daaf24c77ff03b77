package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What RKE2's servers and agents are told; the names are those of {@code rke2 server --help} and {@code rke2 agent --help}. */
class Rke2ConfigTest {

    private static final String SERVER = """
            # Ansible managed
            # No image from anywhere but where registries.yaml sends its name.
            cluster-cidr: 10.42.0.0/16
            cluster-domain: cluster.local
            cni: canal
            disable-default-registry-endpoint: true
            etcd-snapshot-retention: 12
            etcd-snapshot-schedule-cron: 0 */6 * * *
            kubelet-arg:
            - max-pods=250
            node-ip: 10.10.0.11
            node-name: mgmt01
            service-cidr: 10.43.0.0/16
            tls-san:
            - 10.10.0.10
            - 10.10.0.11
            - 10.10.0.12
            - 10.10.0.13
            - mgmt01
            - mgmt02
            - mgmt03
            token: secret
            write-kubeconfig-mode: '0600'
            """;

    private static final String AGENT = """
            # Ansible managed
            # No image from anywhere but where registries.yaml sends its name.
            disable-default-registry-endpoint: true
            kubelet-arg:
            - max-pods=250
            node-ip: 10.10.1.1
            node-label:
            - rack=r1
            - unit=12
            node-name: dgx01
            server: https://10.10.0.10:9346
            token: secret
            """;

    @TempDir
    Path folder;

    private Map<String, String> written;

    @BeforeEach
    void write() throws Exception {
        written = RenderedTemplate.of(
                folder,
                "management:compute",
                List.of("rke2"),
                "rke2/templates/config.yaml.j2",
                "{slipway_rke2: {version: v1.36.3+rke2r1, files: /srv}, slipway_rke2_token: secret, rke2_joins: \"{{ inventory_hostname != 'mgmt01' }}\","
                        + " slipway_rke2_config: {kubelet-arg: [max-pods=250]}}");
    }

    @Test
    void theFirstServerBeginsAndTheOthersJoinThroughTheVirtualAddress() {
        assertEquals(SERVER, written.get("mgmt01"));
        assertEquals(
                SERVER.replace("10.10.0.11\nnode-name: mgmt01", "10.10.0.12\nnode-name: mgmt02")
                        .replace("service-cidr", "server: https://10.10.0.10:9346\nservice-cidr"),
                written.get("mgmt02"));
    }

    @Test
    void anAgentKnowsNothingOfTheControlPlane() {
        assertEquals(AGENT, written.get("dgx01"));
    }

    /** What must be the same on all servers is. */
    @Test
    void serversDifferInThemselvesAlone() {
        List<String> first = SERVER.lines().toList();
        List<String> third = written.getOrDefault("mgmt03", "").lines().toList();
        assertTrue(
                first.stream()
                        .filter(line -> !third.contains(line))
                        .allMatch(line -> line.startsWith("node-name") || line.startsWith("node-ip")),
                third.toString());
    }
}
