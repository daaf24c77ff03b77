package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** kube-vip and flannel, as the roles write them. */
class KubeVipConfigTest {

    @TempDir
    Path folder;

    private static String golden(String name) throws IOException {
        try (InputStream file = KubeVipConfigTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(file, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String written(String role, String template, String variables) throws IOException {
        return RenderedTemplate.of(
                        folder, "mgmt02", List.of("cluster", role), role + "/templates/" + template, variables)
                .getOrDefault("mgmt02", "");
    }

    @Test
    void eachNodeAsksItsOwnApiServerWhoHasTheAddress() throws IOException {
        assertEquals(
                golden("kube-vip.yaml"),
                written(
                        "control_plane",
                        "kube-vip.yaml.j2",
                        "{slipway_kubernetes: {version: 1.34.1}, kube_vip_device: bond0, kube_vip_config: admin.conf}"));
    }

    @Test
    void flannelHasTheNetworkThatTheClusterGivesToPods() throws IOException {
        assertEquals(
                golden("flannel.yaml"),
                written(
                        "pod_network",
                        "flannel.yaml.j2",
                        "{slipway_kubernetes: {version: 1.34.1, pod_subnet: 10.100.0.0/16}, slipway_flannel_interface: bond0}"));
    }

    /** Until a cluster has begun, only super-admin.conf may do anything from 1.29 on; before, there was none. */
    @ParameterizedTest
    @CsvSource({
        "1.28.15, true, admin.conf",
        "1.29.0, true, super-admin.conf",
        "1.36.4, true, super-admin.conf",
        "1.36.4, false, admin.conf"
    })
    void whoseRightsKubeVipHas(String version, boolean begins, String file) throws IOException {
        Path role = Slipway.repository().resolve("playbooks/roles/control_plane/tasks/kube_vip.yml");
        String expression = Files.readString(role)
                .lines()
                .filter(line -> line.strip().startsWith("kube_vip_config:"))
                .findFirst()
                .orElseThrow();
        Path playbook = Files.writeString(
                folder.resolve("which.yml"),
                "- hosts: localhost\n  gather_facts: false\n  vars:\n    " + expression.strip()
                        + "\n  tasks: [{debug: {msg: 'it is {{ kube_vip_config }}'}}]\n");
        Slipway.Said said = new Slipway(folder.resolve("home"))
                .run(
                        "run",
                        playbook.toString(),
                        "-e",
                        "{slipway_kubernetes: {version: " + version + "}, kube_vip_begins: " + begins + "}");
        assertTrue(said.out().contains("it is " + file), said.all());
    }

    @Test
    void behindKubeVipTheApiAnswersAtItsOwnPort() throws IOException {
        String text = RenderedTemplate.of(
                        folder,
                        "mgmt01",
                        List.of("cluster"),
                        "kubeadm/templates/kubeadm.yaml.j2",
                        "{slipway_kubernetes: {version: 1.34.1, balancer: kube-vip}, kubeadm_step: init}")
                .getOrDefault("mgmt01", "");
        assertTrue(text.contains("controlPlaneEndpoint: 10.10.0.10:6443\n"), text);
    }
}
