package io.slipway.netboot.dhcp;

import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.network.IpAddress;
import io.slipway.common.network.MacAddress;
import io.slipway.common.state.LeaseTable;
import io.slipway.netboot.boot.BootDesk;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Answers DHCP at the network interfaces that it was told, and at no other. */
public final class DhcpServer implements AutoCloseable {

    private static final int BOOT_SERVER_PORT = 4011;
    private static final int WAITING = 200;

    /** How many are answered together, and so with one commit, when as many wait. */
    private static final int TOGETHER = 64;

    private interface Answering {
        Reply answer(DhcpMessage message, IpAddress server, boolean direct);
    }

    /** What is sent when it is settled. */
    private record Ready(DhcpEvent event, ByteBuffer bytes, IpAddress to, int port) {
        static Ready nothing(DhcpEvent event) {
            return new Ready(event, ByteBuffer.allocate(0), Wire.NONE, 0);
        }
    }

    /**
     * What both kinds of server need.
     *
     * @param interfaces names, such as {@code enp1s0}; the first IPv4 address of each is the server's there
     * @param desk says what is booted
     * @param httpPort where scripts and files are served
     * @param next the server of scripts and files, when it is not the one that answers
     * @param events is told everything, by one thread at a time
     */
    public record Setting(
            List<String> interfaces,
            BootDesk desk,
            int httpPort,
            Optional<IpAddress> next,
            Consumer<DhcpEvent> events) {}

    private final Answering answering;
    private final Runnable settling;
    private final Consumer<DhcpEvent> events;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<CountDownLatch> ends = new ArrayList<>();
    private volatile boolean closed;

    private DhcpServer(Answering answering, Runnable settling, Consumer<DhcpEvent> events) {
        this.answering = answering;
        this.settling = settling;
        this.events = events;
    }

    /**
     * Gives addresses, and says what to boot.
     *
     * @param reservations what the inventory says of nodes, by their network cards
     * @param clock must not jump: addresses are promised for as long as it says
     * @throws DhcpException when an interface cannot be had
     */
    public static DhcpServer authoritative(
            Setting setting,
            Map<MacAddress, Reservation> reservations,
            List<Link> links,
            LeaseTable leases,
            InstantSource clock) {
        BootOffer boot = new BootOffer(setting.httpPort, setting.next);
        Duration longest =
                links.stream().map(Link::lease).max(Comparator.naturalOrder()).orElse(Duration.ZERO);
        Leases known = new Leases(leases, clock, longest);
        Authority authority = new Authority(links, reservations, known, setting.desk, boot);
        DhcpServer server = new DhcpServer(
                (message, at, direct) -> authority.answer(message, at), authority::settle, setting.events);
        return server.listen(setting.interfaces, List.of(Reply.SERVER_PORT));
    }

    /**
     * Says what to boot beside a server that gives the addresses.
     *
     * @throws DhcpException when an interface cannot be had
     */
    public static DhcpServer proxy(Setting setting) {
        Proxy proxy = new Proxy(setting.desk, new BootOffer(setting.httpPort, setting.next));
        return new DhcpServer(proxy::answer, () -> {}, setting.events)
                .listen(setting.interfaces, List.of(Reply.SERVER_PORT, BOOT_SERVER_PORT));
    }

    private DhcpServer listen(List<String> interfaces, List<Integer> ports) {
        for (String name : interfaces) {
            for (int port : ports) {
                try {
                    IpAddress server = address(name);
                    BoundSocket socket = BoundSocket.open(name, port, WAITING);
                    CountDownLatch end = new CountDownLatch(1);
                    ends.add(end);
                    Thread.ofPlatform()
                            .daemon()
                            .name("dhcp " + name + " " + port)
                            .start(() -> {
                                serve(socket, server, port == BOOT_SERVER_PORT);
                                end.countDown();
                            });
                } catch (IOException e) {
                    close();
                    throw unusable(name, e);
                }
            }
        }
        return this;
    }

