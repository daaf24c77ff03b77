package io.slipway.netboot.dns;

import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.network.IpAddress;
import io.slipway.common.network.IpNetwork;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/** Answers over UDP and TCP at one address. What is asked of other servers keeps nobody waiting but who asked for it. */
public final class DnsServer implements AutoCloseable {

    private static final int LARGEST_QUERY = 4096;
    private static final int OPEN_QUESTIONS = 256;
    private static final int PORTS_TRIED = 20;

    /**
     * What is served, and to whom.
     *
     * @param forwarders servers that know other names; none of them: those are refused
     * @param patience how long each of them is waited for
     * @param inside the networks whose machines may ask for other names; everybody may ask for the pod's own
     * @param events is told by many threads
     */
    public record Setting(
            Zones zones,
            List<InetSocketAddress> forwarders,
            Duration patience,
            List<IpNetwork> inside,
            Consumer<DnsEvent> events) {}

    private final DatagramChannel channel;
    private final InetSocketAddress address;
    private final Setting setting;
    private final Answers answers;
    private final Forwarder forwarder;
    private final Semaphore open = new Semaphore(OPEN_QUESTIONS);
    private final Streams streams;

    private DnsServer(DatagramChannel channel, Setting setting, RandomGenerator random) throws IOException {
        this.channel = channel;
        this.setting = setting;
        answers = new Answers(setting.zones);
        forwarder = new Forwarder(setting.forwarders, setting.patience, random);
        address = (InetSocketAddress) channel.getLocalAddress();
        streams = Streams.listen(address, (packet, client) -> answer(packet, client, true), this::failed);
    }

    /**
     * Begins to answer.
     *
     * @param listen an address of this machine; port 0 for any that is free
     * @throws DnsException when the address cannot be had
     */
    public static DnsServer start(InetSocketAddress listen, Setting setting, RandomGenerator random) {
        try {
            DnsServer server = open(listen, setting, random);
            Thread.ofPlatform().daemon().name("dns " + server.address).start(server::listen);
            return server;
        } catch (IOException e) {
            throw new DnsException(
                    Problem.of("cannot serve DNS")
                            .at(Position.in("udp://" + listen.getHostString() + ":" + listen.getPort()))
                            .because(IoReason.withFile(e))
                            .hint("port 53 needs root or CAP_NET_BIND_SERVICE; `ss -lntup` shows who else listens"),
                    e);
        }
    }

    /** A port that is free for UDP need not be free for TCP. */
    private static DnsServer open(InetSocketAddress listen, Setting setting, RandomGenerator random)
            throws IOException {
        for (int left = listen.getPort() == 0 ? PORTS_TRIED : 1; ; left--) {
            DatagramChannel channel = DatagramChannel.open();
            try {
                return new DnsServer(channel.bind(listen), setting, random);
            } catch (BindException e) {
                channel.close();
                if (left == 1) {
                    throw e;
                }
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    private void failed(IOException e) {
        setting.events.accept(new DnsEvent.Failed(IoReason.withFile(e)));
    }

    private void listen() {
        ByteBuffer buffer = ByteBuffer.allocate(LARGEST_QUERY);
        while (channel.isOpen()) {
            try {
                InetSocketAddress client = (InetSocketAddress) channel.receive(buffer.clear());
                take(Arrays.copyOf(buffer.array(), buffer.position()), client);
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                failed(e);
            }
        }
    }

    private void take(byte[] packet, InetSocketAddress client) throws IOException {
        switch (answers.judge(packet, false)) {
            case Verdict.Silence _ -> {}
            case Verdict.Reply(var message, int room) -> send(Answers.fitted(message, room), client);
            case Verdict.Outside outside
            when !isForwarded(outside, client.getAddress()) -> send(refused(outside, client.getAddress()), client);
            case Verdict.Outside outside ->
                Thread.ofVirtual().name("dns for " + client).start(() -> {
                    try {
                        send(forwarded(outside, client.getAddress(), false), client);
                    } catch (IOException e) {
                        failed(e);
                    }
                });
        }
    }

    /** Port 0 is no machine's, and cannot be sent to. */
    private void send(byte[] answer, InetSocketAddress client) throws IOException {
        if (client.getPort() != 0 && channel.isOpen()) {
            channel.send(ByteBuffer.wrap(answer), client);
        }
    }

    private Optional<byte[]> answer(byte[] packet, InetAddress client, boolean stream) {
        return switch (answers.judge(packet, stream)) {
            case Verdict.Silence _ -> Optional.empty();
            case Verdict.Reply(var message, int room) -> Optional.of(Answers.fitted(message, room));
            case Verdict.Outside outside when !isForwarded(outside, client) -> Optional.of(refused(outside, client));
            case Verdict.Outside outside -> Optional.of(forwarded(outside, client, stream));
        };
    }

    private boolean isForwarded(Verdict.Outside outside, InetAddress client) {
        boolean wanted = outside.query().getHeader().getFlag(Flags.RD);
        return wanted && forwarder.hasServers() && isInside(client);
    }

    private static IpAddress address(InetAddress client) {
        String text = client.getHostAddress();
        int zone = text.indexOf('%');
        return IpAddress.parse(zone < 0 ? text : text.substring(0, zone)).orElseThrow();
    }

    private boolean isInside(InetAddress client) {
        IpAddress its = address(client);
        IpNetwork alone = new IpNetwork(its, its.width());
        return setting.inside.stream().anyMatch(network -> network.contains(alone));
    }

    private byte[] refused(Verdict.Outside outside, InetAddress client) {
        if (isInside(client)) {
            setting.events.accept(new DnsEvent.Outside(outside.name(), address(client), false));
        }
        return Answers.fitted(outside.refusal(), outside.room());
    }

    private byte[] forwarded(Verdict.Outside outside, InetAddress client, boolean stream) {
        setting.events.accept(new DnsEvent.Outside(outside.name(), address(client), true));
        Optional<Message> answer = Optional.empty();
        if (open.tryAcquire()) {
            try {
                answer = forwarder.ask(outside.query(), stream);
            } finally {
                open.release();
            }
        }
        if (answer.isEmpty()) {
            setting.events.accept(new DnsEvent.Unanswered(outside.name(), address(client)));
        }
        return Answers.fitted(answer.orElseGet(() -> Answers.reply(outside.query(), Rcode.SERVFAIL)), outside.room());
    }

    @Override
    public void close() {
        streams.close();
        try {
            channel.close();
        } catch (IOException e) {
            failed(e);
        }
    }
}
