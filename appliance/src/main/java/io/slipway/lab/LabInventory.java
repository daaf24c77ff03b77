package io.slipway.lab;

import io.slipway.lab.Lab.LabNode;
import java.util.List;

/** The inventory of a lab, for {@code slipway run} and for Ansible alike. */
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
}
