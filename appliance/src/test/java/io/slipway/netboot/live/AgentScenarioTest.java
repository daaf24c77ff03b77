package io.slipway.netboot.live;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.state.HardwareTable;
import io.slipway.netboot.boot.NodeState;
import io.slipway.netboot.boot.NodeState.Happening;
import io.slipway.netboot.disk.DiskRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The agent under nothing but busybox, at a machine that is made of files, with a real server. */
@Tag("scenario")
class AgentScenarioTest {

    private static final byte[] MD = HexFormat.of().parseHex("fc4e2ba9");
    private static final DiskRule SYSTEM = LiveServer.rule("match: {model: 'MICRON*'}");

    @TempDir
    Path folder;

    private FakeMachine machine;
    private LiveServer server;
    private Process agent;

    @BeforeEach
    void start() throws Exception {
        machine = new FakeMachine(folder.resolve("machine"));
        machine.disk("nvme0n1", FakeMachine.SIZE, "MICRON 7450", "S/N 1\"");
        machine.disk("nvme1n1", 2 * FakeMachine.SIZE, "SAMSUNG MZWLR3T8", "S6");
        machine.partition("nvme1n1", "nvme1n1p1", FakeMachine.SIZE);
        server = new LiveServer(folder.resolve("home"), Map.of(), Map.of(LiveServer.CARD, SYSTEM));
    }

    @AfterEach
    void stop() throws Exception {
        if (agent != null) {
            agent.destroyForcibly().waitFor(20, TimeUnit.SECONDS);
        }
        server.close();
    }

    private Path programs() throws Exception {
        Path programs = Files.createDirectories(folder.resolve("bin"));
        String install =
                "cp \"$(command -v busybox)\" %1$s/busybox && %1$s/busybox --install -s %1$s".formatted(programs);
        Process installing = new ProcessBuilder("sh", "-c", install).start();
        assertTrue(installing.waitFor(20, TimeUnit.SECONDS));
        return programs;
    }

