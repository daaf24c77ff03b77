package io.slipway.netboot.ntp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;

/** Whatever arrives at port 123. */
public final class NtpFuzz {

    private NtpFuzz() {}

    public static List<byte[]> seeds() {
        byte[] request = new byte[48];
        request[0] = 0x23;
        byte[] signed = new byte[68];
        signed[0] = 0x1b;
        return List.of(request, signed);
    }

    public static void fuzzerTestOneInput(byte[] bytes) {
        Instant now = Instant.parse("2026-11-23T03:00:00Z");
        boolean request = NtpAnswer.isRequest(ByteBuffer.wrap(bytes));
        assertEquals(
                request,
                NtpAnswer.to(ByteBuffer.wrap(bytes), now, ClockState.UNKEPT, true)
                        .filter(answer -> NtpAnswer.sent(answer, now).remaining() == 48)
                        .isPresent());
    }
}
