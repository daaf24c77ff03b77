package io.slipway.netboot.ntp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NtpAnswerTest {

    /** 0xeca82d00 seconds after 1900. */
    private static final Instant NOON = Instant.ofEpochSecond(0xeca82d00L - 2_208_988_800L);

    private static ByteBuffer request(int first) {
        ByteBuffer packet = ByteBuffer.allocate(48);
        packet.put(0, (byte) first).put(2, (byte) 6).putLong(40, 0x1122334455667788L);
        return packet;
    }

    private static String answered(ClockState state, boolean vouched) {
        Optional<ByteBuffer> answer = NtpAnswer.to(request(0x23), NOON, state, vouched);
        ByteBuffer sent = NtpAnswer.sent(answer.orElseThrow(), NOON.plusMillis(500));
        return HexFormat.of().formatHex(sent.array());
    }

    /** Leap, version and mode; stratum, poll, precision; root delay; root dispersion; source; then times: set, asked, received, sent. */
    @Test
    void wholeAnswers() {
        String times = "7f7f0101" + "eca82d0000000000" + "1122334455667788" + "eca82d0000000000" + "eca82d0080000000";
        ClockState kept = new ClockState(ClockState.Leap.NONE, Duration.ofMillis(250));
        assertEquals("240806ec" + "00000000" + "00004000" + times, answered(kept, false));
        assertEquals("240806ec" + "00000000" + "00004000" + times, answered(kept, true));
        ClockState longer = new ClockState(ClockState.Leap.LONGER_DAY, Duration.ZERO);
        assertEquals("640806ec" + "00000000" + "00000000" + times, answered(longer, false));
        assertEquals("e40a06ec" + "00000000" + "00000000" + times, answered(ClockState.UNKEPT, false));
        assertEquals("240a06ec" + "00000000" + "00000000" + times, answered(ClockState.UNKEPT, true));
    }

    @Test
    void onlyClientsAreAnsweredAndInTheirVersion() {
        for (int mode = 0; mode < 8; mode++) {
            for (int version = 0; version < 8; version++) {
                boolean answered = mode == 3 && version >= 1 && version <= 4;
                assertEquals(
                        answered, NtpAnswer.isRequest(request(version << 3 | mode)), "mode " + mode + " of " + version);
            }
        }
        ByteBuffer answer =
                NtpAnswer.to(request(0x1b), NOON, ClockState.UNKEPT, true).orElseThrow();
        assertEquals(0x1c, answer.get(0), "version 3");
        assertFalse(NtpAnswer.isRequest(request(0x23).limit(47)));
        assertFalse(NtpAnswer.isRequest(ByteBuffer.allocate(0)));
    }

    @Test
    void anyBytesGetAnAnswerOrNone() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            NtpAnswer.to(ByteBuffer.wrap(bytes), NOON, ClockState.UNKEPT, false)
                    .ifPresent(answer -> assertEquals(48, answer.capacity()));
        }
    }

    @Test
    void theKernelsWordsForItsClock() {
        assertEquals(ClockState.UNKEPT, KernelClock.of(5, 0x40, 16_000_000));
        assertEquals(ClockState.UNKEPT, KernelClock.of(0, 0x2041, 500), "unsynchronised, whatever the rest says");
        assertEquals(ClockState.UNKEPT, KernelClock.of(-1, 0, 0), "it could not be asked");
        assertEquals(
                new ClockState(ClockState.Leap.NONE, Duration.ofNanos(1_500_000)), KernelClock.of(0, 0x2001, 1500));
        assertEquals(ClockState.Leap.LONGER_DAY, KernelClock.of(1, 0x11, 1).leap());
        assertEquals(ClockState.Leap.SHORTER_DAY, KernelClock.of(2, 0x21, 1).leap());
        assertFalse(KernelClock.read().error().isNegative(), "this machine's own can be asked");
    }

    @Test
    void aClientThatAsksTooOftenWaits() throws Exception {
        Rate rate = new Rate(2);
        long second = 1_000_000_000;
        InetAddress eager = InetAddress.getByName("10.0.0.1");
        for (int i = 0; i < 16; i++) {
            assertTrue(rate.allows(eager, 7 * second));
        }
        assertFalse(rate.allows(eager, 7 * second + second / 2));
        assertTrue(rate.allows(InetAddress.getByName("10.0.0.2"), 7 * second), "others are answered");
        assertTrue(rate.allows(eager, 8 * second), "a second after the last answer");
        assertFalse(rate.allows(eager, 8 * second), "once");
    }
}
