package io.slipway.automation.module.disks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tools that change disks are stand-ins, which write down how they were called. */
class DiskModulesTest {

    @TempDir
    Path temp;

    private final FilesystemModule filesystem = new FilesystemModule();
    private final VolumeGroupModule group = new VolumeGroupModule();
    private LocalNode node;
    private Calls calls;
    private Path disk;

    @BeforeEach
    void anEmptyDisk() throws IOException {
        disk = Files.write(temp.resolve("a 'disk'"), new byte[8192]);
        for (String tool : List.of(
                "mkfs.ext4",
                "mkfs.xfs",
                "mkswap",
                "wipefs",
                "resize2fs",
                "xfs_growfs",
                "pvcreate",
                "vgcreate",
                "vgextend",
                "vgreduce",
                "vgremove",
                "pvresize")) {
            tool(tool, "{ printf '%s' " + tool + "; printf ' [%s]' \"$@\"; echo; } >>'" + temp + "/log'");
        }
        tool("vgs", "");
        tool("pvs", "");
        holds("");
        node = new LocalNode().commands(temp.resolve("bin"));
        calls = new Calls(node, new FakeController(temp));
    }

    private void tool(String name, String body) {
        LocalNode.fakeCommand(temp.resolve("bin"), name, body + "\n");
    }

    private void holds(String type) {
        tool("blkid", "echo " + type);
    }

    private List<String> log() throws IOException {
        Path log = temp.resolve("log");
        return Files.exists(log) ? Files.readAllLines(log) : List.of();
    }

    @Test
    void aFileSystemIsMadeOnce() throws IOException {
        Object[] xfs = {"dev", disk.toString(), "fstype", "xfs", "opts", "-L  data"};
        assertTrue(calls.check(filesystem, xfs).changed());
        assertEquals(List.of(), log());
        assertTrue(calls.run(filesystem, xfs).changed());
        assertEquals(List.of("mkfs.xfs [-f] [-L] [data] [" + disk + "]"), log());
        holds("xfs");
        node.forget();
        assertFalse(calls.run(filesystem, xfs).changed());
        assertEquals(1, node.exchanges());
    }

    @Test
    void anotherFileSystemIsOnlyOverwrittenByForce() throws IOException {
        holds("LVM2_member");
        assertFalse(
                calls.run(filesystem, "dev", disk.toString(), "fstype", "lvm").changed());
        assertEquals(
                "'" + disk + "' is already used as LVM2_member, use force=true to overwrite",
                calls.failure(filesystem, "dev", disk.toString(), "fstype", "swap"));
        calls.run(filesystem, "dev", disk.toString(), "fstype", "swap", "force", true);
        calls.run(filesystem, "dev", disk.toString(), "state", "absent");
        assertEquals(List.of("mkswap [-f] [" + disk + "]", "wipefs [--all] [--] [" + disk + "]"), log());
    }

    @Test
    void itGrowsWithItsDevice() throws IOException {
        holds("ext4");
        tool("tune2fs", "printf 'Block count:              1\\nBlock size:               4096\\n'");
        Object[] ext4 = {"dev", disk.toString(), "fstype", "ext4", "resizefs", true};
        assertEquals(
                "resizing filesystem Ext4 on device " + disk,
                calls.check(filesystem, ext4).values().get("msg"));
        assertTrue(calls.run(filesystem, ext4).changed());
        assertEquals(List.of("resize2fs [" + disk + "]"), log());
        tool("tune2fs", "printf 'Block count:              2\\nBlock size:               4096\\n'");
        assertEquals(
                "Ext4 filesystem is using the whole device " + disk,
                calls.run(filesystem, ext4).values().get("msg"));
        holds("xfs");
        tool("xfs_info", "echo 'data     =                       bsize=4096   blocks=1, imaxpct=25'");
        assertEquals(
                disk + " needs to be mounted for XFS operations",
                calls.failure(filesystem, "dev", disk.toString(), "fstype", "xfs", "resizefs", true));
    }

    @Test
    void whatIsMissingIsNamed() {
        String absent = temp.resolve("absent").toString();
        assertEquals("Device " + absent + " not found.", calls.failure(filesystem, "dev", absent, "fstype", "ext4"));
        assertFalse(calls.run(filesystem, "dev", absent, "state", "absent").changed());
        assertTrue(calls.failure(filesystem, "dev", disk.toString(), "fstype", "reiserfs")
                .contains("reiserfsprogs"));
        assertEquals("No physical volumes given.", calls.failure(group, "vg", "data"));
        assertEquals("Device " + absent + " not found.", calls.failure(group, "vg", "data", "pvs", absent));
        assertEquals("'-f' cannot be the name of a volume group", calls.failure(group, "vg", "-f", "pvs", absent));
    }

    @Test
    void whatAToolRefusesIsToldAsAnsibleTellsIt() {
        tool("vgcreate", "echo '  no' >&2; exit 5");
        assertEquals(
                Map.of("rc", 5, "err", "  no\n"),
                calls.failedValues(group, "vg", "data", "pvs", List.of(disk.toString())));
    }

    @Test
    void aGroupIsMadeOfDevices() throws IOException {
        calls.run(group, "vg", "data", "pvs", List.of(disk.toString()), "pesize", "16", "vg_options", "--alloc any");
        assertEquals(
                List.of("pvcreate [-f] [" + disk + "]", "vgcreate [--alloc] [any] [-s] [16] [data] [" + disk + "]"),
                log());
    }

    @Test
    void aGroupFollowsItsDevices() throws IOException {
        Path old = Files.write(temp.resolve("old"), new byte[1]);
        tool("vgs", "echo '  data;0;4194304'");
        tool("pvs", "echo '  " + old + ";data;100000000;50000000;1048576'; echo '  /dev/other;rest;1;1;1'");
        assertFalse(
                calls.run(group, "vg", "data", "pvs", List.of(old.toString())).changed());
        assertEquals(1, node.exchanges());
        calls.run(group, "vg", "data", "pvs", List.of(disk.toString()), "pvresize", true);
        calls.run(group, "vg", "data", "state", "absent");
        assertEquals(
                List.of(
                        "pvresize [" + old + "]",
                        "pvcreate [-f] [" + disk + "]",
                        "vgextend [data] [" + disk + "]",
                        "vgreduce [--force] [data] [" + old + "]",
                        "vgremove [--force] [data]"),
                log());
        assertEquals(
                "Device " + old + " is already in data volume group.",
                calls.failure(group, "vg", "more", "pvs", List.of(old.toString())));
        tool("vgs", "echo '  data;2;4194304'");
        assertEquals(
                "Refuse to remove non-empty volume group data without force=true",
                calls.failure(group, "vg", "data", "state", "absent"));
    }

    @Test
    void sizesAreReadFromWhatToolsSay() {
        Map.of(
                        "btrfs", "    Device size:\t\t  1073741824\n",
                        "vfat", "FAT: fat32\nSize: 1073741824\nMin size: 5\n",
                        "f2fs", "Info: sector size = 512\nInfo: total FS sectors = 2097152 (1024 MB)\n",
                        "lvm", "  1073741824\n")
                .forEach((kind, said) -> assertEquals(
                        1L << 30, FilesystemKind.named(kind).size(said).orElse(0L), kind));
    }
}
