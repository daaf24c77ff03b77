package io.slipway.pod;

import io.slipway.common.Position;
import io.slipway.common.network.IpAddress;
import io.slipway.common.network.MacAddress;
import io.slipway.netboot.boot.Node;
import io.slipway.netboot.disk.DiskRule;
import java.util.Optional;

/**
 * A host of the inventory whose machine boots from the appliance.
 *
 * @param address none when its inventory names a host instead of an address
 * @param disks which ones are its system's, if that is said
 * @param at where it is described
 */
public record PodNode(Node node, MacAddress mac, Optional<IpAddress> address, Optional<DiskRule> disks, Position at) {

    public String name() {
        return node.name();
    }
}
