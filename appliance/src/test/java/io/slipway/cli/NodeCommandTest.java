package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.network.MacAddress;
import io.slipway.common.state.HardwareTable;
import io.slipway.common.state.NodeTimeline;
import io.slipway.common.state.StateDatabase;
import io.slipway.netboot.boot.BootDesk;
import io.slipway.netboot.boot.DecideBoot;
import io.slipway.netboot.boot.Node;
import io.slipway.netboot.boot.NodeStates;
import io.slipway.netboot.boot.Platform;
import io.slipway.netboot.boot.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeCommandTest {

    private static final String STRANGER = "52:54:00:00:00:99";

    @TempDir
    Path folder;

    private Path home;
    private Path inventory;

    @BeforeEach
    void make() throws IOException {
        home = folder.resolve("home");
        Path profile = Files.createDirectories(home.resolve("profiles/live"));
        Files.writeString(profile.resolve("profile.yml"), "kernel: vmlinuz");
        Files.writeString(profile.resolve("vmlinuz"), "");
        inventory = Files.writeString(folder.resolve("pod.yml"), """
                all:
                  children:
                    compute:
                      hosts:
                        dgx01: {ansible_host: 10.10.1.1, slipway: {mac: "52:54:00:00:00:01", boot: {profile: live}}}
                        dgx02: {ansible_host: 10.10.1.2, slipway: {mac: "52:54:00:00:00:02", boot: {profile: live}}}
                  hosts:
                    bare: {ansible_host: 10.10.1.3, slipway: {mac: "52:54:00:00:00:03"}}
                    gone: {ansible_host: 10.10.1.4, slipway: {mac: "52:54:00:00:00:04", boot: {profile: none}}}
                    system: {ansible_host: 10.10.1.5, slipway: {mac: "52:54:00:00:00:05", boot: {disk: {match: smallest}}}}
                    console: {ansible_host: 10.10.1.9}
                """);
    }

    private Slipway.Said node(String verb, String... words) {
        List<String> all = new ArrayList<>(List.of("node", verb, "-i", inventory.toString()));
        all.addAll(Arrays.asList(words));
        return new Slipway(home).run(all.toArray(String[]::new));
    }

    private String done(String verb, String... words) {
        Slipway.Said said = node(verb, words);
        assertEquals(0, said.status(), said.err());
        return said.out();
    }

    private String refused(String verb, String... words) {
        Slipway.Said said = node(verb, words);
        assertEquals(1, said.status(), said.out());
        return said.err();
    }

    private void boots(String client) {
        try (StateDatabase database = StateDatabase.open(home)) {
            NodeStates states = new NodeStates(new NodeTimeline(database), InstantSource.system());
            Node node = new Node("dgx01", Optional.of("live"), Node.Loader.FIRMWARE);
            MacAddress card = MacAddress.parse("52:54:00:00:00:01").orElseThrow();
            new BootDesk(Map.of(card, node), states, new DecideBoot(false, true))
                    .answer(client, Platform.BIOS, Route.IPXE);
        }
    }

    @Test
    void nodesAreListedAndThenMachinesThatNobodyDescribed() {
        boots(STRANGER);
        done("install", "compute");
        assertEquals("""
                dgx01                armed       52:54:00:00:00:01  10.10.1.1        live
                dgx02                armed       52:54:00:00:00:02  10.10.1.2        live
                bare                 approved    52:54:00:00:00:03  10.10.1.3        -
                gone                 approved    52:54:00:00:00:04  10.10.1.4        none
                system               approved    52:54:00:00:00:05  10.10.1.5        -
                -                    discovered  52:54:00:00:00:99  -                -
                """, done("list"));
    }

    @Test
    void theTimelineIsShownWithTheReasonOfTheLastAnswer() {
        done("arm", "dgx01");
        boots("52:54:00:00:00:01");
        done("disarm", "52:54:00:00:00:01");
        List<String> lines = done("show", "dgx01")
                .lines()
                .map(line -> line.replaceAll("\\d{4}-\\S+Z", "TIME").replaceAll("\\S+ said so", "SOMEBODY said so"))
                .toList();
        assertEquals(
                List.of(
                        "dgx01 is approved",
                        "  card         52:54:00:00:00:01",
                        "  address      10.10.1.1",
                        "  profile      live",
                        "  last answer  TIME  install live (iPXE, BIOS): it is armed",
                        "  TIME  armed       SOMEBODY said so: slipway node install",
                        "  TIME  approved    SOMEBODY said so: slipway node disarm"),
                lines);
    }

    @Test
    void aMachineThatWasSeenIsApproved() {
        boots(STRANGER);
        assertEquals(STRANGER + " is approved\n", done("approve", STRANGER));
        assertTrue(done("show", STRANGER).contains("it asked what to boot (iPXE, BIOS)"));
        assertTrue(refused("install", STRANGER).contains("nobody described '" + STRANGER + "'"));
        assertTrue(refused("show", "52:54:00:00:00:77").contains("no machine '52:54:00:00:00:77' was seen"));
    }

    @Test
    void anInstallationThatReportsNothingIsMarkedByHand() {
        done("install", "dgx01");
        assertTrue(refused("mark", "installed", "dgx01").contains("node dgx01 is armed"));
        done("disarm", "dgx01");
        done("rescue", "dgx01");
        assertEquals("dgx01 is ready\n", done("mark", "ready", "dgx01"));
        assertTrue(node("mark", "done", "dgx01").err().contains("'done' is not one of failed, installed,"));
    }

    @Test
    void whatCannotBeInstalledIsToldAtOnceAndNothingIsArmed() {
        String said = refused("install", "bare", "dgx01");
        assertTrue(said.contains("nothing says what is installed on 'bare'"), said);
        assertTrue(refused("install", "gone").contains("there is no profile 'none'"));
        assertTrue(refused("install", "console").contains("'console' is not a machine that boots from here"));
        assertTrue(refused("install", "dgx0").contains("the inventory has no host 'dgx0'"));
        assertTrue(done("list").contains("dgx01                approved"));
    }

    @Test
    void whatAMachineReportedIsShown() {
        boots(STRANGER);
        try (StateDatabase database = StateDatabase.open(home)) {
            new HardwareTable(database).put(new HardwareTable.Row(STRANGER, Instant.EPOCH, """
                    {"system": {"vendor": "NVIDIA", "product": "DGX H100", "serial": "S1", "uuid": "U1", "bios": "1.0", "firmware": "uefi"},
                     "cpu": {"model": "Xeon", "sockets": 2, "cores": 112, "threads": 224}, "memory": 2199023255552,
                     "disks": [{"name": "nvme0n1", "size": 1920383410176, "model": "MICRON", "serial": "A1", "holds": ["raid"]}],
                     "nics": [{"name": "eth0", "mac": "52:54:00:00:00:99", "driver": "mlx5_core", "pci": "0000:aa:00.0", "id": "15b3:101d",
                               "speed": 200000, "link": true}],
                     "gpus": [{"pci": "0000:1b:00.0", "id": "10de:2330"}], "bmc": "10.10.3.1", "host_key": ""}
                    """));
        }
        assertTrue(
                done("list")
                        .endsWith(
                                "-               NVIDIA DGX H100: 224 CPUs, 2.0 TiB, 1 disk, 1 network card, 1 GPU\n"),
                done("list"));
        String shown = done("show", STRANGER);
        assertTrue(shown.contains("""
                  reported     1970-01-01T00:00:00Z
                  machine      NVIDIA DGX H100, serial S1, UUID U1, uefi 1.0
                  processors   Xeon: 2 sockets, 112 cores, 224 threads
                  memory       2.0 TiB
                  disk         nvme0n1: 1.92 TB, MICRON, serial A1, holds raid
                  network card eth0: 52:54:00:00:00:99, mlx5_core, PCI 0000:aa:00.0 15b3:101d, link of 200000 Mbit/s
                  GPU          PCI 0000:1b:00.0 10de:2330
                  BMC          10.10.3.1
                """), shown);
    }

    @Test
    void onlyDisksThatTheInventoryNamesAreWiped() {
        String said = refused("wipe", "dgx01", "system", STRANGER);
        assertTrue(said.contains("nothing says which disks of 'dgx01' may be wiped"), said);
        assertTrue(said.contains("nobody described '" + STRANGER + "'"), said);
        assertTrue(done("show", "system").startsWith("system is approved\n"));
        assertEquals("system is wiping\n", done("wipe", "system"));
        assertEquals("system is approved\n", done("disarm", "system"));
    }

    @Test
    void whatCanBeDoneIsDone() {
        done("install", "dgx01");
        Slipway.Said said = node("disarm", "dgx01,dgx02");
        assertEquals(1, said.status());
        assertEquals("dgx01 is approved\n", said.out());
        assertTrue(said.err().contains("node dgx02 is approved: it cannot be 'disarmed' now"), said.err());
    }
}
