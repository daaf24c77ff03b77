package io.slipway.netboot.tftp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class PacketCodecTest {

    /** What UEFI firmware (EDK2) was seen to ask for. */
    private static final String OVMF = "\0\1ipxe.efi\0octet\0tsize\0000\0blksize\0001468\0windowsize\0004\0";

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(ISO_8859_1));
    }

    private static Packet read(String text) {
        return PacketCodec.read(bytes(text));
    }

    private static SequencedMap<String, String> options(String... pairs) {
        SequencedMap<String, String> options = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            options.put(pairs[i], pairs[i + 1]);
        }
        return options;
    }

    @Test
    void firmwareAsksWithOptions() {
        assertEquals(
                new Packet.ReadRequest(
                        "ipxe.efi", "octet", options("tsize", "0", "blksize", "1468", "windowsize", "4")),
                read(OVMF));
    }

    @Test
    void everyPacketIsWrittenAsItWasRead() {
        for (String text : List.of(
                OVMF,
                "\0\2evil\0octet\0",
                "\0\3\1\2content",
                "\0\4\u00ff\u00ff",
                "\0\5\0\10User aborted the transfer\0",
                "\0\6blksize\0001468\0")) {
            assertEquals(bytes(text), PacketCodec.write(read(text)));
        }
    }

    @Test
    void paddingAfterARequestAndAMissingZeroAfterAMessageArePassedOver() {
        assertEquals(new Packet.ReadRequest("a", "octet", options()), read("\0\1a\0octet\0\0\0\0\0"));
        assertEquals(new Packet.Failure(ErrorCode.OPTIONS_REFUSED, "no"), read("\0\5\0\10no"));
        assertEquals(new Packet.Failure(ErrorCode.UNDEFINED, ""), read("\0\5\1\1"));
    }

    @Test
    void ofTwoOptionsWithTheSameNameTheFirstCounts() {
        assertEquals(
                Map.of("BLKSIZE", "8"),
                ((Packet.ReadRequest) read("\0\1a\0octet\0BLKSIZE\08\0blksize\09\0")).options());
    }

    @Test
    void whatIsNoPacketIsRefused() {
        for (String text : List.of(
                "",
                "\0",
                "\0\0",
                "\0\7",
                "\u00ff\u00ff",
                "\0\1",
                "\0\1name",
                "\0\1name\0octet",
                "\0\1a\0octet\0tsize\0000",
                "\0\3\0",
                "\0\4\0",
                "\0\5\0",
                "\0\1a\0octet\0" + optionsInPlenty())) {
            assertThrows(TftpException.class, () -> read(text), text);
        }
    }

    private static String optionsInPlenty() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 33; i++) {
            text.append(i).append('\0').append(i).append('\0');
        }
        return text.toString();
    }

    /** Half of these are mutations of a real packet, so that they get past the first checks. */
    @Test
    void arbitraryBytesAreReadOrRefusedAndNothingElse() {
        Random random = new Random(8);
        for (int round = 0; round < 200_000; round++) {
            byte[] bytes = new byte[random.nextInt(80)];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                bytes = OVMF.getBytes(ISO_8859_1);
                for (int i = random.nextInt(6); i >= 0; i--) {
                    bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
                }
            } else if (bytes.length > 1) {
                bytes[0] = 0;
                bytes[1] = (byte) random.nextInt(8);
            }
            try {
                Packet packet = PacketCodec.read(ByteBuffer.wrap(bytes));
                assertEquals(packet, PacketCodec.read(PacketCodec.write(packet)));
            } catch (TftpException e) {
                assertEquals("not a TFTP packet", e.problem().what());
            }
        }
    }
}
