package io.slipway.netboot.dhcp;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.network.IpAddress;
import io.slipway.common.network.MacAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DhcpCodecTest {

    private static final IpAddress SERVER = IpAddress.parse("10.0.0.1").orElseThrow();

    private static DhcpMessage read(byte[] bytes) {
        return DhcpCodec.read(ByteBuffer.wrap(bytes));
    }

    private static byte[] write(DhcpMessage message, int largest) {
        ByteBuffer out = DhcpCodec.write(message, largest);
        byte[] bytes = new byte[out.remaining()];
        out.get(bytes);
        return bytes;
    }

    private static DhcpMessage answer() {
        return Packets.read("uefi-pxe-discover").answer(MessageType.OFFER, SERVER);
    }

    private static byte[] some(int size) {
        byte[] value = new byte[size];
        new Random(size).nextBytes(value);
        return value;
    }

    @Test
    void aRequestOfFirmwareIsReadWhole() {
        DhcpMessage message = Packets.read("bios-ipxe-request");
        assertEquals(Optional.of(MessageType.REQUEST), message.type());
        assertEquals(MacAddress.parse("52:54:00:00:00:01"), message.hardware().mac());
        assertEquals(0xddc58045, message.transaction());
        assertEquals(14, message.secs());
        assertFalse(message.broadcast());
        assertFalse(message.reply());
        assertFalse(message.relayed());
        assertEquals(IpAddress.parse("10.99.0.85"), message.options().address(Option.REQUESTED_ADDRESS));
        assertEquals(IpAddress.parse("10.99.0.1"), message.options().address(Option.SERVER));
        assertEquals("iPXE", message.options().text(Option.USER_CLASS));
        assertEquals(0x05c0, message.options().number(Option.LARGEST_MESSAGE).orElseThrow());
        assertTrue(Packets.read("uefi-pxe-discover").broadcast());
    }

    /** Firmware pads differently, but says what Slipway would write. */
    @Test
    void everyPacketOfFirmwareIsWrittenAsItWas() {
        for (Map.Entry<String, byte[]> packet : Packets.in("firmware.packets").entrySet()) {
            byte[] original = packet.getValue();
            byte[] written = write(read(original), Wire.LARGEST);
            int size = Math.min(original.length, written.length);
            assertArrayEquals(Arrays.copyOf(original, size), Arrays.copyOf(written, size), packet.getKey());
            assertEquals(read(original), read(written), packet.getKey());
        }
    }

    @Test
    void anAnswerHasAtLeast300BytesAndItsTypeFirst() {
        byte[] bytes = write(answer(), 548);
        assertEquals(300, bytes.length);
        assertEquals(
                "63825363" + "350102" + "36040a000001" + "ff" + "00",
                HexFormat.of().formatHex(bytes, 236, 251));
        assertEquals(answer(), read(bytes));
    }

    @Test
    void aLongOptionTravelsInPieces() {
        DhcpMessage message = answer().with(answer().options().with(Option.VENDOR, some(700)));
        byte[] bytes = write(message, Wire.LARGEST);
        assertEquals("2bff", HexFormat.of().formatHex(bytes, 249, 251));
        assertEquals(message, read(bytes));
    }

    @Test
    void whatARelayAgentWantsBackStandsLast() {
        Options options = answer().options().with(Option.RELAY_AGENT, some(9)).with(Option.BOOT_FILE, "ipxe.efi");
        byte[] bytes = write(answer().with(options), 548);
        String digits = HexFormat.of().formatHex(bytes);
        assertTrue(digits.indexOf("5209") > digits.indexOf("4308"), digits);
        assertEquals(
                options.bytes(Option.RELAY_AGENT).map(Arrays::toString),
                read(bytes).options().bytes(Option.RELAY_AGENT).map(Arrays::toString));
    }

    @Test
    void whatDoesNotFitStandsInTheOtherFieldsAndWhatDoesNotFitThereIsRefused() {
        for (int size = 1; size < 420; size++) {
            DhcpMessage message = answer().with(answer().options()
                    .with(Option.DOMAIN_NAME, "a.b")
                    .with(Option.VENDOR, some(size))
                    .with(Option.RELAY_AGENT, some(20))
                    .with(Option.MESSAGE, "end"));
            byte[] bytes = write(message, 548);
            assertEquals(
                    message.options().without(Option.RELAY_AGENT),
                    read(bytes).options().without(Option.RELAY_AGENT));
            assertArrayEquals(
                    some(20), read(bytes).options().bytes(Option.RELAY_AGENT).orElseThrow());
        }
        DhcpMessage tooMuch = answer().with(answer().options().with(Option.VENDOR, some(600)));
        assertThrows(DhcpException.class, () -> write(tooMuch, 548));
        DhcpMessage used = tooMuch.booting(SERVER, "10.0.0.1", "ipxe.efi")
                .with(answer().options().with(Option.VENDOR, some(320)));
        assertThrows(DhcpException.class, () -> write(used, 548), "a name stands in the other fields");
        assertThrows(DhcpException.class, () -> write(answer().booting(SERVER, "", "x".repeat(128)), 548));
        assertEquals(
                "x".repeat(127),
                read(write(answer().booting(SERVER, "", "x".repeat(127)), 548)).file());
    }

    @Test
    void aClientSaysHowMuchItTakesWithinReason() {
        DhcpMessage message = answer();
        assertEquals(548, DhcpCodec.largest(message));
        for (Map.Entry<Integer, Integer> each :
                Map.of(0x05c0, 1444, 0xff00, 1472, 300, 548, 0, 548).entrySet()) {
            byte[] said =
                    ByteBuffer.allocate(2).putShort(each.getKey().shortValue()).array();
            assertEquals(
                    each.getValue(),
                    DhcpCodec.largest(message.with(message.options().with(Option.LARGEST_MESSAGE, said))));
        }
    }

    @Test
    void whatIsNoMessageIsRefused() {
        byte[] good = Packets.firmware("bios-ipxe-discover");
        for (int length = 0; length < 240; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThrows(DhcpException.class, () -> read(cut));
        }
        for (int[] change : new int[][] {{0, 0}, {0, 3}, {2, 17}, {2, 255}, {236, 0}}) {
            byte[] bad = good.clone();
            bad[change[0]] = (byte) change[1];
            assertThrows(DhcpException.class, () -> read(bad), Arrays.toString(change));
        }
        byte[] running = Arrays.copyOf(good, 242);
        assertThrows(DhcpException.class, () -> read(running), "an option without an end");
    }

    @Test
    void oneThatIsNotEthernetHasNoMac() {
        byte[] infiniband = Packets.firmware("bios-ipxe-discover").clone();
        infiniband[1] = 32;
        infiniband[2] = 0;
        assertEquals(new DhcpMessage.Hardware(32, ""), read(infiniband).hardware());
        assertEquals(Optional.empty(), read(infiniband).hardware().mac());
    }

    /** Real packets with a few bytes changed, or cut: each is read or refused, and one that is read can be written and read again. */
    @Test
    void arbitraryBytesAreReadOrRefusedAndNothingElse() {
        Random random = new Random(67);
        byte[][] seeds = Packets.in("firmware.packets").values().toArray(byte[][]::new);
        int read = 0;
        for (int round = 0; round < 100_000; round++) {
            byte[] bytes = seeds[random.nextInt(seeds.length)].clone();
            for (int i = random.nextInt(8); i >= 0; i--) {
                int where =
                        random.nextBoolean() ? random.nextInt(bytes.length) : 240 + random.nextInt(bytes.length - 240);
                bytes[where] = (byte) random.nextInt(256);
            }
            if (random.nextInt(4) == 0) {
                bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 1));
            }
            try {
                DhcpMessage message = read(bytes);
                BootClient.of(message);
                assertEquals(
                        message.options().without(Option.RELAY_AGENT),
                        read(write(message, Wire.LARGEST)).options().without(Option.RELAY_AGENT));
                read++;
            } catch (DhcpException e) {
                assertEquals("not a DHCP message", e.problem().what());
            }
        }
        assertTrue(read > 10_000, "only " + read + " got far enough");
    }
}
