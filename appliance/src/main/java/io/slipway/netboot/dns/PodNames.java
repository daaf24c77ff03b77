package io.slipway.netboot.dns;

import io.slipway.common.Position;
import io.slipway.common.network.IpAddress;
import io.slipway.common.network.IpNetwork;
import java.util.List;

/**
 * What the pod's zones are made of.
 *
 * @param domain such as {@code pod.internal}; names without it are within it
 * @param networks whose addresses are looked up in reverse here and nowhere else
 * @param servers the addresses at which these names are served
 */
public record PodNames(
        String domain, List<Host> hosts, List<Extra> extras, List<IpNetwork> networks, List<IpAddress> servers) {

    /** A node: its name leads to its address, and back. */
    public record Host(String name, IpAddress address, Position at) {}

    /**
     * A record of the settings.
     *
     * @param name within the domain; {@code *.apps} for all names below {@code apps} that are not there themselves
     * @param value an address, a name, or of SRV: priority, weight, port and name, as RFC 2782 writes them
     */
    public record Extra(String name, Kind kind, String value, Position at) {}

    /** What such a record says of its name. */
    public enum Kind {
        ADDRESS,
        CNAME,
        SRV
    }

    public PodNames {
        hosts = List.copyOf(hosts);
        extras = List.copyOf(extras);
        networks = List.copyOf(networks);
        servers = List.copyOf(servers);
    }
}
