package io.slipway.netboot.install;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import io.slipway.common.yaml.YamlReader;
import io.slipway.netboot.disk.DiskRule;
import io.slipway.netboot.disk.ReadDiskRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code pxe/common/pick-disk.sh}, in a shell that knows no more than POSIX, on trees like the kernel's and with a {@code blkid} of the test's. */
class PickDiskTest {

    private static final Path SCRIPT = Path.of("../pxe/common/pick-disk.sh").toAbsolutePath();
    private static final long GB = 1_000_000_000;

    @TempDir
    Path folder;

    @BeforeEach
    void make() throws IOException {
        Files.createDirectories(folder.resolve("sys/block"));
        Files.createDirectories(folder.resolve("dev/by-path"));
        Files.createDirectories(folder.resolve("bin"));
        Files.createDirectories(folder.resolve("types"));
        Files.writeString(folder.resolve("mounts"), "proc /proc proc rw 0 0\n");
        Path blkid = Files.writeString(
                folder.resolve("bin/blkid"),
                "#!/bin/sh\nfor last in \"$@\"; do :; done\ncat '" + folder
                        + "/types/'\"${last##*/}\" 2> /dev/null || exit 2\n");
        assertTrue(blkid.toFile().setExecutable(true));
    }

    private Path disk(String name, long bytes, String model, String... partitions) throws IOException {
        Path disk = Files.createDirectories(folder.resolve("sys/block").resolve(name));
        Files.createDirectories(disk.resolve("device"));
        Files.createDirectories(disk.resolve("holders"));
        Files.writeString(disk.resolve("size"), bytes / 512 + "\n");
        Files.writeString(disk.resolve("removable"), "0\n");
        Files.writeString(disk.resolve("ro"), "0\n");
        Files.writeString(disk.resolve("device/model"), model + "   \n");
        Files.writeString(disk.resolve("device/serial"), "S-" + name + "\n");
        for (String partition : partitions) {
            Files.createDirectories(disk.resolve(partition).resolve("holders"));
        }
        Files.writeString(folder.resolve("dev").resolve(name), "");
        return disk;
    }

    private record Ended(int status, String out, String err) {}

