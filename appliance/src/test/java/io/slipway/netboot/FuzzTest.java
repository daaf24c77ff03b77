package io.slipway.netboot;

import io.slipway.netboot.dhcp.DhcpFuzz;
import io.slipway.netboot.dns.DnsFuzz;
import io.slipway.netboot.ignition.ButaneFuzz;
import io.slipway.netboot.ignition.IgnitionFuzz;
import io.slipway.netboot.ntp.NtpFuzz;
import io.slipway.netboot.tftp.TftpFuzz;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What comes from anybody, changed a little: each is read or refused, and none brings anything else about. {@code .ci/fuzz.sh} has Jazzer look for
 * inputs by the branches that they take, at the same doors.
 */
class FuzzTest {

    enum Door {
        DHCP(20_000, DhcpFuzz.seeds(), DhcpFuzz::fuzzerTestOneInput),
        TFTP(20_000, TftpFuzz.seeds(), TftpFuzz::fuzzerTestOneInput),
        DNS(20_000, DnsFuzz.seeds(), DnsFuzz::fuzzerTestOneInput),
        NTP(20_000, NtpFuzz.seeds(), NtpFuzz::fuzzerTestOneInput),
        IGNITION(2_000, IgnitionFuzz.seeds(), IgnitionFuzz::fuzzerTestOneInput),
        BUTANE(1_000, ButaneFuzz.seeds(), ButaneFuzz::fuzzerTestOneInput);

        private final int rounds;
        private final List<byte[]> seeds;
        private final Consumer<byte[]> takes;

        Door(int rounds, List<byte[]> seeds, Consumer<byte[]> takes) {
            this.rounds = rounds;
            this.seeds = seeds;
            this.takes = takes;
        }

        private void hit(long seed, BooleanSupplier enough) {
            Mutate mutate = new Mutate(seeds, new Random(seed));
            seeds.forEach(takes);
            while (!enough.getAsBoolean()) {
                byte[] bytes = mutate.next();
                try {
                    takes.accept(bytes);
                } catch (RuntimeException | Error e) {
                    throw new AssertionError(this + " by " + Base64.getEncoder().encodeToString(bytes), e);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSameInputsEachTime(Door door) {
        int[] left = {door.rounds};
        door.hit(8, () -> left[0]-- == 0);
    }

    @Tag("full")
    @ParameterizedTest
    @EnumSource
    void othersForAMinute(Door door) {
        Instant end = Instant.now().plus(Duration.ofMinutes(1));
        door.hit(System.nanoTime(), () -> Instant.now().isAfter(end));
    }
}
