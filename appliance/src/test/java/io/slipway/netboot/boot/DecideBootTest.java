package io.slipway.netboot.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.slipway.netboot.boot.Decision.Install;
import io.slipway.netboot.boot.Decision.Live;
import io.slipway.netboot.boot.Decision.Load;
import io.slipway.netboot.boot.Decision.LocalDisk;
import io.slipway.netboot.boot.Decision.Purpose;
import io.slipway.netboot.boot.Decision.Silence;
import io.slipway.netboot.boot.Decision.Wait;
import io.slipway.netboot.boot.Platform.Architecture;
import io.slipway.netboot.boot.Platform.Firmware;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DecideBootTest {

    private static final DecideBoot CALM = new DecideBoot(false, true);
    private static final Optional<Node> DGX =
            Optional.of(new Node("dgx01", Optional.of("dgxos-7"), Node.Loader.FIRMWARE));

    private static Decision.Answer script(NodeState state) {
        return CALM.decide(DGX, state, Platform.UEFI_X64, Route.IPXE).answer();
    }

    @ParameterizedTest
    @EnumSource(NodeState.class)
    void onlyWhatIsArmedIsInstalled(NodeState state) {
        Decision.Answer answer = script(state);
        switch (state) {
            case ARMED, BOOTING -> assertEquals(new Install("dgxos-7"), answer);
            case RESCUE -> assertEquals(new Live(Purpose.RESCUE), answer);
            case WIPING -> assertEquals(new Live(Purpose.WIPING), answer);
            default -> assertInstanceOf(LocalDisk.class, answer);
        }
        assertEquals(
                answer,
                CALM.decide(DGX, state, Platform.UEFI_X64, Route.GRUB).answer(),
                "every loader is told the same");
    }

    @ParameterizedTest
    @CsvSource({
        "BIOS, X86, undionly.kpxe, undionly.kpxe",
        "UEFI, X64, snponly.efi, ipxe.efi",
        "UEFI, ARM64, arm64/snponly.efi, arm64/ipxe.efi",
    })
    void firmwareGetsItsLoaderInEveryState(Firmware firmware, Architecture architecture, String usual, String own) {
        Platform platform = new Platform(firmware, architecture);
        Optional<Node> broken = Optional.of(new Node("old", Optional.empty(), Node.Loader.IPXE));
        for (NodeState state : NodeState.values()) {
            for (Route route : List.of(Route.PXE, Route.HTTP)) {
                assertEquals(
                        new Load(usual),
                        CALM.decide(DGX, state, platform, route).answer());
                assertEquals(
                        new Load(own),
                        CALM.decide(broken, state, platform, route).answer());
            }
        }
    }

    @Test
    void firmwareWithoutALoaderHearsNothing() {
        Platform platform = new Platform(Firmware.UEFI, Architecture.ARM32);
        assertInstanceOf(
                Silence.class,
                CALM.decide(DGX, NodeState.ARMED, platform, Route.PXE).answer());
    }

    @Test
    void aMachineThatNobodyKnowsIsLeftAloneUnlessEnrolmentIsOpen() {
        DecideBoot open = new DecideBoot(true, true);
        for (Route route : Route.values()) {
            boolean firmware = route == Route.PXE || route == Route.HTTP;
            assertEquals(
                    firmware ? new Silence() : new LocalDisk(),
                    CALM.decide(Optional.empty(), NodeState.DISCOVERED, Platform.BIOS, route)
                            .answer());
            assertEquals(
                    firmware ? new Load("undionly.kpxe") : new Live(Purpose.DISCOVERY),
                    open.decide(Optional.empty(), NodeState.DISCOVERED, Platform.BIOS, route)
                            .answer());
        }
    }

    @Test
    void nodesWaitWhenAsManyAsMayBeAreInstalled() {
        DecideBoot full = new DecideBoot(false, false);
        assertInstanceOf(
                Wait.class,
                full.decide(DGX, NodeState.ARMED, Platform.UEFI_X64, Route.IPXE).answer());
        assertInstanceOf(
                LocalDisk.class,
                full.decide(DGX, NodeState.READY, Platform.UEFI_X64, Route.IPXE).answer());
    }

    @Test
    void aNodeWithoutProfileIsNotInstalled() {
        Optional<Node> bare = Optional.of(new Node("dgx01", Optional.empty(), Node.Loader.FIRMWARE));
        Decision decision = CALM.decide(bare, NodeState.ARMED, Platform.BIOS, Route.IPXE);
        assertEquals(new Decision(new LocalDisk(), "it is armed, but its inventory names no profile"), decision);
    }

    @Test
    void aNodeThatComesAsOtherFirmwareThanItsInventorySaysIsNotInstalled() {
        Optional<Node> uefi = Optional.of(new Node(
                "dgx01", Optional.of("dgxos-7"), Optional.of(Firmware.UEFI), Node.Loader.FIRMWARE, Node.Proxied.ASKED));
        assertEquals(
                new Decision(
                        new LocalDisk(),
                        "it is armed, but it came as BIOS and its inventory says firmware: uefi; change its setup, or the inventory"),
                CALM.decide(uefi, NodeState.ARMED, Platform.BIOS, Route.IPXE));
        assertEquals(
                new Install("dgxos-7"),
                CALM.decide(uefi, NodeState.ARMED, Platform.UEFI_ARM64, Route.IPXE)
                        .answer());
    }

    @Test
    void disksAreWipedByASystemInMemoryAndOnlyThere() {
        assertEquals(
                List.of("run wiping from memory", "run wiping from memory", "wipe its disks"),
                List.of(Route.IPXE, Route.GRUB, Route.LIVE).stream()
                        .map(route -> CALM.decide(DGX, NodeState.WIPING, Platform.UEFI_X64, route)
                                .answer()
                                .toString())
                        .toList());
        for (NodeState state : NodeState.values()) {
            assertEquals(
                    state == NodeState.WIPING,
                    CALM.decide(DGX, state, Platform.UEFI_X64, Route.LIVE).answer() instanceof Decision.Wipe);
        }
    }

    @Test
    void everyAnswerHasItsReason() {
        for (boolean open : new boolean[] {true, false}) {
            for (boolean room : new boolean[] {true, false}) {
                for (Optional<Node> node : List.of(DGX, Optional.<Node>empty())) {
                    for (Route route : Route.values()) {
                        Arrays.stream(NodeState.values())
                                .map(state -> new DecideBoot(open, room).decide(node, state, Platform.BIOS, route))
                                .forEach(decision ->
                                        assertFalse(decision.reason().isBlank()));
                    }
                }
            }
        }
    }
}
