package io.slipway.netboot.tftp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TftpServerTest {

    @TempDir
    Path directory;

    private final BlockingQueue<TftpEvent> events = new LinkedBlockingQueue<>();
    private final List<DatagramSocket> clients = new ArrayList<>();
    private TftpServer server;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(directory.resolve("tftp/boot"));
        Files.writeString(directory.resolve("secret"), "secret");
        Files.writeString(directory.resolve("tftp/boot/loader"), "0123456789".repeat(100));
        serve(new TftpSettings(32, Duration.ofSeconds(20), 3, 4));
    }

    private void serve(TftpSettings settings) throws IOException {
        if (server != null) {
            server.close();
        }
        server = TftpServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new OfferedDirectory(directory.resolve("tftp")),
                settings,
                events::add);
    }

    @AfterEach
    void stop() {
        server.close();
        clients.forEach(DatagramSocket::close);
    }

    /** A client that sends what it is told, and remembers where the last packet came from. */
    private final class Client {
        private final DatagramSocket socket;
        private SocketAddress peer = server.address();

        Client() throws IOException {
            socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
            socket.setSoTimeout(10_000);
            clients.add(socket);
        }

        Client ask(String text) throws IOException {
            return send(server.address(), text.getBytes(ISO_8859_1));
        }

        Client answer(Packet packet) throws IOException {
            return send(peer, PacketCodec.write(packet).array());
        }

        private Client send(SocketAddress to, byte[] bytes) throws IOException {
            socket.send(new DatagramPacket(bytes, bytes.length, to));
            return this;
        }

        Packet receive() throws IOException {
            DatagramPacket packet = new DatagramPacket(new byte[2000], 2000);
            socket.receive(packet);
            peer = packet.getSocketAddress();
            return PacketCodec.read(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
        }
    }

    private TftpEvent event() throws InterruptedException {
        TftpEvent event = events.poll(10, TimeUnit.SECONDS);
        assertTrue(event != null, "nothing was reported");
        return event;
    }

    @Test
    void aFileIsSentBlockByBlockFromAPortOfItsOwn() throws Exception {
        Client client = new Client().ask("\0\1/boot/loader\0octet\0");
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        for (int block = 1; block <= 2; block++) {
            Packet.Data data = (Packet.Data) client.receive();
            assertEquals(block, data.block());
            byte[] bytes = new byte[data.content().remaining()];
            data.content().get(bytes);
            got.write(bytes);
            client.answer(new Packet.Acknowledgement(block));
        }
        assertNotEquals(server.address(), client.peer);
        assertArrayEquals(Files.readAllBytes(directory.resolve("tftp/boot/loader")), got.toByteArray());
        TftpEvent.Sent sent = assertInstanceOf(TftpEvent.Sent.class, event());
        assertEquals("boot/loader 1000 true", sent.name() + " " + sent.bytes() + " " + sent.confirmed());
    }

    /** EDK2 asks for the size, breaks off with error 8, and asks for the file from another port. */
    @Test
    void firmwareThatOnlyWantedToKnowTheSizeIsNoMistake() throws Exception {
        Client probe = new Client().ask("\0\1boot\\loader\0octet\0tsize\0000\0blksize\0001468\0windowsize\0004\0");
        assertEquals(
                "OptionsAccepted[options={tsize=1000, blksize=1468, windowsize=4}]",
                probe.receive().toString());
        probe.answer(new Packet.Failure(ErrorCode.OPTIONS_REFUSED, "User aborted the transfer"));
        assertEquals(0, assertInstanceOf(TftpEvent.BrokenOff.class, event()).bytes());
        Client client = new Client().ask("\0\1boot\\loader\0octet\0blksize\0001468\0windowsize\0004\0");
        assertInstanceOf(Packet.OptionsAccepted.class, client.receive());
        client.answer(new Packet.Acknowledgement(0));
        assertEquals(1000, ((Packet.Data) client.receive()).content().remaining());
    }

    @Test
    void whatIsNotOfferedIsNotFound() throws Exception {
        Files.createSymbolicLink(directory.resolve("tftp/way-out"), directory.resolve("secret"));
        Files.createSymbolicLink(directory.resolve("tftp/up"), directory);
        for (String name : List.of(
                "nothing",
                "boot",
                "../secret",
                "/../secret",
                "boot/../../secret",
                "..\\secret",
                "way-out",
                "up/secret",
                directory.resolve("secret").toString(),
                "boot/loader/",
                "%2e%2e/secret",
                "boot/loader\u0001",
                "")) {
            Packet answer = new Client().ask("\0\1" + name + "\0octet\0").receive();
            if (name.equals("boot/loader/")) {
                assertInstanceOf(Packet.Data.class, answer, "a slash at the end says nothing");
            } else {
                assertEquals(new Packet.Failure(ErrorCode.NOT_FOUND, "no such file"), answer, name);
            }
        }
    }

    @Test
    void whatIsNoFileIsNotOpened() throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", directory.resolve("tftp/pipe").toString())
                        .start()
                        .waitFor());
        assertInstanceOf(
                Packet.Failure.class, new Client().ask("\0\1pipe\0octet\0").receive());
    }

    @Test
    void nothingCanBeWritten() throws Exception {
        assertEquals(
                new Packet.Failure(ErrorCode.ACCESS, "read only"),
                new Client().ask("\0\2boot/new\0octet\0").receive());
        assertEquals(
                new Packet.Failure(ErrorCode.ILLEGAL, "no such mode"),
                new Client().ask("\0\1boot/loader\0mail\0").receive());
    }

    @Test
    void whatIsNoRequestIsNotAnswered() throws Exception {
        for (String text : List.of("", "\0\4\0\1", "\0\3\0\1x", "\0\5\0\1x\0", "\0\1boot/loader", "nonsense")) {
            new Client().ask(text);
            assertInstanceOf(TftpEvent.Nonsense.class, event(), text);
        }
        assertInstanceOf(
                Packet.Data.class, new Client().ask("\0\1boot/loader\0octet\0").receive());
    }

    @Test
    void aRequestThatComesTwiceBeginsOneTransfer() throws Exception {
        Client client = new Client().ask("\0\1boot/loader\0octet\0").ask("\0\1boot/loader\0octet\0");
        client.receive();
        SocketAddress first = client.peer;
        client.answer(new Packet.Acknowledgement(1));
        assertEquals(2, ((Packet.Data) client.receive()).block());
        assertEquals(first, client.peer);
        assertEquals(1, server.transfers());
    }

    @Test
    void moreTransfersThanThereMayBeWaitForTheirClientsToAskAgain() throws Exception {
        for (int i = 0; i < 4; i++) {
            new Client().ask("\0\1boot/loader\0octet\0").receive();
        }
        new Client().ask("\0\1boot/loader\0octet\0");
        assertInstanceOf(TftpEvent.Busy.class, event());
    }

    @Test
    void aSilentClientIsAskedSomeTimesAndThenLost() throws Exception {
        serve(new TftpSettings(32, Duration.ofMillis(2), 3, 4));
        Client client = new Client().ask("\0\1boot/loader\0octet\0");
        for (int attempt = 0; attempt < 3; attempt++) {
            assertEquals(1, ((Packet.Data) client.receive()).block());
        }
        assertEquals(512, assertInstanceOf(TftpEvent.Lost.class, event()).bytes());
        client.ask("\0\1boot/loader\0octet\0").receive();
        client.answer(new Packet.Acknowledgement(1)).receive();
        TftpEvent.Sent sent =
                assertInstanceOf(TftpEvent.Sent.class, event(), "it boots without saying that it has all");
        assertEquals(false, sent.confirmed());
    }
}
