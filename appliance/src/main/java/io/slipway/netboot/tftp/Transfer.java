package io.slipway.netboot.tftp;

import io.slipway.common.IoReason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.Optional;

/**
 * One client's transfer, on a socket of its own: its port is the transfer's identifier (RFC 1350, section 4). The socket is connected, so
 * that packets of others never reach it.
 */
final class Transfer {

    private static final int LARGEST_ANSWER = 1024;

    private final DatagramChannel channel;
    private final InetSocketAddress client;
    private final TftpSettings settings;
    private final Selector selector;
    private final ByteBuffer received = ByteBuffer.allocateDirect(LARGEST_ANSWER);

    private Transfer(DatagramChannel channel, Selector selector, InetSocketAddress client, TftpSettings settings) {
        this.channel = channel;
        this.selector = selector;
        this.client = client;
        this.settings = settings;
    }

    /**
     * Answers a request, and returns when the client has everything or is lost.
     *
     * @param local where the request was sent to: the answer comes from there
     */
    static TftpEvent run(
            InetSocketAddress local,
            InetSocketAddress client,
            Packet.ReadRequest request,
            Offer offer,
            Terms.Limits limits,
            TftpSettings settings) {
        try (DatagramChannel channel = DatagramChannel.open();
                Selector selector = Selector.open()) {
            channel.bind(new InetSocketAddress(local.getAddress(), 0)).connect(client);
            channel.configureBlocking(false).register(selector, SelectionKey.OP_READ);
            return new Transfer(channel, selector, client, settings).answer(request, offer, limits);
        } catch (PortUnreachableException e) {
            return new TftpEvent.BrokenOff(client, FileName.shown(request.file()), 0, "its port was closed");
        } catch (IOException e) {
            return new TftpEvent.Failed(client, FileName.shown(request.file()), IoReason.withFile(e));
        }
    }

    private TftpEvent answer(Packet.ReadRequest request, Offer offer, Terms.Limits limits) throws IOException {
        Optional<Packet.Mode> mode = Packet.Mode.named(request.mode());
        if (mode.isEmpty()) {
            return refuse(ErrorCode.ILLEGAL, FileName.shown(request.file()), "no such mode");
        }
        Optional<String> name = FileName.clean(request.file());
        Optional<Content> found = name.isEmpty() ? Optional.empty() : offer.open(name.get(), client.getAddress());
        if (found.isEmpty()) {
            return refuse(ErrorCode.NOT_FOUND, name.orElse(FileName.shown(request.file())), "no such file");
        }
        try (Content content = mode.get() == Packet.Mode.OCTET ? found.get() : new NetasciiContent(found.get())) {
            return send(name.orElseThrow(), content, Terms.agree(request.options(), content.size(), limits));
        }
    }

    private TftpEvent refuse(ErrorCode code, String name, String why) throws IOException {
        channel.write(PacketCodec.write(new Packet.Failure(code, why)));
        return new TftpEvent.Refused(client, name, why);
    }

    private TftpEvent send(String name, Content content, Terms terms) throws IOException {
        Sender sender = new Sender(terms, content);
        long started = System.nanoTime();
        int attempts = 0;
        long deadline = started + patience(terms, attempts);
        while (!sender.done()) {
            try {
                for (ByteBuffer packet = sender.next(); packet != null; packet = sender.next()) {
                    channel.write(packet);
                }
                Packet answer = receive(deadline);
                if (answer instanceof Packet.Failure(ErrorCode code, String message)) {
                    return new TftpEvent.BrokenOff(client, name, sender.sent(), code + ": " + FileName.shown(message));
                }
                if (answer instanceof Packet.Acknowledgement(int block) && sender.acknowledged(block)) {
                    attempts = 0;
                    deadline = System.nanoTime() + patience(terms, attempts);
                }
            } catch (SocketTimeoutException e) {
                attempts++;
                if (attempts == settings.attempts()) {
                    return sender.allSent()
                            ? sent(name, sender, started, false)
                            : new TftpEvent.Lost(client, name, sender.sent());
                }
                sender.timedOut();
                deadline = System.nanoTime() + patience(terms, attempts);
            } catch (PortUnreachableException e) {
                return sender.allSent()
                        ? sent(name, sender, started, false)
                        : new TftpEvent.BrokenOff(client, name, sender.sent(), "its port was closed");
            } catch (TftpException e) {
                return new TftpEvent.BrokenOff(
                        client, name, sender.sent(), e.problem().why());
            }
        }
        return sent(name, sender, started, true);
    }

    private TftpEvent sent(String name, Sender sender, long started, boolean confirmed) {
        return new TftpEvent.Sent(
                client, name, sender.sent(), Duration.ofNanos(System.nanoTime() - started), confirmed);
    }

    private long patience(Terms terms, int attempts) {
        return terms.timeout().isZero()
                ? settings.firstTimeout().toNanos() << attempts
                : terms.timeout().toNanos();
    }

    /** A read with a time limit would change the socket's mode forth and back each time: twice as many calls of the kernel. */
    private Packet receive(long deadline) throws IOException {
        while (true) {
            long left = (deadline - System.nanoTime() + 999_999) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException();
            }
            selector.select(ready -> {}, left);
            if (channel.read(received.clear()) > 0) {
                return PacketCodec.read(received.flip());
            }
        }
    }
}