    static DhcpException unusable(String network, IOException cause) {
        return new DhcpException(
                Problem.of("cannot serve DHCP")
                        .at(Position.in(network))
                        .because(IoReason.withFile(cause))
                        .hint("it takes root, or CAP_NET_BIND_SERVICE and CAP_NET_RAW; `ip addr` shows the interfaces"),
                cause);
    }

    /**
     * The first IPv4 address of a network interface of this machine.
     *
     * @throws DhcpException when it has none
     */
    public static IpAddress addressOf(String network) {
        try {
            return address(network);
        } catch (IOException e) {
            throw unusable(network, e);
        }
    }

    private static IpAddress address(String network) throws IOException {
        NetworkInterface its = NetworkInterface.getByName(network);
        if (its == null) {
            throw new IOException("there is no such network interface");
        }
        return its.inetAddresses()
                .filter(Inet4Address.class::isInstance)
                .map(address -> IpAddress.parse(address.getHostAddress()))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new IOException("it has no IPv4 address"));
    }

    private void serve(BoundSocket socket, IpAddress server, boolean direct) {
        try (socket) {
            while (!closed) {
                try {
                    Optional<BoundSocket.Received> received = socket.receive();
                    if (received.isPresent()) {
                        answer(socket, received.get(), server, direct);
                    }
                } catch (IOException e) {
                    tell(new DhcpEvent.Failed(IoReason.withFile(e)));
                } catch (ProblemException e) {
                    tell(new DhcpEvent.Failed(e.problem().toString()));
                }
            }
        } catch (IOException e) {
            tell(new DhcpEvent.Failed(IoReason.withFile(e)));
        }
    }

    private void tell(DhcpEvent event) {
        lock.lock();
        try {
            events.accept(event);
        } finally {
            lock.unlock();
        }
    }

    /** All that wait, and only then are they told: what they are promised is written down by then. */
    private void answer(BoundSocket socket, BoundSocket.Received first, IpAddress server, boolean direct)
            throws IOException {
        List<Ready> ready = new ArrayList<>();
        lock.lock();
        try {
            Optional<BoundSocket.Received> received = Optional.of(first);
            while (received.isPresent()) {
                ready.add(answer(received.get(), server, direct));
                received = ready.size() < TOGETHER ? socket.receiveAtOnce() : Optional.empty();
            }
            settling.run();
        } finally {
            lock.unlock();
        }
        for (Ready each : ready) {
            send(socket, each);
        }
    }

    /** One that cannot be reached keeps nobody else waiting. */
    private void send(BoundSocket socket, Ready ready) {
        try {
            if (ready.bytes.hasRemaining()) {
                socket.send(ready.bytes, ready.to, ready.port);
            }
            tell(ready.event);
        } catch (IOException e) {
            tell(new DhcpEvent.Failed(IoReason.withFile(e)));
        }
    }

    private Ready answer(BoundSocket.Received received, IpAddress server, boolean direct) {
        DhcpMessage message;
        try {
            message = DhcpCodec.read(received.bytes());
        } catch (DhcpException e) {
            return Ready.nothing(new DhcpEvent.Passed("", "", e.problem().why()));
        }
        try {
            Reply reply = answering.answer(message, server, direct);
            if (reply.message().isEmpty()) {
                return Ready.nothing(reply.event());
            }
            ByteBuffer bytes = DhcpCodec.write(reply.message().get(), DhcpCodec.largest(message));
            return direct
                    ? new Ready(reply.event(), bytes, received.sender(), received.port())
                    : new Ready(reply.event(), bytes, reply.to(), reply.port());
        } catch (ProblemException e) {
            return Ready.nothing(new DhcpEvent.Failed(e.problem().toString()));
        }
    }

    /** Returns when nothing is answered any more. */
    @Override
    public void close() {
        closed = true;
        for (CountDownLatch end : ends) {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
