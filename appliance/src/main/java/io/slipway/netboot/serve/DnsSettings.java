package io.slipway.netboot.serve;

import io.slipway.common.network.IpAddress;
import io.slipway.common.network.IpNetwork;
import io.slipway.netboot.dns.PodNames;
import java.util.List;

/**
 * What is set about the pod's names.
 *
 * @param interfaces at whose addresses they are served; none of them: where machines are booted
 * @param forwarders who is asked for other names; none of them: those are refused
 * @param clients whose machines may ask for other names; empty for the pod's own networks
 * @param records beside those that the inventory makes
 */
public record DnsSettings(
        List<String> interfaces,
        int port,
        List<IpAddress> forwarders,
        List<IpNetwork> clients,
        List<PodNames.Extra> records) {

    public static final int PORT = 53;

    public DnsSettings {
        interfaces = List.copyOf(interfaces);
        forwarders = List.copyOf(forwarders);
        clients = List.copyOf(clients);
        records = List.copyOf(records);
    }
}
