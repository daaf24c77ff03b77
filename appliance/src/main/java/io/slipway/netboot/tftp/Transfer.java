package io.slipway.netboot.tftp;

import io.slipway.common.IoReason;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** One client's transfer, on a socket of its own: its port is the transfer's identifier (RFC 1350, section 4). */
final class Transfer {

    private final ClientSocket socket;
    private final InetSocketAddress client;
    private final TftpSettings settings;

    private Transfer(ClientSocket socket, InetSocketAddress client, TftpSettings settings) {
        this.socket = socket;
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
        try (ClientSocket socket = ClientSocket.open(local, client)) {
            return new Transfer(socket, client, settings).answer(request, offer, limits);
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
        ByteBuffer packet = PacketCodec.write(new Packet.Failure(code, why));
        socket.send(packet, packet.remaining());
        return new TftpEvent.Refused(client, name, why);
    }

    private TftpEvent send(String name, Content content, Terms terms) throws IOException {
        Sender sender = new Sender(terms, content);
        long started = System.nanoTime();
        int attempts = 0;
        Duration patience = patience(terms, attempts);
        long deadline = started + patience.toNanos();
        while (!sender.done()) {
            try {
                sendDue(sender);
                Optional<ByteBuffer> answer = socket.receive(patience);
                Optional<Packet> packet = answer.map(PacketCodec::read);
                if (packet.orElse(null) instanceof Packet.Failure(ErrorCode code, String message)) {
                    return new TftpEvent.BrokenOff(client, name, sender.sent(), code + ": " + FileName.shown(message));
                }
                boolean progress =
                        packet.orElse(null) instanceof Packet.Acknowledgement(int block) && sender.acknowledged(block);
                if (!progress && answer.isPresent() && System.nanoTime() < deadline) {
                    continue;
                }
                attempts = progress ? 0 : attempts + 1;
                if (attempts == settings.attempts()) {
                    return sender.allSent()
                            ? sent(name, sender, started, false)
                            : new TftpEvent.Lost(client, name, sender.sent());
                }
                if (!progress) {
                    sender.timedOut();
                }
                patience = patience(terms, attempts);
                deadline = System.nanoTime() + patience.toNanos();
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

    private void sendDue(Sender sender) throws IOException {
        int most = socket.atOnce(sender.packetSize());
        for (ByteBuffer packets = sender.next(most); packets != null; packets = sender.next(most)) {
            socket.send(packets, sender.packetSize());
        }
    }

    private TftpEvent sent(String name, Sender sender, long started, boolean confirmed) {
        return new TftpEvent.Sent(
                client, name, sender.sent(), Duration.ofNanos(System.nanoTime() - started), confirmed);
    }

    private Duration patience(Terms terms, int attempts) {
        return terms.timeout().isZero() ? settings.firstTimeout().multipliedBy(1L << attempts) : terms.timeout();
    }
}
