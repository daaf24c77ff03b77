package io.slipway.netboot.dhcp;

import io.slipway.common.network.IpAddress;
import io.slipway.netboot.boot.BootDesk;
import io.slipway.netboot.boot.Decision;
import java.util.Optional;

/** Says what to boot beside a server that gives the addresses (PXE 2.1, section 2.2.3, there called proxyDHCP). */
final class Proxy {

    private final BootDesk desk;
    private final BootOffer boot;

    Proxy(BootDesk desk, BootOffer boot) {
        this.desk = desk;
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
        Decision decision =
                desk.answer(client, booting.get().platform(), booting.get().route());
        MessageType type = direct ? MessageType.ACK : MessageType.OFFER;
        DhcpMessage plain = message.answer(type, server)
                .addresses(direct ? message.ciaddr() : Wire.NONE, Wire.NONE)
                .broadcasting();
        DhcpMessage answer = plain.with(plain.options().copy(Option.MACHINE, message.options()));
        Optional<DhcpMessage> full = boot.proxy(answer, booting.get(), decision, desk.node(client), server)
                .map(its -> its.with(its.options().copy(Option.RELAY_AGENT, message.options())));
        String why = decision.answer() + ": " + decision.reason();
        return full.map(its -> Reply.to(
                        message,
                        its,
                        new DhcpEvent.Answered(client, asked, type.name(), message.ciaddr(), Optional.of(why))))
                .orElseGet(() -> Reply.none(new DhcpEvent.Passed(client, asked, why)));
    }
}