    private void boot() throws Exception {
        Path programs = programs();
        Path script = Files.writeString(folder.resolve("agent"), LiveImage.resource("agent"));
        ProcessBuilder builder = new ProcessBuilder(programs.resolve("sh").toString(), script.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH", programs.toString(),
                        "SYS", machine.root + "/sys",
                        "PROC", machine.root + "/proc",
                        "DEV", machine.root + "/dev",
                        "RUN", machine.root + "/run",
                        "URL", server.url(),
                        "CLIENT", FakeMachine.CARD,
                        "REBOOT", "touch " + folder.resolve("rebooted"),
                        "PATIENCE", "1"));
        agent = builder.start();
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("said"), StandardCharsets.ISO_8859_1);
    }

    private Hardware reported() {
        HardwareTable.Row row = server.table.find(FakeMachine.CARD).orElseThrow();
        return ReadReport.of(LiveServer.CARD, row.report());
    }

    private static byte[] filled(int size, char with) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }

    private void untouched(String disk, int size) throws IOException {
        assertArrayEquals(filled(size, 'x'), Files.readAllBytes(machine.device(disk)));
    }

    private void bootsAgain() throws Exception {
        assertTrue(agent.waitFor(30, TimeUnit.SECONDS), said());
        assertTrue(Files.exists(folder.resolve("rebooted")), said());
    }

    @Test
    void aMachineSaysWhatItIsMadeOfAndWaitsUntilItIsToBootFromDisk() throws Exception {
        machine.poke("nvme1n1p1", 4096, MD);
        Files.writeString(
                Files.createDirectories(machine.root.resolve("run/ssh")).resolve("host.pub"),
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA== live\n");
        server.states.happened("dgx01", Happening.RESCUE_WANTED, "a test");
        boot();
        server.await("/live/order");
        assertEquals(
                new Hardware(
                        LiveServer.CARD,
                        new Hardware.Maker(
                                "NVIDIA",
                                "DGX \"H100\" \\",
                                "1660224000001",
                                "11223344-5566-7788-99aa-bbccddeeff00",
                                "1.05.03",
                                "uefi"),
                        new Hardware.Processors("Intel(R) Xeon(R) Platinum 8480C", 2, 4, 8),
                        2_113_409_876L * 1024,
                        List.of(
                                new Hardware.Disk(
                                        "nvme0n1",
                                        FakeMachine.SIZE,
                                        "MICRON 7450",
                                        "S/N 1\"",
                                        "",
                                        false,
                                        false,
                                        Set.of()),
                                new Hardware.Disk(
                                        "nvme1n1",
                                        2L * FakeMachine.SIZE,
                                        "SAMSUNG MZWLR3T8",
                                        "S6",
                                        "",
                                        false,
                                        false,
                                        Set.of("raid"))),
                        List.of(
                                new Hardware.Card(
                                        "enp170s0f0",
                                        FakeMachine.CARD,
                                        "mlx5_core",
                                        "0000:aa:00.0",
                                        "15b3:101d",
                                        200_000,
                                        true),
                                new Hardware.Card(
                                        "enp226s0",
                                        "5c:ff:35:00:00:01",
                                        "ixgbe",
                                        "0000:e2:00.0",
                                        "8086:1563",
                                        0,
                                        false)),
                        List.of(
                                new Hardware.Gpu("0000:1b:00.0", "10de:2330"),
                                new Hardware.Gpu("0000:43:00.0", "10de:2330")),
                        "",
                        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA== live"),
                reported());
        assertTrue(agent.isAlive(), said());
        server.states.happened("dgx01", Happening.DISARMED, "a test");
        bootsAgain();
        assertEquals(
                "boot from disk (live system, UEFI x64)",
                server.timeline.lastAnswer("dgx01").orElseThrow().answer());
    }

    @Test
    void whatIsOrderedIsWipedAndNothingElse() throws Exception {
        server.states.happened("dgx01", Happening.WIPE_WANTED, "a test");
        boot();
        bootsAgain();
        assertArrayEquals(new byte[FakeMachine.SIZE], Files.readAllBytes(machine.device("nvme0n1")));
        untouched("nvme1n1", 2 * FakeMachine.SIZE);
        assertEquals(NodeState.APPROVED, server.states.of("dgx01"));
        assertEquals("its disks were wiped: nvme0n1 overwritten with zeros", server.lastCause());
    }

    /** Superblocks of md 1.2, 1.1, 1.0 and 0.90, and of Intel's firmware; ZFS; DDF, as RAID controllers write it; Ceph, which blkid knows. */
    @ParameterizedTest
    @CsvSource({
        "4096, fc4e2ba9, raid",
        "0, fc4e2ba9, raid",
        "4186112, fc4e2ba9, raid",
        "4128768, fc4e2ba9, raid",
        "4193280, 496e74656c2052616964 2049534d20436667205369672e20, raid",
        "20000, 706f6f6c5f67756964, zfs",
        "4193792, de11de11, raid",
        "0, 626c756573746f726520626c6f636b20646576696365, ceph"
    })
    void whatIsPartOfSomethingLargerIsNotWiped(int at, String bytes, String of) throws Exception {
        machine.poke("nvme0n1", at, HexFormat.of().parseHex(bytes.replace(" ", "")));
        byte[] before = Files.readAllBytes(machine.device("nvme0n1"));
        server.states.happened("dgx01", Happening.WIPE_WANTED, "a test");
        boot();
        bootsAgain();
        assertArrayEquals(before, Files.readAllBytes(machine.device("nvme0n1")));
        assertEquals(NodeState.FAILED, server.states.of("dgx01"));
        assertEquals(
                "none of its disks is wiped: part of something larger (" + of + "): nvme0n1 (4 MB, MICRON 7450)",
                server.lastCause());
    }

    @ParameterizedTest
    @CsvSource({
        "raid, disk nvme0n1 is part of something larger",
        "read-only, disk nvme0n1 is read-only",
        "serial, disk nvme0n1 has another serial number than was reported",
        "size, disk nvme0n1 has another size than was reported",
        "mount, disk nvme0n1 is mounted",
        "holder, disk nvme0n1 is used by dm-0"
    })
    void aDiskThatIsNotWhatItWasIsNotWiped(String change, String why) throws Exception {
        server.states.happened("dgx01", Happening.RESCUE_WANTED, "a test");
        boot();
        server.await("/live/order");
        Path block = machine.root.resolve("sys/block/nvme0n1");
        switch (change) {
            case "raid" -> machine.poke("nvme0n1", 4096, MD);
            case "serial" -> Files.writeString(block.resolve("device/serial"), "S6\n");
            case "read-only" -> Files.writeString(block.resolve("ro"), "1\n");
            case "size" -> Files.writeString(block.resolve("size"), "16\n");
            case "mount" ->
                Files.writeString(
                        machine.root.resolve("proc/mounts"), machine.device("nvme0n1") + "p1 /mnt ext4 rw 0 0\n");
            default -> Files.createDirectories(block.resolve("holders/dm-0"));
        }
        byte[] before = Files.readAllBytes(machine.device("nvme0n1"));
        server.states.happened("dgx01", Happening.WIPE_WANTED, "a test");
        bootsAgain();
        assertArrayEquals(before, Files.readAllBytes(machine.device("nvme0n1")));
        assertEquals(NodeState.FAILED, server.states.of("dgx01"));
        assertEquals("its disks were not wiped: " + why, server.lastCause());
    }

    /** What the system in memory does before its SSH server starts; it says by which key it is known. */
    private String hostKey(String token) throws Exception {
        Path programs = programs();
        Files.copy(Path.of("/usr/bin/ssh-keygen"), programs.resolve("ssh-keygen"), StandardCopyOption.REPLACE_EXISTING);
        Path script = Files.writeString(folder.resolve("hostkey"), LiveImage.resource("hostkey"));
        ProcessBuilder builder = new ProcessBuilder(programs.resolve("sh").toString(), script.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("said").toFile());
        builder.environment().clear();
        builder.environment()
                .putAll(Map.of(
                        "PATH",
                        programs.toString(),
                        "RUN",
                        machine.root + "/run",
                        "URL",
                        server.url(),
                        "CLIENT",
                        FakeMachine.CARD,
                        "TOKEN",
                        token,
                        "PAUSE",
                        "0"));
        agent = builder.start();
        assertTrue(agent.waitFor(30, TimeUnit.SECONDS), said());
        assertEquals(0, agent.exitValue(), said());
        Path key = machine.root.resolve("run/ssh/host");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        assertFalse(Files.exists(key.resolveSibling("token")));
        return Files.readString(machine.root.resolve("run/ssh/host.pub")).replaceAll("^(\\S+ \\S+).*\n", "$1");
    }

    @Test
    void aNodeIsKnownByTheKeyOfTheAppliancesAndByOneOfItsOwnWhenThatIsRefused() throws Exception {
        server.states.happened("dgx01", Happening.RESCUE_WANTED, "a test");
        String token = server.keys.token("dgx01", "127.0.0.1");
        String given = hostKey(token);
        assertEquals("dgx01,10.0.0.1 " + given + "\n", Files.readString(folder.resolve("home/known_hosts")));
        String second = hostKey(token);
        assertTrue(said().contains("the appliance gave no host key: "), said());
        assertNotEquals(given, second);
        assertNotEquals(second, hostKey(""));
    }

    /** One machine of files, as the system in memory reports it and as an installer's shell sees it. */
    @Test
    void whatIsInstalledAndWhatIsWipedIsTheSameDisk() throws Exception {
        machine.disk("sda", FakeMachine.SIZE / 2, "INTEL  SSDSC2KB48", "P1");
        machine.disk("sdb", FakeMachine.SIZE / 4, "STICK", "U1");
        Files.writeString(machine.root.resolve("sys/block/sdb/removable"), "1\n");
        Files.writeString(machine.root.resolve("sys/block/sda/queue/rotational"), "1\n");
        machine.poke("nvme1n1", 0, "bluestore block device".getBytes(StandardCharsets.US_ASCII));
        Files.write(
                machine.root.resolve("sys/block/sda/device/vpd_pg80"),
                "\0\0\0\4PAGE".getBytes(StandardCharsets.US_ASCII));
        server.states.happened("dgx01", Happening.RESCUE_WANTED, "a test");
        boot();
        server.await("/live/order");
        List<Hardware.Disk> reported = reported().disks();
        for (String rule : List.of(
                "only -> refused",
                "smallest -> sda",
                "largest -> refused",
                "{ssd: true} -> refused",
                "{ssd: true, size: smallest} -> nvme0n1",
                "{ssd: false} -> sda",
                "{min: 1GB} -> refused",
                "{max: 1GB, model: 'MICRON*'} -> nvme0n1",
                "{model: 'INTEL SSD*'} -> sda",
                "{serial: P1} -> refused",
                "{serial: PAGE} -> sda",
                "{serial: 'S/N*'} -> nvme0n1",
                "{serial: S6} -> refused",
                "{model: STICK} -> refused")) {
            String[] parts = rule.split(" -> ");
            DiskRule read = LiveServer.rule("match: " + parts[0]);
            assertEquals(parts[1], picked(read), "the installer of " + rule);
            List<Hardware.Disk> chosen = ChooseDisks.of(read, reported).disks();
            assertEquals(
                    parts[1], chosen.isEmpty() ? "refused" : chosen.getFirst().name(), "the wiping of " + rule);
        }
    }

    private String picked(DiskRule rule) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", "sh ../pxe/common/pick-disk.sh " + rule.words())
                .redirectError(folder.resolve("why").toFile());
        builder.environment()
                .putAll(Map.of("SLIPWAY_SYS", machine.root + "/sys", "SLIPWAY_DEV", machine.root + "/dev"));
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        return process.waitFor() == 0 ? Path.of(out).getFileName().toString() : "refused";
    }
}
