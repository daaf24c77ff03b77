package io.slipway.netboot.ntp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.time.temporal.ChronoUnit;

/**
 * Asks the kernel of its clock, which whoever keeps it right (chronyd, ntpd, systemd-timesyncd) tells how good it is: adjtimex(2). Linux on 64
 * bits. Nothing is changed.
 */
public final class KernelClock {

    /** Of struct timex; modes, its first field, stays 0: only read. */
    private static final int SIZE = 208;

    private static final int MAXIMAL_ERROR = 24;
    private static final int STATUS = 40;

    private static final int STATUS_UNSYNCHRONISED = 0x40;
    private static final int INSERTS = 1;
    private static final int DELETES = 2;
    private static final int IN_ERROR = 5;

    private static final MethodHandle ADJTIMEX = Linker.nativeLinker()
            .downcallHandle(
                    Linker.nativeLinker().defaultLookup().findOrThrow("adjtimex"),
                    FunctionDescriptor.of(JAVA_INT, ADDRESS));

    private KernelClock() {}

    /** As it is now; a clock that cannot be asked counts as one that nobody keeps right. */
    public static ClockState read() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment timex = arena.allocate(SIZE, Long.BYTES);
            int state = (int) ADJTIMEX.invokeExact(timex);
            return of(state, timex.get(JAVA_INT, STATUS), timex.get(JAVA_LONG, MAXIMAL_ERROR));
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("the C library throws nothing", e);
        }
    }

    /** @param error in microseconds */
    static ClockState of(int state, int status, long error) {
        if (state < 0 || state == IN_ERROR || (status & STATUS_UNSYNCHRONISED) != 0) {
            return ClockState.UNKEPT;
        }
        ClockState.Leap leap = switch (state) {
            case INSERTS -> ClockState.Leap.LONGER_DAY;
            case DELETES -> ClockState.Leap.SHORTER_DAY;
            default -> ClockState.Leap.NONE;
        };
        return new ClockState(leap, Duration.of(error, ChronoUnit.MICROS));
    }
}
