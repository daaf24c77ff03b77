package io.slipway.netboot.dhcp;

import io.slipway.common.network.IpAddress;
import java.io.IOException;
import java.time.Duration;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;

/** Asks at a network interface, as a client would, who gives addresses there: two servers that both do so give one address twice. */
public final class FindOtherServers {

    private static final int WAITING = 100;

    /** Locally administered: no real card has such an address. */
    private static final int LOCAL = 2;

    private final RandomGenerator random;
    private final Duration patience;

    /** @param patience how long to wait for offers */
    public FindOtherServers(RandomGenerator random, Duration patience) {
        this.random = random;
        this.patience = patience;
    }

    /**
     * The addresses of those that offer one. None of them is taken.
     *
     * @throws DhcpException when the interface cannot be had
     */
    public NavigableSet<IpAddress> at(String network) {
        NavigableSet<IpAddress> found = new TreeSet<>();
        DhcpMessage question = question();
        try (BoundSocket socket = BoundSocket.open(network, Reply.CLIENT_PORT, WAITING)) {
            socket.send(DhcpCodec.write(question, Wire.LARGEST), Reply.EVERYBODY, Reply.SERVER_PORT);
            for (long waited = 0; waited < patience.toMillis(); ) {
                Optional<BoundSocket.Received> received = socket.receive();
                if (received.isEmpty()) {
                    waited += WAITING;
                } else {
                    waited += 1;
                    offered(received.get(), question).ifPresent(found::add);
                }
            }
        } catch (IOException e) {
            throw DhcpServer.unusable(network, e);
        }
        return found;
    }

    private DhcpMessage question() {
        byte[] mac = new byte[6];
        random.nextBytes(mac);
        mac[0] = LOCAL;
        Options options = Options.NONE.with(Option.MESSAGE_TYPE, MessageType.DISCOVER.bytes());
        return new DhcpMessage(
                false,
                DhcpMessage.Hardware.of(DhcpMessage.Hardware.ETHERNET, mac),
                0,
                random.nextInt(),
                0,
                true,
                Wire.NONE,
                Wire.NONE,
                Wire.NONE,
                Wire.NONE,
                "",
                "",
                options);
    }

    private static Optional<IpAddress> offered(BoundSocket.Received received, DhcpMessage question) {
        try {
            DhcpMessage answer = DhcpCodec.read(received.bytes());
            boolean offer = answer.reply()
                    && answer.transaction() == question.transaction()
                    && answer.type().filter(MessageType.OFFER::equals).isPresent()
                    && !answer.yiaddr().equals(Wire.NONE);
            return offer
                    ? Optional.of(answer.options().address(Option.SERVER).orElse(received.sender()))
                    : Optional.empty();
        } catch (DhcpException e) {
            return Optional.empty();
        }
    }
}
