package io.slipway.netboot.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.netboot.live.DiskRule.Size;
import io.slipway.netboot.live.Hardware.Disk;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The disks of a DGX H100: two for the system, eight for data. */
class DiskRuleTest {

    private static final long GB = 1_000_000_000L;
    private static final Disk OS1 = disk("nvme0n1", 1920, "MICRON 7450", "A1");
    private static final Disk OS2 = disk("nvme1n1", 1920, "MICRON 7450", "A2");
    private static final Disk DATA1 = disk("nvme2n1", 3840, "SAMSUNG MZWLR3T8", "D1", "raid");
    private static final Disk DATA2 = disk("nvme3n1", 3840, "SAMSUNG MZWLR3T8", "D2", "raid");
    private static final Disk STICK = new Disk("sda", 32 * GB, "USB", "U", "", false, true, Set.of());
    private static final List<Disk> ALL = List.of(OS1, OS2, DATA1, DATA2, STICK);

    private static Disk disk(String name, long gigabytes, String model, String serial, String... holds) {
        return new Disk(name, gigabytes * GB, model, serial, "", false, false, Set.of(holds));
    }

    private static DiskRule rule(String model, String serial, String path, @Nullable Size size, int count) {
        return new DiskRule(
                Optional.of(model).filter(text -> !text.isEmpty()),
                Optional.of(serial).filter(text -> !text.isEmpty()),
                Optional.of(path).filter(text -> !text.isEmpty()),
                Optional.empty(),
                Optional.ofNullable(size),
                count);
    }

    private static String among(DiskRule rule, List<Disk> disks) {
        DiskRule.Choice choice = rule.among(disks);
        return choice.refusal().isEmpty()
                ? String.join(" ", choice.disks().stream().map(Disk::name).toList())
                : choice.refusal();
    }

    @Test
    void boundsLeaveOutWhatIsSmallerOrLarger() {
        DiskRule between = new DiskRule(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OptionalLong.of(100 * GB),
                OptionalLong.of(2000 * GB),
                Optional.empty(),
                2);
        assertEquals("nvme0n1 nvme1n1", among(between, ALL));
    }

    @Test
    void whatMatchesIsChosen() {
        assertEquals("nvme1n1", among(rule("", "A2", "", null, 1), ALL));
        assertEquals("nvme0n1", among(rule("", "", "/dev/nvme0n1", null, 1), ALL));
        assertEquals("nvme0n1 nvme1n1", among(rule("MICRON*", "", "", null, 2), ALL));
        assertEquals("nvme0n1 nvme1n1", among(rule("", "", "", Size.SMALLEST, 2), ALL));
        assertEquals("nvme1n1", among(rule("MICRON ????", "*2", "", Size.LARGEST, 1), ALL));
    }

    @Test
    void whatIsAmbiguousIsRefused() {
        String both = "nvme0n1 (1.92 TB, MICRON 7450), nvme1n1 (1.92 TB, MICRON 7450)";
        assertEquals(
                "its inventory's rule wants one disk, and these match: " + both,
                among(rule("MICRON*", "", "", null, 1), ALL));
        assertEquals(
                "several disks are of the same size, and the rule tells them apart by nothing else: " + both,
                among(rule("", "A*", "", Size.SMALLEST, 1), ALL));
        assertEquals(
                "its inventory's rule wants one disk, and 0 match: no disk",
                among(rule("", "", "", Size.SMALLEST, 1), List.of()));
        assertEquals(
                "its inventory's rule wants 3 disks, and 2 match: " + both,
                among(rule("MICRON*", "", "", null, 3), List.of(OS1, OS2)));
    }

    @Test
    void aRaidIsNeverTouchedAndNothingTakesItsPlace() {
        assertEquals(
                "it belongs to a RAID: nvme2n1 (3.84 TB, SAMSUNG MZWLR3T8)", among(rule("", "D1", "", null, 1), ALL));
        Disk mirrored = disk("nvme4n1", 960, "MICRON 7450", "A3", "raid");
        assertEquals(
                "it belongs to a RAID: nvme4n1 (960 GB, MICRON 7450)",
                among(rule("", "", "", Size.SMALLEST, 1), List.of(OS1, mirrored)));
        Disk pool = disk("nvme5n1", 100, "X", "Z", "zfs", "lvm");
        assertEquals("it belongs to a RAID: nvme5n1 (100 GB, X)", among(rule("", "Z", "", null, 1), List.of(pool)));
    }

    @Test
    void aPatternIsNoRegularExpression() {
        assertEquals("nvme9n1", among(rule("A.B+", "", "", null, 1), List.of(disk("nvme9n1", 1, "A.B+", ""))));
        assertEquals(
                "its inventory's rule wants one disk, and 0 match: nvme9n1 (1 GB, AxBB)",
                among(rule("A.B+", "", "", null, 1), List.of(disk("nvme9n1", 1, "AxBB", ""))));
    }
}
