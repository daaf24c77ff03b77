package io.slipway.netboot.ntp;

import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.DatagramChannel;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tells the time at one address. An answer is as large as its request at most, so that nobody is flooded with answers. */
public final class NtpServer implements AutoCloseable {

    private static final int LARGEST = 1024;
    private static final int CLIENTS = 8192;

    private final DatagramChannel channel;
    private final InetSocketAddress address;
    private final Setting setting;
    private final Rate rate = new Rate(CLIENTS);

    /**
     * What is told.
     *
     * @param state how good the clock is
     * @param vouched whether the clock counts though nobody keeps it right: a pod without any other wants one time, be it wrong
     * @param failures is told why an answer could not be given
     */
    public record Setting(
            InstantSource clock, Supplier<ClockState> state, boolean vouched, Consumer<String> failures) {}

    private NtpServer(DatagramChannel channel, Setting setting) throws IOException {
        this.channel = channel;
        this.setting = setting;
        address = (InetSocketAddress) channel.getLocalAddress();
    }

    /**
     * Begins to answer.
     *
     * @param listen an address of this machine; port 0 for any that is free
     * @throws NtpException when the address cannot be had
     */
    public static NtpServer start(InetSocketAddress listen, Setting setting) {
        try {
            DatagramChannel channel = DatagramChannel.open();
            try {
                NtpServer server = new NtpServer(channel.bind(listen), setting);
                Thread.ofPlatform().daemon().name("ntp " + listen).start(server::listen);
                return server;
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        } catch (IOException e) {
            throw new NtpException(
                    Problem.of("cannot serve NTP")
                            .at(Position.in("udp://" + listen.getHostString() + ":" + listen.getPort()))
                            .because(IoReason.withFile(e))
                            .hint("port 123 needs root or CAP_NET_BIND_SERVICE; `ss -lnup` shows who else listens"),
                    e);
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    private void listen() {
        ByteBuffer buffer = ByteBuffer.allocate(LARGEST);
        while (channel.isOpen()) {
            try {
                InetSocketAddress client = (InetSocketAddress) channel.receive(buffer.clear());
                answer(buffer.flip(), client, setting.clock.instant());
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                setting.failures.accept(IoReason.withFile(e));
            }
        }
    }

    private void answer(ByteBuffer request, InetSocketAddress client, Instant received) throws IOException {
        if (client.getPort() == 0
                || !NtpAnswer.isRequest(request)
                || !rate.allows(client.getAddress(), System.nanoTime())) {
            return;
        }
        Optional<ByteBuffer> answer = NtpAnswer.to(request, received, setting.state.get(), setting.vouched);
        if (answer.isPresent()) {
            channel.send(NtpAnswer.sent(answer.get(), setting.clock.instant()), client);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            setting.failures.accept(IoReason.withFile(e));
        }
    }
}
