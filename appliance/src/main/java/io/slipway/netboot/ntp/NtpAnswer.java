package io.slipway.netboot.ntp;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** From the bytes of a request to those of its answer (RFC 5905, section 7.3 and figure 8). */
final class NtpAnswer {

    static final int SIZE = 48;

    private static final int CLIENT = 3;
    private static final int SERVER = 4;
    private static final int VERSION = 4;

    /** Behind any clock that others serve, as it says of itself that it is its own source. */
    private static final int LOCAL_STRATUM = 10;

    /** The kernel knows how wrong its clock can be, and not whom it was set by: far enough down to be nobody's first choice. */
    private static final int KEPT_STRATUM = 8;

    /** As two to this power, in seconds: about a microsecond, which is what Java reads. */
    private static final byte PRECISION = -20;

    /** The address of a reference clock, as all servers have it that serve their own. */
    private static final int OWN_CLOCK = 0x7f7f0101;

    private static final long SECONDS_1900_TO_1970 = 2_208_988_800L;
    private static final int TRANSMITTED = 40;

    private NtpAnswer() {}

    /** Whether it is a client's request; symmetric peers, broadcasts, control messages and private ones are not answered. */
    static boolean isRequest(ByteBuffer packet) {
        if (packet.remaining() < SIZE) {
            return false;
        }
        int first = packet.get(packet.position());
        int version = (first >> 3) & 7;
        return (first & 7) == CLIENT && version >= 1 && version <= VERSION;
    }

    /**
     * The answer; its time of sending is put in by {@link #sent}.
     *
     * @param vouched whether somebody says that this clock counts though nobody keeps it right
     */
    static Optional<ByteBuffer> to(ByteBuffer request, Instant received, ClockState clock, boolean vouched) {
        if (!isRequest(request)) {
            return Optional.empty();
        }
        int start = request.position();
        ClockState.Leap leap = !clock.kept() && vouched ? ClockState.Leap.NONE : clock.leap();
        int version = request.get(start) & 0x38;
        return Optional.of(ByteBuffer.allocate(SIZE)
                .put((byte) (leap.code() << 6 | version | SERVER))
                .put((byte) (clock.kept() ? KEPT_STRATUM : LOCAL_STRATUM))
                .put(request.get(start + 2))
                .put(PRECISION)
                .putInt(0)
                .putInt(dispersion(clock))
                .putInt(OWN_CLOCK)
                .putLong(stamp(received))
                .putLong(request.getLong(start + TRANSMITTED))
                .putLong(stamp(received)));
    }

    /** With the time at which it is sent, ready to be sent. */
    static ByteBuffer sent(ByteBuffer answer, Instant now) {
        return answer.putLong(TRANSMITTED, stamp(now)).rewind();
    }

    /** Seconds with 16 bits behind the point. */
    private static int dispersion(ClockState clock) {
        Duration error = clock.error().compareTo(Duration.ofSeconds(16)) > 0 ? Duration.ofSeconds(16) : clock.error();
        return (int) ((error.toNanos() << 16) / 1_000_000_000L);
    }

    /** Seconds since 1900 with 32 bits behind the point; begins anew in 2036, which clients know. */
    static long stamp(Instant time) {
        long seconds = time.getEpochSecond() + SECONDS_1900_TO_1970;
        return seconds << 32 | ((long) time.getNano() << 32) / 1_000_000_000L;
    }
}
