package io.slipway.netboot.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlReader;
import io.slipway.netboot.disk.DiskRule;
import io.slipway.netboot.disk.ReadDiskRule;
import io.slipway.netboot.live.Hardware.Disk;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The disks of a DGX H100: two for the system, eight for data. */
class ChooseDisksTest {

    private static final long GB = 1_000_000_000L;
    private static final Disk OS1 = disk("nvme0n1", 1920, "MICRON 7450", "A1");
    private static final Disk OS2 = disk("nvme1n1", 1920, "MICRON 7450", "A2");
    private static final Disk DATA1 = disk("nvme2n1", 3840, "SAMSUNG MZWLR3T8", "D1", "raid");
    private static final Disk DATA2 = disk("nvme3n1", 3840, "SAMSUNG MZWLR3T8", "D2", "raid");
    private static final Disk CLEAN = disk("nvme2n1", 3840, "SAMSUNG MZWLR3T8", "D1");
    private static final Disk STICK = new Disk("sda", 32 * GB, "USB", "U", "", false, true, Set.of());
    private static final List<Disk> ALL = List.of(OS1, OS2, DATA1, DATA2, STICK);

    private static Disk disk(String name, long gigabytes, String model, String serial, String... holds) {
        return new Disk(name, gigabytes * GB, model, serial, "", false, false, Set.of(holds));
    }

    private static String among(String written, List<Disk> disks) {
        List<Problem> problems = new ArrayList<>();
        DiskRule rule = ReadDiskRule.of(YamlReader.read("pod.yml", written), "dgx01", problems)
                .orElseThrow();
        assertEquals(List.of(), problems);
        ChooseDisks.Choice choice = ChooseDisks.of(rule, disks);
        return choice.refusal().isEmpty()
                ? String.join(" ", choice.disks().stream().map(Disk::name).toList())
                : choice.refusal();
    }

    @Test
    void whatMatchesIsChosen() {
        assertEquals("nvme1n1", among("match: {serial: A2}", ALL));
        assertEquals("nvme0n1", among("match: {path: /dev/nvme0n1}", ALL));
        assertEquals("nvme0n1 nvme1n1", among("{match: {model: 'MICRON*'}, count: 2}", ALL));
        assertEquals("nvme0n1 nvme1n1", among("{match: smallest, count: 2}", ALL));
        assertEquals("nvme1n1", among("match: {model: 'MICRON ????', serial: '*2', size: largest}", ALL));
    }

    @Test
    void whatIsAmbiguousIsRefused() {
        String both = "nvme0n1 (1.92 TB, MICRON 7450), nvme1n1 (1.92 TB, MICRON 7450)";
        assertEquals(
                "its inventory's rule wants one disk, and these match: " + both,
                among("match: {model: 'MICRON*'}", ALL));
        assertEquals(
                "several disks are of the same size, and the rule tells them apart by nothing else: " + both,
                among("match: {serial: 'A*', size: smallest}", ALL));
        assertEquals("its inventory's rule wants one disk, and 0 match: no disk", among("match: smallest", List.of()));
        assertEquals(
                "its inventory's rule wants 3 disks, and 2 match: " + both,
                among("{match: {model: 'MICRON*'}, count: 3}", List.of(OS1, OS2)));
    }

    @Test
    void aRaidIsNeverTouchedAndNothingTakesItsPlace() {
        assertEquals(
                "part of something larger (raid): nvme2n1 (3.84 TB, SAMSUNG MZWLR3T8)",
                among("match: {serial: D1}", ALL));
        Disk mirrored = disk("nvme4n1", 960, "MICRON 7450", "A3", "raid");
        assertEquals(
                "part of something larger (raid): nvme4n1 (960 GB, MICRON 7450)",
                among("match: smallest", List.of(OS1, mirrored)));
        Disk pool = disk("nvme5n1", 100, "X", "Z", "zfs", "lvm");
        assertEquals(
                "part of something larger (lvm, zfs): nvme5n1 (100 GB, X)", among("match: {serial: Z}", List.of(pool)));
    }

    @Test
    void aPatternIsNoRegularExpression() {
        assertEquals("nvme9n1", among("match: {model: 'A.B+'}", List.of(disk("nvme9n1", 1, "A.B+", ""))));
        assertEquals(
                "its inventory's rule wants one disk, and 0 match: nvme9n1 (1 GB, AxBB)",
                among("match: {model: 'A.B+'}", List.of(disk("nvme9n1", 1, "AxBB", ""))));
    }

    @Test
    void aSizeMayBeBoundedAndCephIsNeverTouched() {
        assertEquals("nvme2n1", among("match: {size: smallest, min: 3TB}", List.of(OS1, CLEAN)));
        assertEquals("nvme0n1", among("match: {max: 2TB}", List.of(OS1, CLEAN)));
        assertEquals("nvme0n1 nvme1n1", among("{match: {min: 100GB, max: 2TB}, count: 2}", ALL));
        assertEquals(
                "its inventory's rule wants one disk, and these match: nvme0n1 (1.92 TB, MICRON 7450), nvme2n1 (3.84 TB, SAMSUNG MZWLR3T8)",
                among("match: only", List.of(OS1, CLEAN)));
        assertEquals(
                "part of something larger (ceph): sdc (1 GB, X)",
                among("match: only", List.of(disk("sdc", 1, "X", "", "ceph"))));
    }

    @Test
    void aLinkOfUdevsIsNoDiskThatItKnows() {
        String said = among("match: {path: /dev/disk/by-path/pci-1}", List.of(OS1));
        assertTrue(said.contains("names /dev/disk/by-path/pci-1, which only an installed system knows"), said);
    }
}
