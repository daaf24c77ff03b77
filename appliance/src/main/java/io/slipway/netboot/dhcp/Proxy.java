package io.slipway.netboot.dhcp;

import io.slipway.common.network.IpAddress;
import io.slipway.common.network.MacAddress;
import io.slipway.netboot.boot.Decision;
import io.slipway.netboot.boot.Node;
import io.slipway.netboot.boot.NodeStates;
import java.util.Map;
import java.util.Optional;

/** Says what to boot beside a server that gives the addresses (PXE 2.1, section 2.2.3, there called proxyDHCP). */
final class Proxy {

    private final Map<MacAddress, Reservation> reservations;
    private final NodeStates states;
    private final BootOffer boot;

    Proxy(Map<MacAddress, Reservation> reservations, NodeStates states, BootOffer boot) {
        this.reservations = Map.copyOf(reservations);
        this.states = states;
        this.boot = boot;
    }

    /** @param direct whether firmware that has its address asks this server by itself, at port 4011 */
    Reply answer(DhcpMessage message, IpAddress server, boolean direct) {
        String client = Authority.name(message);
        String asked = message.type().map(Enum::name).orElse("BOOTP");
        Optional<BootClient> booting = message.reply() ? Optional.empty() : BootClient.of(message);
        MessageType expected = direct ? MessageType.REQUEST : MessageType.DISCOVER;
        if (booting.isEmpty() || message.type().filter(expected::equals).isEmpty()) {
            return Reply.none(new DhcpEvent.Passed(client, asked, "it does not ask what to boot"));
        }
        Optional<Node> node = message.hardware()
                .mac()
                .flatMap(mac -> Optional.ofNullable(reservations.get(mac)))
                .map(Reservation::node);
        Decision decision =
                boot.decide(booting.get(), node, states.of(node.map(Node::name).orElse(client)));
        MessageType type = direct ? MessageType.ACK : MessageType.OFFER;
        DhcpMessage plain = message.answer(type, server)
                .addresses(direct ? message.ciaddr() : Wire.NONE, Wire.NONE)
                .broadcasting();
        DhcpMessage answer = plain.with(plain.options().copy(Option.MACHINE, message.options()));
        Optional<DhcpMessage> full = boot.proxy(answer, booting.get(), decision, node.isPresent(), server)
                .map(its -> its.with(its.options().copy(Option.RELAY_AGENT, message.options())));
        String why = decision.answer() + ": " + decision.reason();
        return full.map(its -> Reply.to(
                        message,
                        its,
                        new DhcpEvent.Answered(client, asked, type.name(), message.ciaddr(), Optional.of(why))))
                .orElseGet(() -> Reply.none(new DhcpEvent.Passed(client, asked, why)));
    }
}
