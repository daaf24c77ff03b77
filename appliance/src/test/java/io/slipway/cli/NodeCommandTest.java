package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.network.MacAddress;
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
    void whatCanBeDoneIsDone() {
        done("install", "dgx01");
        Slipway.Said said = node("disarm", "dgx01,dgx02");
        assertEquals(1, said.status());
        assertEquals("dgx01 is approved\n", said.out());
        assertTrue(said.err().contains("node dgx02 is approved: it cannot be 'disarmed' now"), said.err());
    }
}
