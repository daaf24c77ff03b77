package io.slipway.netboot.dhcp;

import io.slipway.common.network.IpAddress;
import io.slipway.common.network.MacAddress;
import io.slipway.netboot.boot.BootDesk;
import io.slipway.netboot.boot.Decision;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The one that gives addresses (RFC 2131, section 4.3). A client is its hardware address: firmware, iPXE and the operating system of one machine call
 * themselves differently in option 61, and would get three addresses by it. Used by one thread at a time.
 */
final class Authority {

    /** Sub-option of RFC 3527: the link that the client is at, when it is not the relay agent's address that says so. */
    private static final int LINK_SELECTION = 5;

    /** Relay agents let no message go further either (RFC 1542, section 4.1.1). */
    private static final int MOST_HOPS = 16;

    private final List<Link> links;
    private final Map<MacAddress, Reservation> reservations;
    private final Set<IpAddress> reserved;
    private final Leases leases;
    private final BootDesk desk;
    private final BootOffer boot;

    Authority(
            List<Link> links, Map<MacAddress, Reservation> reservations, Leases leases, BootDesk desk, BootOffer boot) {
        this.links = List.copyOf(links);
        this.reservations = Map.copyOf(reservations);
        this.reserved = reservations.values().stream().map(Reservation::address).collect(Collectors.toSet());
        this.leases = leases;
        this.desk = desk;
        this.boot = boot;
    }

    private record Asking(
            DhcpMessage message, String client, Optional<Reservation> reservation, Link link, IpAddress server) {}

    /**
     * What is answered, as soon as it is settled.
     *
     * @param server the address at which the message arrived, by which the client knows this server
     */
    Reply answer(DhcpMessage message, IpAddress server) {
        String client = name(message);
        Optional<MessageType> type = message.type();
        if (message.reply() || type.isEmpty() || client.isEmpty()) {
            return pass(message, "it is no request of a client");
        }
        if (message.hops() > MOST_HOPS) {
            return pass(message, "it came through " + message.hops() + " relay agents: they send it round in a circle");
        }
        IpAddress at = at(message, server);
        Optional<Link> link = links.stream().filter(its -> its.contains(at)).findFirst();
        if (link.isEmpty()) {
            return pass(message, "no network is described that has " + at);
        }
        Optional<Reservation> reservation =
                message.hardware().mac().flatMap(mac -> Optional.ofNullable(reservations.get(mac)));
        Asking asking = new Asking(message, client, reservation, link.get(), server);
        return switch (type.get()) {
            case DISCOVER -> discover(asking);
            case REQUEST -> request(asking);
            case INFORM -> inform(asking);
            case DECLINE -> {
                message.options().address(Option.REQUESTED_ADDRESS).ifPresent(it -> leases.decline(client, it));
                yield pass(message, "somebody else has the address that it was given");
            }
            case RELEASE -> {
                leases.release(client, message.ciaddr());
                yield pass(message, "it is done with its address");
            }
            case OFFER, ACK, NAK -> pass(message, "it is no request of a client");
        };
    }

    /** Writes down what the replies since the last time promise: they are sent afterwards. */
    void settle() {
        leases.settle();
    }

    static String name(DhcpMessage message) {
        return message.hardware()
                .mac()
                .map(mac -> mac.written(2, ":", true))
                .orElseGet(() -> message.options()
                        .bytes(Option.CLIENT)
                        .map(id -> "id:" + HexFormat.of().formatHex(id))
                        .orElse(""));
    }

    private static IpAddress at(DhcpMessage message, IpAddress server) {
        ByteBuffer relay =
                ByteBuffer.wrap(message.options().bytes(Option.RELAY_AGENT).orElse(new byte[0]));
        while (relay.remaining() >= 2) {
            int code = relay.get();
            int length = Byte.toUnsignedInt(relay.get());
            if (code == LINK_SELECTION && length == 4 && relay.remaining() >= 4) {
                return Wire.address(relay);
            }
            relay.position(Math.min(relay.limit(), relay.position() + length));
        }
        if (message.relayed()) {
            return message.giaddr();
        }
        return message.ciaddr().equals(Wire.NONE) ? server : message.ciaddr();
    }

    private static Reply pass(DhcpMessage message, String why) {
        return Reply.none(new DhcpEvent.Passed(name(message), kind(message), why));
    }

    private static String kind(DhcpMessage message) {
        return message.type().map(Enum::name).orElse("BOOTP");
    }

    private Optional<IpAddress> reservedFor(Asking asking) {
        return asking.reservation.map(Reservation::address).filter(asking.link::contains);
    }

