package io.slipway.netboot.tftp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSocketTest {

    private static final Duration SOON = Duration.ofMillis(5);
    private static final Duration LATE = Duration.ofSeconds(10);

    private static DatagramSocket client(String address) throws IOException {
        DatagramSocket client = new DatagramSocket(0, InetAddress.getByName(address));
        client.setSoTimeout((int) LATE.toMillis());
        client.setReceiveBufferSize(1 << 20);
        return client;
    }

    private static ClientSocket to(DatagramSocket client) throws IOException {
        InetSocketAddress its = (InetSocketAddress) client.getLocalSocketAddress();
        return ClientSocket.open(new InetSocketAddress(its.getAddress(), 0), its);
    }

    private static ByteBuffer bytes(int size) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(size);
        for (int i = 0; i < size; i++) {
            bytes.put(i, (byte) (i / 7));
        }
        return bytes;
    }

    private static List<Integer> sizes(DatagramSocket client, ByteBuffer sent) throws IOException {
        List<Integer> sizes = new ArrayList<>();
        int at = 0;
        while (at < sent.remaining()) {
            DatagramPacket packet = new DatagramPacket(new byte[70_000], 70_000);
            client.receive(packet);
            assertEquals(sent.slice(at, packet.getLength()), ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
            at += packet.getLength();
            sizes.add(packet.getLength());
        }
        return sizes;
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void packetsThatLieBehindEachOtherArriveEachByItself(String address) throws IOException {
        try (DatagramSocket client = client(address);
                ClientSocket socket = to(client)) {
            ByteBuffer some = bytes(1000);
            socket.send(some, 300);
            assertEquals(List.of(300, 300, 300, 100), sizes(client, some));
            socket.send(some, 1000);
            assertEquals(List.of(1000), sizes(client, some));
            socket.send(some, 500);
            assertEquals(List.of(500, 500), sizes(client, some));
        }
    }

    /** More than the kernel takes in one call, as a card that cannot cut packets apart would have it. */
    @Test
    void whatCannotBeSentTogetherIsSentOneByOneFromThenOn() throws IOException {
        try (DatagramSocket client = client("127.0.0.1");
                ClientSocket socket = to(client)) {
            assertEquals(64, socket.atOnce(512));
            assertEquals(44, socket.atOnce(1472));
            ByteBuffer much = bytes(100_000);
            socket.send(much, 30_000);
            assertEquals(List.of(30_000, 30_000, 30_000, 10_000), sizes(client, much));
            assertEquals(1, socket.atOnce(512));
            socket.send(bytes(1000), 600);
            assertEquals(List.of(600, 400), sizes(client, bytes(1000)));
        }
    }

    @Test
    void onlyItsClientIsHeardAndOnlyForSoLong() throws IOException {
        try (DatagramSocket client = client("127.0.0.1");
                DatagramSocket other = client("127.0.0.1");
                ClientSocket socket = to(client)) {
            socket.send(ByteBuffer.wrap(new byte[] {1}), 1);
            DatagramPacket packet = new DatagramPacket(new byte[10], 10);
            client.receive(packet);
            other.send(new DatagramPacket(new byte[] {9}, 1, packet.getSocketAddress()));
            assertEquals(Optional.empty(), socket.receive(SOON));
            client.send(new DatagramPacket(new byte[] {2, 3}, 2, packet.getSocketAddress()));
            assertEquals(
                    Optional.of(ByteBuffer.wrap(new byte[] {2, 3})),
                    socket.receive(LATE).map(ByteBuffer::duplicate));
        }
    }

    @Test
    void aClientThatIsGoneIsNoticed() throws IOException {
        DatagramSocket client = client("127.0.0.1");
        try (ClientSocket socket = to(client)) {
            client.close();
            socket.send(ByteBuffer.wrap(new byte[] {1}), 1);
            assertThrows(PortUnreachableException.class, () -> socket.receive(LATE));
        }
    }
}
