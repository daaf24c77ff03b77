package io.slipway.lab;

import java.nio.file.Path;
import java.util.List;

/**
 * A lab that was raised.
 *
 * @param gateway this machine, as the nodes see it: what listens here serves them
 * @param engine the address of the container engine that it lives on
 * @param directory where its files are
 */
public record Lab(String name, Subnet subnet, String gateway, String engine, List<LabNode> nodes, Path directory) {

    /** Who logs in: may become root without a password. Root takes the same key. */
    public static final String USER = "slipway";

    public Lab {
        nodes = List.copyOf(nodes);
    }

    /** @param address fixed for the life of the lab */
    public record LabNode(String name, Group group, String address) {}

    /** Ansible-style YAML; {@code slipway run -i} and {@code ansible -i} take it as it is. */
    public Path inventory() {
        return directory.resolve("inventory.yml");
    }

    /** The host keys of all nodes, made by us: nothing is trusted on first use. */
    public Path knownHosts() {
        return directory.resolve("known_hosts");
    }

    /** Ed25519, in OpenSSH's format, no passphrase, mode 0600. */
    public Path privateKey() {
        return directory.resolve("id_ed25519");
    }
}