    private Reply discover(Asking asking) {
        Optional<IpAddress> wanted = asking.message.options().address(Option.REQUESTED_ADDRESS);
        Optional<IpAddress> address = reservedFor(asking)
                .or(() -> asking.link.pool().flatMap(pool -> leases.offer(asking.client, pool, wanted, reserved)));
        return address.map(its -> give(asking, MessageType.OFFER, its))
                .orElseGet(() -> pass(asking.message, "no address is left for it"));
    }

    /** The four kinds of a request are told apart by what it says (RFC 2131, section 4.3.2). */
    private Reply request(Asking asking) {
        DhcpMessage message = asking.message;
        Optional<IpAddress> chosen = message.options().address(Option.SERVER);
        if (chosen.isPresent() && !chosen.get().equals(asking.server)) {
            return pass(message, "it chose " + chosen.get());
        }
        IpAddress wanted = message.options().address(Option.REQUESTED_ADDRESS).orElse(message.ciaddr());
        if (!asking.link.contains(wanted)) {
            return refuse(asking, "it asked for " + wanted + ", which is not of its network");
        }
        Optional<IpAddress> its =
                reservedFor(asking).or(() -> leases.of(asking.client).filter(had -> !reserved.contains(had)));
        if (its.isEmpty()) {
            return chosen.isPresent()
                    ? refuse(asking, "it was not offered " + wanted)
                    : pass(message, "it has " + wanted + " from somebody else");
        }
        if (!its.get().equals(wanted)) {
            return refuse(asking, "it asked for " + wanted + ", and its address is " + its.get());
        }
        if (!leases.grant(asking.client, wanted, asking.link.lease())) {
            return refuse(asking, "another machine has " + wanted);
        }
        return give(asking, MessageType.ACK, wanted);
    }

    private Reply refuse(Asking asking, String why) {
        DhcpMessage answer = asking.message.answer(MessageType.NAK, asking.server);
        Options options = answer.options().with(Option.MESSAGE, why).copy(Option.RELAY_AGENT, asking.message.options());
        DhcpEvent event =
                new DhcpEvent.Answered(asking.client, kind(asking.message), "NAK: " + why, Wire.NONE, Optional.empty());
        return Reply.to(asking.message, answer.with(options), event);
    }

    private Reply inform(Asking asking) {
        DhcpMessage answer =
                asking.message.answer(MessageType.ACK, asking.server).addresses(asking.message.ciaddr(), Wire.NONE);
        return booting(asking, answer.with(described(answer.options(), asking)), asking.message.ciaddr());
    }

    private Reply give(Asking asking, MessageType type, IpAddress address) {
        DhcpMessage answer = asking.message.answer(type, asking.server).addresses(asking.message.ciaddr(), address);
        long seconds = asking.link.lease().toSeconds();
        Options timed = answer.options()
                .withSeconds(Option.LEASE_TIME, seconds)
                .withSeconds(Option.RENEWAL_TIME, seconds / 2)
                .withSeconds(Option.REBINDING_TIME, seconds * 7 / 8);
        return booting(asking, answer.with(described(timed, asking)), address);
    }

    private static Options described(Options options, Asking asking) {
        Link link = asking.link;
        return options.with(Option.SUBNET_MASK, link.network().netmask())
                .with(Option.BROADCAST, link.network().last())
                .with(Option.ROUTERS, link.routers())
                .with(Option.DNS_SERVERS, link.nameServers())
                .with(Option.NTP_SERVERS, link.timeServers())
                .with(Option.DOMAIN_NAME, link.domain())
                .with(
                        Option.HOST_NAME,
                        asking.reservation.map(its -> its.node().name()).orElse(""))
                .copy(Option.MACHINE, asking.message.options());
    }

    private Reply booting(Asking asking, DhcpMessage answer, IpAddress address) {
        DhcpMessage message = asking.message;
        Optional<String> why = Optional.empty();
        DhcpMessage full = answer;
        Optional<BootClient> client = BootClient.of(message);
        if (client.isPresent()) {
            Decision decision = desk.answer(
                    asking.client, client.get().platform(), client.get().route());
            boolean known = desk.node(asking.client).isPresent();
            full = boot.direct(answer, client.get(), decision, known, asking.server);
            why = Optional.of(decision.answer() + ": " + decision.reason());
        }
        full = full.with(full.options().copy(Option.RELAY_AGENT, message.options()));
        String type = answer.type().map(Enum::name).orElseThrow();
        return Reply.to(message, full, new DhcpEvent.Answered(asking.client, kind(message), type, address, why));
    }
}
