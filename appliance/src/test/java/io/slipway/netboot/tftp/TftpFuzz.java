package io.slipway.netboot.tftp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Whatever arrives at port 69, and at the port of a transfer. */
public final class TftpFuzz {

    private static final Path ROOT = Path.of("/srv/tftp");

    private TftpFuzz() {}

    public static List<byte[]> seeds() {
        return Stream.of(
                        "\0\1boot/loader\0octet\0",
                        "\0\1ipxe.efi\0octet\0tsize\0000\0blksize\0001468\0windowsize\0004\0",
                        "\0\1..\\secret\u00ff\0NetASCII\0timeout\0003\0",
                        "\0\2new\0octet\0",
                        "\0\3\0\1content",
                        "\0\4\0\1",
                        "\0\5\0\10User aborted the transfer\0",
                        "\0\6blksize\0001468\0")
                .map(text -> text.getBytes(ISO_8859_1))
                .toList();
    }

    public static void fuzzerTestOneInput(byte[] bytes) {
        Packet packet;
        try {
            packet = PacketCodec.read(ByteBuffer.wrap(bytes));
        } catch (TftpException e) {
            assertEquals("not a TFTP packet", e.problem().what());
            return;
        }
        assertEquals(packet, PacketCodec.read(PacketCodec.write(packet)));
        if (packet instanceof Packet.ReadRequest request) {
            FileName.clean(request.file()).ifPresent(TftpFuzz::harmless);
            Packet.Mode.named(request.mode());
            Terms terms = Terms.agree(request.options(), 12_345, new Terms.Limits(1468, 32));
            assertTrue(terms.blockSize() >= 8 && terms.blockSize() <= 1468, terms::toString);
            assertTrue(terms.window() >= 1 && terms.window() <= 32, terms::toString);
            assertTrue(request.options().keySet().containsAll(terms.accepted().keySet()), terms::toString);
        }
    }

    private static void harmless(String name) {
        assertTrue(ROOT.resolve(name).normalize().startsWith(ROOT), name);
        assertFalse(name.isEmpty() || name.startsWith("/"), name);
        assertTrue(name.chars().noneMatch(Character::isISOControl), name);
    }
}
