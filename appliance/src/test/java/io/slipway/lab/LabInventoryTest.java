package io.slipway.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.lab.Lab.LabNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabInventoryTest {

    @Test
    void theWholeFile() {
        Subnet subnet = Subnet.parse("10.77.3.0/24");
        Lab lab = new Lab(
                "lab",
                subnet,
                subnet.gateway(),
                "unix:///var/run/docker.sock",
                List.of(
                        new LabNode("mgmt01", Group.MANAGEMENT, "10.77.3.11"),
                        new LabNode("dgx01", Group.COMPUTE, "10.77.3.101"),
                        new LabNode("dgx02", Group.COMPUTE, "10.77.3.102")),
                Path.of("/var/lib/slipway/lab"));
        assertEquals("""
                # Written by `slipway lab up`, which overwrites it.
                all:
                  vars:
                    ansible_user: slipway
                    ansible_ssh_private_key_file: /var/lib/slipway/lab/id_ed25519
                    ansible_ssh_common_args: "-o UserKnownHostsFile=/var/lib/slipway/lab/known_hosts -o StrictHostKeyChecking=yes"
                    lab_gateway: 10.77.3.1
                    slipway_pod: {name: lab, domain: lab.internal}
                    slipway_appliance: {address: 10.77.3.1, url: "http://10.77.3.1:{{ slipway_port | default(8080) }}"}
                    slipway_apt_repositories: [{name: demo}]
                    slipway_admins: [{name: operator, sudo: true, keys: ["{{ lookup('file', '/var/lib/slipway/lab/id_ed25519.pub') }}"]}]
                    slipway_containerd_cgroups_systemd: false
                  children:
                    management:
                      hosts:
                        mgmt01:
                          ansible_host: 10.77.3.11
                    compute:
                      hosts:
                        dgx01:
                          ansible_host: 10.77.3.101
                        dgx02:
                          ansible_host: 10.77.3.102
                """, LabInventory.of(lab));
    }

    @Test
    void aGroupWithoutNodesIsStillThere() {
        Subnet subnet = Subnet.parse("10.77.3.0/24");
        Lab lab = new Lab("lab", subnet, subnet.gateway(), "", List.of(), Path.of("/x"));
        assertEquals("""
                  children:
                    management:
                      hosts: {}
                    compute:
                      hosts: {}
                """, LabInventory.of(lab).substring(LabInventory.of(lab).indexOf("  children:")));
    }
}
