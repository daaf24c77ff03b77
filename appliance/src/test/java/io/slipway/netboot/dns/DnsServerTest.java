package io.slipway.netboot.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.network.IpNetwork;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/** A server at this machine's own address, and another one behind it. */
class DnsServerTest {

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final int PATIENT = 20_000;
    private static final int QUESTIONS = 10;

    private final List<DnsEvent> events = Collections.synchronizedList(new ArrayList<>());
    private final List<AutoCloseable> ends = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable end : ends) {
            end.close();
        }
    }

    private InetSocketAddress serve(PodNames names, String inside, Duration patience, InetSocketAddress... forwarders) {
        DnsServer.Setting setting = new DnsServer.Setting(
                BuildZones.of(names, 1),
                List.of(forwarders),
                patience,
                List.of(IpNetwork.parse(inside).orElseThrow()),
                events::add);
        DnsServer server = DnsServer.start(ANY, setting, new Random(5));
        ends.add(server);
        return server.address();
    }

    private InetSocketAddress serve(String inside, InetSocketAddress... forwarders) {
        return serve(Names.POD, inside, Duration.ofSeconds(10), forwarders);
    }

    private InetSocketAddress outside() {
        PodNames world =
                new PodNames("example.org", List.of(Names.host("www", "203.0.113.7")), List.of(), List.of(), List.of());
        return serve(world, "127.0.0.0/8", Duration.ofSeconds(10));
    }

    /** Asks again now and then, as resolvers do: a server whose buffer is full loses the question. */
    private static Message udp(InetSocketAddress server, byte[] query) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENT / QUESTIONS);
            DatagramPacket packet = new DatagramPacket(new byte[65535], 65535);
            for (int left = QUESTIONS; ; left--) {
                socket.send(new DatagramPacket(query, query.length, server));
                try {
                    socket.receive(packet);
                    return new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
                } catch (SocketTimeoutException e) {
                    if (left == 1) {
                        throw e;
                    }
                }
            }
        }
    }

    private static Message udp(InetSocketAddress server, String name) throws IOException {
        return udp(server, Names.query(name, Type.A).toWire());
    }

    private static Message tcp(Socket socket, String name) throws IOException {
        socket.setSoTimeout(PATIENT);
        socket.getOutputStream().write(Framed.of(Names.query(name, Type.A).toWire()));
        DataInputStream in = new DataInputStream(socket.getInputStream());
        byte[] answer = new byte[in.readUnsignedShort()];
        in.readFully(answer);
        return new Message(answer);
    }

    @Test
    void overBothUdpAndTcp() throws IOException {
        InetSocketAddress server = serve("10.0.0.0/8");
        assertEquals(List.of("dgx01.pod.internal. A 10.10.1.1"), Names.answers(udp(server, "dgx01.pod.internal.")));
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            assertEquals(List.of("dgx01.pod.internal. A 10.10.1.1"), Names.answers(tcp(socket, "dgx01.pod.internal.")));
            assertEquals(Rcode.NXDOMAIN, tcp(socket, "dgx02.pod.internal.").getRcode(), "the connection stays");
        }
    }

    @Test
    void whatForwardersKnowIsPassedOnToThePodsMachines() throws IOException {
        InetSocketAddress server = serve("127.0.0.0/8", outside());
        Message answer = udp(server, "www.example.org.");
        assertEquals(List.of("www.example.org. A 203.0.113.7"), Names.answers(answer));
        assertEquals(4711, answer.getHeader().getID());
        assertTrue(answer.getHeader().getFlag(Flags.RA));
        assertFalse(answer.getHeader().getFlag(Flags.AA), "it is not ours");
        try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
            assertEquals(Rcode.NXDOMAIN, tcp(socket, "w3.example.org.").getRcode());
        }
        assertEquals(
                List.of(
                        new DnsEvent.Outside("www.example.org", Names.ip("127.0.0.1"), true),
                        new DnsEvent.Outside("w3.example.org", Names.ip("127.0.0.1"), true)),
                events);
    }

    @Test
    void nobodyElsesMachinesAreForwarded() throws IOException {
        assertEquals(
                Rcode.REFUSED,
                udp(serve("10.0.0.0/8", outside()), "www.example.org.").getRcode());
        assertEquals(List.of(), events);
    }

    @Test
    void withoutForwardersOtherNamesAreRefusedAndNoted() throws IOException {
        assertEquals(
                Rcode.REFUSED, udp(serve("127.0.0.0/8"), "Deb.example.org.").getRcode());
        assertEquals(List.of(new DnsEvent.Outside("Deb.example.org", Names.ip("127.0.0.1"), false)), events);
    }

    @Test
    void aForwarderThatSaysNothingIsGivenUpAndTheNextOneAsked() throws IOException {
        try (DatagramSocket silent = new DatagramSocket(ANY)) {
            InetSocketAddress dead = (InetSocketAddress) silent.getLocalSocketAddress();
            Duration short_ = Duration.ofMillis(200);
            InetSocketAddress alone = serve(Names.POD, "127.0.0.0/8", short_, dead);
            assertEquals(Rcode.SERVFAIL, udp(alone, "www.example.org.").getRcode());
            InetSocketAddress two = serve(Names.POD, "127.0.0.0/8", short_, dead, outside());
            assertEquals(1, Names.answers(udp(two, "www.example.org.")).size());
        }
        assertTrue(events.contains(new DnsEvent.Unanswered("www.example.org", Names.ip("127.0.0.1"))));
    }

    @Test
    void afterHostileBytesItAnswersAsBefore() throws IOException {
        InetSocketAddress server = serve("127.0.0.0/8");
        Random random = new Random(3);
        try (DatagramSocket socket = new DatagramSocket()) {
            for (int i = 0; i < 2000; i++) {
                byte[] packet = new byte[random.nextInt(9000)];
                random.nextBytes(packet);
                socket.send(new DatagramPacket(packet, packet.length, server));
            }
        }
        for (int i = 0; i < 20; i++) {
            try (Socket socket = new Socket(server.getAddress(), server.getPort())) {
                byte[] bytes = new byte[random.nextInt(3000)];
                random.nextBytes(bytes);
                socket.getOutputStream().write(bytes);
            } catch (IOException e) {
                // The server closed it, as it should.
                continue;
            }
        }
        assertEquals(1, Names.answers(udp(server, "dgx01.pod.internal.")).size());
    }

    /** Seventeen connections that say nothing: the last is closed at once, and none keeps anybody from asking over UDP. */
    @Test
    void oneClientHasOnlySomeConnections() throws IOException {
        InetSocketAddress server = serve("127.0.0.0/8");
        List<Socket> sockets = new ArrayList<>();
        for (int i = 0; i < 17; i++) {
            Socket socket = new Socket(server.getAddress(), server.getPort());
            ends.add(socket);
            sockets.add(socket);
        }
        sockets.getLast().setSoTimeout(PATIENT);
        assertEquals(-1, sockets.getLast().getInputStream().read());
        assertEquals(1, Names.answers(udp(server, "dgx01.pod.internal.")).size());
    }
}
