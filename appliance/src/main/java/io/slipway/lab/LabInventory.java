package io.slipway.lab;

import io.slipway.lab.Lab.LabNode;
import java.util.List;

/**
 * The inventory of a lab, for {@code slipway run} and for Ansible alike: its nodes, and what {@code playbooks/site.yml} must know when this
 * machine serves the mirror {@code demo} to them, on the default port or on {@code -e slipway_port=…}.
 */
final class LabInventory {

    private LabInventory() {}

    static String of(Lab lab) {
        StringBuilder text = new StringBuilder();
        text.append("# Written by `slipway lab up`, which overwrites it.\n");
        text.append("all:\n");
        text.append("  vars:\n");
        text.append("    ansible_user: ").append(Lab.USER).append('\n');
        text.append("    ansible_ssh_private_key_file: ")
                .append(lab.privateKey())
                .append('\n');
        text.append("    ansible_ssh_common_args: \"-o UserKnownHostsFile=").append(lab.knownHosts());
        text.append(" -o StrictHostKeyChecking=yes\"\n");
        text.append("    lab_gateway: ").append(lab.gateway()).append('\n');
        text.append(forTheSite(lab));
        text.append("  children:\n");
        for (Group group : Group.values()) {
            List<LabNode> nodes =
                    lab.nodes().stream().filter(node -> node.group() == group).toList();
            text.append("    ").append(group.groupName()).append(":\n");
            text.append(nodes.isEmpty() ? "      hosts: {}\n" : "      hosts:\n");
            for (LabNode node : nodes) {
                text.append("        ").append(node.name()).append(":\n");
                text.append("          ansible_host: ").append(node.address()).append('\n');
            }
        }
        return text.toString();
    }

    /** Containers have no cgroups of their own that systemd could hand out. */
    private static String forTheSite(Lab lab) {
        return """
                    slipway_pod: {name: %1$s, domain: %1$s.internal}
                    slipway_appliance: {address: %2$s, url: "http://%2$s:{{ slipway_port | default(8080) }}"}
                    slipway_apt_repositories: [{name: demo}]
                    slipway_admins: [{name: operator, sudo: true, keys: ["{{ lookup('file', '%3$s.pub') }}"]}]
                    slipway_containerd_cgroups_systemd: false
                """.formatted(lab.name(), lab.gateway(), lab.privateKey());
    }
}
