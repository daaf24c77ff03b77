package io.slipway.pod;

import io.slipway.common.Problem;
import io.slipway.common.network.IpAddress;
import io.slipway.common.network.IpNetwork;
import io.slipway.common.network.MacAddress;
import io.slipway.netboot.boot.Node;
import io.slipway.netboot.dhcp.Reservation;
import io.slipway.netboot.disk.DiskRule;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The machines of a pod, and the network that they share.
 *
 * @param name empty for none
 * @param domain empty for none
 */
public record Pod(
        String name, Optional<IpNetwork> network, Optional<IpAddress> gateway, String domain, List<PodNode> nodes) {

    public Pod {
        nodes = List.copyOf(nodes);
    }

    /** The nodes as they boot, by their network cards. */
    public Map<MacAddress, Node> byCard() {
        return nodes.stream().collect(Collectors.toMap(PodNode::mac, PodNode::node));
    }

    /** Which disks are their systems', by their network cards, of the nodes about which that is said. */
    public Map<MacAddress, DiskRule> disks() {
        Map<MacAddress, DiskRule> disks = new LinkedHashMap<>();
        nodes.forEach(node -> node.disks().ifPresent(rule -> disks.put(node.mac(), rule)));
        return disks;
    }

    /**
     * The nodes as they are given addresses, by their network cards.
     *
     * @throws PodException naming every node that has none
     */
    public Map<MacAddress, Reservation> reservations() {
        List<Problem> problems = nodes.stream()
                .filter(node -> node.address().isEmpty())
                .map(node -> Problem.of("node '" + node.name() + "' has no IPv4 address that could be reserved for it")
                        .at(node.at())
                        .hint("set its ansible_host to one"))
                .toList();
        if (!problems.isEmpty()) {
            throw new PodException(problems);
        }
        Map<MacAddress, Reservation> reservations = new LinkedHashMap<>();
        nodes.forEach(node -> reservations.put(
                node.mac(), new Reservation(node.node(), node.address().orElseThrow())));
        return reservations;
    }
}
