package io.slipway.netboot.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/**
 * Asks other servers, one after the other, for what is not known here; over TCP who was asked over TCP. Each question goes out from a port and
 * with a number that nobody can guess (RFC 5452).
 */
final class Forwarder {

    private final List<InetSocketAddress> servers;
    private final Duration patience;
    private final RandomGenerator random;

    /** @param patience how long each server is waited for */
    Forwarder(List<InetSocketAddress> servers, Duration patience, RandomGenerator random) {
        this.servers = List.copyOf(servers);
        this.patience = patience;
        this.random = random;
    }

    boolean hasServers() {
        return !servers.isEmpty();
    }

    /** The first answer, as one to this query; nothing when no server gave one in time. */
    Optional<Message> ask(Message query, boolean stream) {
        for (InetSocketAddress server : servers) {
            Optional<Message> answer = askOne(server, query, stream);
            if (answer.isPresent()) {
                return answer.map(its -> passedOn(its, query));
            }
        }
        return Optional.empty();
    }

    /** Nothing, too, from one that is down or too slow. */
    private Optional<Message> askOne(InetSocketAddress server, Message query, boolean stream) {
        Message asking = asking(query);
        byte[] bytes = asking.toWire(Answers.LARGEST);
        try {
            return stream ? overTcp(server, bytes, asking) : overUdp(server, bytes, asking);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Message asking(Message query) {
        Message asking = new Message(random.nextInt(0x10000));
        asking.getHeader().setFlag(Flags.RD);
        asking.addRecord(query.getQuestion(), Section.QUESTION);
        if (query.getOPT() != null) {
            asking.addRecord(new OPTRecord(Answers.UNBROKEN, 0, 0), Section.ADDITIONAL);
        }
        return asking;
    }

    private Optional<Message> overUdp(InetSocketAddress server, byte[] bytes, Message asking) throws IOException {
        long end = System.nanoTime() + patience.toNanos();
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(server);
            socket.send(new DatagramPacket(bytes, bytes.length));
            DatagramPacket packet = new DatagramPacket(new byte[Answers.LARGEST], Answers.LARGEST);
            for (long left = patience.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
                socket.setSoTimeout((int) left);
                socket.receive(packet);
                byte[] got = Arrays.copyOf(packet.getData(), packet.getLength());
                Optional<Message> answer = answer(got, asking);
                if (answer.isPresent()) {
                    return answer;
                }
                packet.setLength(Answers.LARGEST);
            }
            return Optional.empty();
        }
    }

    private Optional<Message> overTcp(InetSocketAddress server, byte[] bytes, Message asking) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(server, (int) patience.toMillis());
            socket.setSoTimeout((int) patience.toMillis());
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.write(Framed.of(bytes));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            byte[] got = new byte[in.readUnsignedShort()];
            in.readFully(got);
            return answer(got, asking);
        }
    }

    /** Nothing for what is no answer to this question. */
    private static Optional<Message> answer(byte[] bytes, Message asking) {
        try {
            Message answer = new Message(bytes);
            Record question = answer.getQuestion();
            boolean ours = answer.getHeader().getID() == asking.getHeader().getID()
                    && answer.getHeader().getFlag(Flags.QR)
                    && question != null
                    && question.equals(asking.getQuestion());
            return ours ? Optional.of(answer) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Message passedOn(Message answer, Message query) {
        Message reply = Answers.reply(query, answer.getRcode());
        reply.getHeader().setFlag(Flags.RA);
        if (answer.getHeader().getFlag(Flags.TC)) {
            reply.getHeader().setFlag(Flags.TC);
        }
        for (int section : new int[] {Section.ANSWER, Section.AUTHORITY, Section.ADDITIONAL}) {
            answer.getSection(section).stream()
                    .filter(record -> !(record instanceof OPTRecord))
                    .forEach(record -> reply.addRecord(record, section));
        }
        return reply;
    }
}
