package io.slipway.netboot.tftp;

import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Answers read requests that are sent to one address, each from a port of its own (RFC 1350, section 4). Write requests are refused.
 *
 * <p>Each transfer has a platform thread: it waits for its client after every window for some microseconds, and to let a virtual thread wait
 * so often takes five times the processor time of all else.
 */
public final class TftpServer implements AutoCloseable {

    private static final int LARGEST_REQUEST = 2048;

    /** What IPv4, UDP and TFTP put before a block, or a little more. */
    private static final int HEADERS = 32;

    private static final int ETHERNET = 1500;
    private static final long STACK = 256 * 1024;

    private final DatagramChannel requests;
    private final InetSocketAddress address;
    private final Offer offer;
    private final TftpSettings settings;
    private final Terms.Limits limits;
    private final Consumer<TftpEvent> events;
    private final Set<InetSocketAddress> busy = ConcurrentHashMap.newKeySet();

    private TftpServer(
            DatagramChannel requests,
            Offer offer,
            TftpSettings settings,
            Terms.Limits limits,
            Consumer<TftpEvent> events)
            throws IOException {
        this.requests = requests;
        this.address = (InetSocketAddress) requests.getLocalAddress();
        this.offer = offer;
        this.settings = settings;
        this.limits = limits;
        this.events = events;
    }

    /**
     * Begins to answer.
     *
     * @param listen an address of this machine, since answers must come from where a request was sent to; port 0 for any that is free
     * @param events is told how each request ended, by many threads
     * @throws TftpException when the address cannot be had
     */
    public static TftpServer start(
            InetSocketAddress listen, Offer offer, TftpSettings settings, Consumer<TftpEvent> events) {
        try {
            DatagramChannel requests = DatagramChannel.open();
            try {
                requests.bind(listen);
                Terms.Limits limits = new Terms.Limits(largestBlock(listen.getAddress()), settings.largestWindow());
                TftpServer server = new TftpServer(requests, offer, settings, limits, events);
                Thread.ofVirtual().name("tftp " + listen).start(server::listen);
                return server;
            } catch (IOException e) {
                requests.close();
                throw e;
            }
        } catch (IOException e) {
            throw new TftpException(
                    Problem.of("cannot serve TFTP")
                            .at(Position.in("udp://" + listen.getHostString() + ":" + listen.getPort()))
                            .because(IoReason.withFile(e))
                            .hint("port 69 needs root or CAP_NET_BIND_SERVICE; `ss -lupn` shows who else listens"),
                    e);
        }
    }

    private static int largestBlock(InetAddress address) throws IOException {
        NetworkInterface network = NetworkInterface.getByInetAddress(address);
        return (network == null ? ETHERNET : network.getMTU()) - HEADERS;
    }

    public InetSocketAddress address() {
        return address;
    }

    /** How many transfers are going on. */
    public int transfers() {
        return busy.size();
    }

    private void listen() {
        ByteBuffer buffer = ByteBuffer.allocate(LARGEST_REQUEST);
        while (requests.isOpen()) {
            try {
                InetSocketAddress client = (InetSocketAddress) requests.receive(buffer.clear());
                take(client, buffer.flip());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                events.accept(new TftpEvent.Failed(address, "", IoReason.withFile(e)));
            }
        }
    }

    private void take(InetSocketAddress client, ByteBuffer packet) throws IOException {
        try {
            switch (PacketCodec.read(packet)) {
                case Packet.ReadRequest request -> begin(client, request);
                case Packet.WriteRequest(String file) -> {
                    requests.send(PacketCodec.write(new Packet.Failure(ErrorCode.ACCESS, "read only")), client);
                    events.accept(new TftpEvent.Refused(client, FileName.shown(file), "it wanted to write"));
                }
                default -> events.accept(new TftpEvent.Nonsense(client, "not a request"));
            }
        } catch (TftpException e) {
            events.accept(new TftpEvent.Nonsense(client, e.problem().why()));
        }
    }

    /** A client that asks again from the same port has not seen the answer yet; the transfer that it has sends that again. */
    private void begin(InetSocketAddress client, Packet.ReadRequest request) {
        if (busy.size() >= settings.transfers()) {
            events.accept(new TftpEvent.Busy(client));
        } else if (busy.add(client)) {
            Thread.ofPlatform()
                    .daemon()
                    .stackSize(STACK)
                    .name("tftp to " + client)
                    .start(() -> {
                        try {
                            events.accept(Transfer.run(address, client, request, offer, limits, settings));
                        } finally {
                            busy.remove(client);
                        }
                    });
        }
    }

    /** Takes no more requests; transfers that are going on come to their end. */
    @Override
    public void close() {
        try {
            requests.close();
        } catch (IOException e) {
            events.accept(new TftpEvent.Failed(address, "", IoReason.withFile(e)));
        }
    }
}