    private Ended pick(String match) throws Exception {
        List<Problem> problems = new ArrayList<>();
        String words = ReadDiskRule.of(YamlReader.read("pod.yml", "match: " + match), "dgx01", problems)
                .orElseThrow()
                .words();
        assertEquals(List.of(), problems);
        Path err = folder.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder("busybox", "sh", "-c", "sh '" + SCRIPT + "' " + words).redirectError(err.toFile());
        builder.environment()
                .putAll(Map.of(
                        "SLIPWAY_SYS", folder.resolve("sys").toString(),
                        "SLIPWAY_DEV", folder.resolve("dev").toString(),
                        "SLIPWAY_MOUNTS", folder.resolve("mounts").toString(),
                        "PATH", folder.resolve("bin") + ":/usr/bin:/bin"));
        if (!Files.isExecutable(Path.of("/usr/bin/busybox"))) {
            builder.command(builder.command().subList(1, builder.command().size()));
        }
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(20, TimeUnit.SECONDS));
        return new Ended(process.exitValue(), out.replace(folder + "/dev/", ""), Files.readString(err));
    }

    private void picks(String name, String match) throws Exception {
        assertEquals(new Ended(0, name + "\n", ""), pick(match));
    }

    private String refuses(String match) throws Exception {
        Ended ended = pick(match);
        assertEquals(1, ended.status, ended.out);
        assertEquals("", ended.out, "a device was named all the same");
        return ended.err;
    }

    @Test
    void theOnlyOne() throws Exception {
        disk("vda", 20 * GB, "");
        disk("loop0", GB, "");
        disk("sr0", GB, "");
        disk("sdz", 0, "Card reader");
        picks("vda", "only");
    }

    @Test
    void theSmallestAndTheLargest() throws Exception {
        disk("nvme0n1", 3840 * GB, "SAMSUNG MZQL23T8");
        disk("nvme1n1", 960 * GB, "Micron 7450");
        disk("sda", 480 * GB, "INTEL SSDSC2KB48");
        picks("sda", "smallest");
        picks("nvme0n1", "largest");
        picks("nvme1n1", "{model: 'Micron*'}");
        picks("nvme1n1", "{size: smallest, min: 900GB}");
        picks("sda", "{max: 500GB}");
        picks("nvme0n1", "{serial: 'S-nvme0?1'}");
    }

    @Test
    void withOrWithoutMovingParts() throws Exception {
        for (String name : List.of("sda", "sdb")) {
            Path queue = Files.createDirectories(disk(name, 480 * GB, "X").resolve("queue"));
            Files.writeString(queue.resolve("rotational"), name.equals("sda") ? "1\n" : "0\n");
        }
        picks("sdb", "{ssd: true}");
        picks("sda", "{ssd: false}");
    }

    @Test
    void byItsPath() throws Exception {
        disk("nvme0n1", 960 * GB, "Micron");
        disk("nvme1n1", 960 * GB, "Micron");
        Files.createSymbolicLink(Path.of(folder + "/dev/by-path/pci-1"), Path.of("../nvme1n1"));
        List<Problem> none = new ArrayList<>();
        DiskRule rule = ReadDiskRule.of(YamlReader.read("p", "match: {path: /dev/disk/by-path/pci-1}"), "dgx01", none)
                .orElseThrow();
        assertEquals("only 'path=/dev/disk/by-path/pci-1'", rule.words());
        Process process = new ProcessBuilder(
                        "env",
                        "SLIPWAY_SYS=" + folder + "/sys",
                        "SLIPWAY_DEV=" + folder + "/dev",
                        "PATH=" + folder + "/bin:/usr/bin:/bin",
                        "sh",
                        SCRIPT.toString(),
                        "only",
                        "path=" + folder + "/dev/by-path/pci-1")
                .start();
        assertEquals(
                folder + "/dev/nvme1n1\n", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    }

    /** As a DGX has them: two for the system, and data behind a RAID. */
    @Test
    void twoOfASizeAreRefusedAndBothNamed() throws Exception {
        disk("nvme0n1", 1920 * GB, "M2");
        disk("nvme1n1", 1920 * GB, "M2");
        String said = refuses("smallest");
        assertTrue(said.contains("nvme0n1") && said.contains("nvme1n1") && said.contains("say more of it"), said);
        assertTrue(refuses("only").contains("several disks"));
        picks("nvme1n1", "{serial: S-nvme1n1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"linux_raid_member", "isw_raid_member", "ddf_raid_member", "zfs_member", "ceph_bluestore"})
    void aMemberOfSomethingLargerIsNeverTakenAndNothingTakesItsPlace(String type) throws Exception {
        disk("sda", 100 * GB, "A");
        disk("sdb", 200 * GB, "B", "sdb1");
        Files.writeString(folder.resolve("types/sdb1"), type + "\n");
        picks("sda", "smallest");
        String said = refuses("largest");
        assertTrue(said.contains("sdb is what 'boot: disk' in the inventory asks for, but "), said);
        assertTrue(said.contains("sdb1 is part of something larger (" + type + "); there are:"), said);
        assertTrue(refuses("{model: B}").contains("sdb1 is part of something larger"));
    }

    @Test
    void aRunningRaidIsNeverTaken() throws Exception {
        Path disk = disk("nvme0n1", 100 * GB, "A", "nvme0n1p1");
        Files.createDirectories(disk.resolve("nvme0n1p1/holders/md127"));
        assertTrue(refuses("only").contains("it belongs to the RAID md127"));
        assertTrue(refuses("{serial: S-nvme0n1}").contains("it belongs to the RAID md127"));
    }

    @Test
    void whatIsMountedRemovableOrReadOnlyIsNeverTaken() throws Exception {
        disk("sda", 100 * GB, "A", "sda1");
        Files.writeString(folder.resolve("mounts"), folder + "/dev/sda1 /cdrom iso9660 ro 0 0\n");
        assertTrue(refuses("only").contains("sda1 is mounted"));
        Path locked = disk("sdc", 32 * GB, "C");
        Files.writeString(locked.resolve("ro"), "1\n");
        assertTrue(refuses("smallest")
                .contains("sdc is what 'boot: disk' in the inventory asks for, but it is read-only"));
        Files.writeString(locked.resolve("removable"), "1\n");
        assertTrue(refuses("smallest").contains("sda1 is mounted"), "removable disks are passed over");
        assertTrue(refuses("{model: C}").contains("it is removable"));
    }

    /** A page of what the disk says of itself: four bytes, and its serial number between blanks. */
    @Test
    void aDiskOfScsiOrSataHasASerialNumberToo() throws Exception {
        for (String name : List.of("sda", "sdb")) {
            Path device = disk(name, 480 * GB, "INTEL SSDSC2KB48").resolve("device");
            Files.delete(device.resolve("serial"));
            Files.write(device.resolve("vpd_pg80"), ("\0\u0080\0\u0014  PHYF1234" + name + "  ").getBytes(ISO_8859_1));
        }
        picks("sdb", "{serial: 'PHYF????sdb'}");
    }

    @Test
    void withoutAFittingDiskAllAreNamed() throws Exception {
        disk("vda", 20 * GB, "QEMU HARDDISK");
        String said = refuses("{min: 1TB}");
        assertTrue(said.contains("no disk is as 'boot: disk' in the inventory asks for"), said);
        assertTrue(said.contains("vda: 20000000000 bytes, model 'QEMU HARDDISK', serial 'S-vda'"), said);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "biggest",
                "{min: many}",
                "{min: 1}",
                "{path: sda}",
                "{path: \"/dev/sda' ; reboot '\"}",
                "{model: \"x'$(reboot)\"}",
                "{size: any}"
            })
    void aMatchThatMakesNoSenseIsToldWithItsPlace(String match) {
        List<Problem> problems = new ArrayList<>();
        ReadDiskRule.of(YamlReader.read("pod.yml", "match: " + match), "dgx01", problems);
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.getFirst().toString().startsWith("pod.yml:1:"), problems::toString);
    }
}
