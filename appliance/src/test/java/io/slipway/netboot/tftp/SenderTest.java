package io.slipway.netboot.tftp;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SenderTest {

    private static Terms terms(int block, int window) {
        return new Terms(block, window, Duration.ZERO, new LinkedHashMap<>());
    }

    private static Sender sender(int block, int window, String content) {
        return new Sender(terms(block, window), Content.of(content.getBytes(US_ASCII)));
    }

    /** Everything that is due, as {@code number:content}. */
    private static List<String> due(Sender sender) throws IOException {
        List<String> packets = new ArrayList<>();
        for (ByteBuffer packet = sender.next(1); packet != null; packet = sender.next(1)) {
            packets.add(
                    switch (PacketCodec.read(packet)) {
                        case Packet.Data(int block, ByteBuffer content) -> block + ":" + US_ASCII.decode(content);
                        case Packet other -> other.toString();
                    });
        }
        return packets;
    }

    @Test
    void oneBlockAtATimeWithoutWindows() throws IOException {
        Sender sender = sender(4, 1, "abcdefghij");
        assertEquals(List.of("1:abcd"), due(sender));
        assertTrue(sender.acknowledged(1));
        assertEquals(List.of("2:efgh"), due(sender));
        assertTrue(sender.acknowledged(2));
        assertEquals(List.of("3:ij"), due(sender));
        assertFalse(sender.done());
        assertTrue(sender.acknowledged(3));
        assertTrue(sender.done());
        assertEquals(10, sender.sent());
    }

    @Test
    void contentThatFillsItsLastBlockIsEndedByAnEmptyOne() throws IOException {
        assertEquals(List.of("1:abcd", "2:efgh", "3:"), due(sender(4, 8, "abcdefgh")));
        assertEquals(List.of("1:"), due(sender(4, 8, "")));
    }

    /** So that the kernel can be handed a whole window. */
    @Test
    void packetsOfAWindowLieBehindEachOtherAsManyAsAreTakenAtOnce() throws IOException {
        Sender sender = sender(4, 4, "aaaabbbbccccddddeeeeff");
        assertEquals(8, sender.packetSize());
        assertEquals(3 * 8, sender.next(3).remaining());
        assertEquals(8, sender.next(3).remaining());
        assertEquals(null, sender.next(3));
        assertTrue(sender.acknowledged(3));
        assertEquals(List.of("4:dddd", "5:eeee", "6:ff"), due(sender));
        sender.timedOut();
        assertEquals(8, sender.next(9).remaining(), "a window that was acknowledged in part goes around the end");
        assertEquals(8 + 6, sender.next(9).remaining());
    }

    @Test
    void optionsAreAnsweredFirstAndContentWaitsForTheirAcknowledgement() throws IOException {
        Sender sender = new Sender(
                Terms.agree(Map.of("blksize", "8"), 3, new Terms.Limits(1468, 1)),
                Content.of("abc".getBytes(US_ASCII)));
        assertEquals(List.of("OptionsAccepted[options={blksize=8}]"), due(sender));
        assertFalse(sender.acknowledged(1));
        assertEquals(List.of(), due(sender));
        sender.timedOut();
        assertEquals(List.of("OptionsAccepted[options={blksize=8}]"), due(sender));
        assertTrue(sender.acknowledged(0));
        assertEquals(List.of("1:abc"), due(sender));
    }

    @Test
    void aRepeatedAcknowledgementSendsNothingAgainWithoutWindows() throws IOException {
        Sender sender = sender(1, 1, "abc");
        due(sender);
        sender.acknowledged(1);
        due(sender);
        assertFalse(sender.acknowledged(1));
        assertEquals(List.of(), due(sender));
        sender.timedOut();
        assertEquals(List.of("2:b"), due(sender));
    }

    @Test
    void aWindowIsSentAgainFromWhereTheClientMissedSomething() throws IOException {
        Sender sender = sender(1, 4, "abcdefgh");
        assertEquals(List.of("1:a", "2:b", "3:c", "4:d"), due(sender));
        assertTrue(sender.acknowledged(2));
        assertEquals(List.of("3:c", "4:d", "5:e", "6:f"), due(sender));
        assertFalse(sender.acknowledged(2), "its first packet was lost");
        assertEquals(List.of("3:c", "4:d", "5:e", "6:f"), due(sender));
        assertFalse(sender.acknowledged(2), "that was said before");
        assertEquals(List.of(), due(sender));
    }

    @Test
    void acknowledgementsOfWhatWasNeverSentAreIgnored() throws IOException {
        Sender sender = sender(1, 2, "abcdefgh");
        due(sender);
        for (int block : new int[] {3, 4, 500, 65535}) {
            assertFalse(sender.acknowledged(block));
        }
        assertEquals(List.of(), due(sender));
        assertTrue(sender.acknowledged(2));
    }

    @Test
    void numbersRollOverToZero() throws IOException {
        byte[] content = new byte[70_000];
        new Random(1).nextBytes(content);
        Sender sender = new Sender(terms(1, 7), Content.of(content));
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        int expected = 1;
        while (!sender.done()) {
            int latest = 0;
            for (ByteBuffer packet = sender.next(1); packet != null; packet = sender.next(1)) {
                Packet.Data data = (Packet.Data) PacketCodec.read(packet);
                assertEquals(expected, data.block());
                expected = (expected + 1) & 0xffff;
                got.write(
                        data.content().hasRemaining()
                                ? new byte[] {data.content().get()}
                                : new byte[0]);
                latest = data.block();
            }
            assertTrue(sender.acknowledged(latest));
        }
        assertArrayEquals(content, got.toByteArray());
    }

    /** A client that follows RFC 7440 behind a network that loses, doubles and delays packets both ways gets exactly the content. */
    @Test
    void anyNetworkThatLetsSomethingThroughDeliversTheContent() throws IOException {
        for (int seed = 0; seed < 400; seed++) {
            Random random = new Random(seed);
            byte[] content = new byte[random.nextInt(3000)];
            random.nextBytes(content);
            int window = 1 + random.nextInt(16);
            assertArrayEquals(
                    content,
                    overBadNetwork(
                            new Sender(terms(1 + random.nextInt(64), window), Content.of(content)), window, random),
                    "seed " + seed);
        }
    }

    private static byte[] overBadNetwork(Sender sender, int window, Random random) throws IOException {
        ByteArrayOutputStream got = new ByteArrayOutputStream();
        Deque<byte[]> down = new ArrayDeque<>();
        Deque<Integer> up = new ArrayDeque<>();
        int expected = 1;
        int unacknowledged = 0;
        int blockSize = -1;
        boolean complained = false;
        for (int step = 0; !sender.done(); step++) {
            assertTrue(step < 200_000, "no progress");
            for (ByteBuffer packet = sender.next(1); packet != null; packet = sender.next(1)) {
                byte[] bytes = new byte[packet.remaining()];
                packet.get(bytes);
                travel(down, bytes, random);
            }
            if (down.isEmpty() && up.isEmpty()) {
                sender.timedOut();
                continue;
            }
            byte[] arrived = down.poll();
            if (arrived != null) {
                Packet.Data data = (Packet.Data) PacketCodec.read(ByteBuffer.wrap(arrived));
                int size = data.content().remaining();
                blockSize = Math.max(blockSize, size);
                if (data.block() == (expected & 0xffff)) {
                    byte[] bytes = new byte[size];
                    data.content().get(bytes);
                    got.write(bytes);
                    expected++;
                    unacknowledged++;
                    complained = false;
                    if (unacknowledged == window || size < blockSize || down.isEmpty()) {
                        travel(up, expected - 1 & 0xffff, random);
                        unacknowledged = 0;
                    }
                } else if (!complained || down.isEmpty()) {
                    travel(up, expected - 1 & 0xffff, random);
                    complained = true;
                    unacknowledged = 0;
                }
            }
            Integer acknowledged = up.poll();
            if (acknowledged != null) {
                sender.acknowledged(acknowledged);
            }
        }
        return got.toByteArray();
    }

    private static <T> void travel(Deque<T> wire, T packet, Random random) {
        switch (random.nextInt(12)) {
            case 0 -> {}
            case 1 -> {
                wire.add(packet);
                wire.add(packet);
            }
            case 2 -> wire.addFirst(packet);
            default -> wire.add(packet);
        }
    }
}
