package io.slipway.netboot.serve;

import io.slipway.common.network.IpAddress;
import io.slipway.netboot.dhcp.Link;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What is set about booting.
 *
 * @param interfaces where DHCP and TFTP are answered, and nowhere else; none of them: machines are not booted from here
 * @param networks whose machines are given addresses; empty for the pod's own network, as the inventory has it
 * @param server where nodes fetch files, when that is not the interface's own address
 * @param open whether machines that nobody described are taken in
 * @param installs how many nodes may be installed at a time
 * @param inFlight how many bytes of what they boot may be on their way to all of them before others wait
 */
public record NetbootSettings(
        List<String> interfaces,
        Dhcp dhcp,
        List<Link> networks,
        Optional<IpAddress> server,
        boolean open,
        int installs,
        long inFlight) {

    public static final int INSTALLS = 64;

    public static final NetbootSettings NONE = new NetbootSettings(
            List.of(), Dhcp.AUTHORITATIVE, List.of(), Optional.empty(), false, INSTALLS, Long.MAX_VALUE);

    /** What this server is to DHCP. */
    public enum Dhcp {
        /** It gives addresses. */
        AUTHORITATIVE,
        /** It says what to boot beside a server that gives addresses. */
        PROXY,
        /** Nothing: another server sends machines here. */
        OFF;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public NetbootSettings {
        interfaces = List.copyOf(interfaces);
        networks = List.copyOf(networks);
    }
}
