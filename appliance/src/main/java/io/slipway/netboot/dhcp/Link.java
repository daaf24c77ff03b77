package io.slipway.netboot.dhcp;

import io.slipway.common.network.IpAddress;
import io.slipway.common.network.IpNetwork;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A network whose machines are given addresses.
 *
 * @param pool for machines without a reservation
 * @param domain empty for none
 * @param lease how long an address is given for
 */
public record Link(
        IpNetwork network,
        Optional<Pool> pool,
        List<IpAddress> routers,
        List<IpAddress> nameServers,
        List<IpAddress> timeServers,
        String domain,
        Duration lease) {

    /** @param last is part of it */
    public record Pool(IpAddress first, IpAddress last) {
        boolean contains(IpAddress address) {
            return first.compareTo(address) <= 0 && address.compareTo(last) <= 0;
        }
    }

    public Link {
        routers = List.copyOf(routers);
        nameServers = List.copyOf(nameServers);
        timeServers = List.copyOf(timeServers);
    }

    boolean contains(IpAddress address) {
        return network.contains(new IpNetwork(address, address.width()));
    }
}
