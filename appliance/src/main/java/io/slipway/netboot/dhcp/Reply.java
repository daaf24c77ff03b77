package io.slipway.netboot.dhcp;

import io.slipway.common.network.IpAddress;
import java.util.Optional;

/**
 * What is sent back, and where to (RFC 2131, section 4.1).
 *
 * @param message nothing when the client is not answered
 */
record Reply(Optional<DhcpMessage> message, IpAddress to, int port, DhcpEvent event) {

    static final int SERVER_PORT = 67;
    static final int CLIENT_PORT = 68;

    static final IpAddress EVERYBODY = IpAddress.parse("255.255.255.255").orElseThrow();

    static Reply none(DhcpEvent event) {
        return new Reply(Optional.empty(), EVERYBODY, CLIENT_PORT, event);
    }

    /**
     * To the relay agent, or to the address that the client has, or else by broadcast: a client that wants to be reached at an address that it does
     * not have yet would need a raw socket, and takes a broadcast just as well.
     */
    static Reply to(DhcpMessage request, DhcpMessage answer, DhcpEvent event) {
        boolean refused = answer.type().filter(type -> type == MessageType.NAK).isPresent();
        if (request.relayed()) {
            DhcpMessage sent = refused ? answer.broadcasting() : answer;
            return new Reply(Optional.of(sent), request.giaddr(), SERVER_PORT, event);
        }
        boolean reachable = !request.ciaddr().equals(Wire.NONE) && !refused;
        return new Reply(Optional.of(answer), reachable ? request.ciaddr() : EVERYBODY, CLIENT_PORT, event);
    }
}
