package io.slipway.netboot.dhcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.network.IpAddress;
import java.nio.ByteBuffer;
import java.util.List;

/** Whatever arrives at port 67. */
public final class DhcpFuzz {

    private static final IpAddress SERVER = IpAddress.parse("10.0.0.1").orElseThrow();

    private DhcpFuzz() {}

    public static List<byte[]> seeds() {
        return List.copyOf(Packets.in("firmware.packets").values());
    }

    public static void fuzzerTestOneInput(byte[] bytes) {
        DhcpMessage message;
        try {
            message = DhcpCodec.read(ByteBuffer.wrap(bytes));
        } catch (DhcpException e) {
            assertEquals("not a DHCP message", e.problem().what());
            return;
        }
        BootClient.of(message);
        message.type();
        Authority.name(message);
        DhcpMessage answer = message.answer(MessageType.OFFER, SERVER);
        int largest = DhcpCodec.largest(message);
        Options back = answer.options().copy(Option.RELAY_AGENT, message.options());
        try {
            assertTrue(DhcpCodec.write(answer.with(back), largest).remaining() <= Math.max(300, largest));
            DhcpMessage nameless = message.booting(message.siaddr(), "", "");
            DhcpMessage again = DhcpCodec.read(DhcpCodec.write(nameless, Wire.LARGEST));
            assertEquals(
                    message.options().without(Option.RELAY_AGENT),
                    again.options().without(Option.RELAY_AGENT));
            assertEquals(message.hardware(), again.hardware());
        } catch (DhcpException e) {
            assertTrue(e.problem().what().startsWith("the options of a DHCP message do not fit"), e::toString);
        }
    }
}
