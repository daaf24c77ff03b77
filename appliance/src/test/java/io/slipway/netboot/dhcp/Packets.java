package io.slipway.netboot.dhcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Packets as files of tests hold them: a name, then lines of hexadecimal digits, then an empty line. */
final class Packets {

    private Packets() {}

    static Map<String, byte[]> in(String file) {
        try (InputStream in = Packets.class.getResourceAsStream(file)) {
            Map<String, byte[]> packets = new TreeMap<>();
            for (String paragraph : new String(in.readAllBytes(), UTF_8).strip().split("\n\n+")) {
                if (!paragraph.startsWith("#")) {
                    String[] parts = paragraph.split("\n", 2);
                    packets.put(parts[0], HexFormat.of().parseHex(parts[1].replaceAll("\\s", "")));
                }
            }
            return packets;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] firmware(String name) {
        return in("firmware.packets").get(name);
    }

    static DhcpMessage read(String name) {
        return DhcpCodec.read(ByteBuffer.wrap(firmware(name)));
    }
}
