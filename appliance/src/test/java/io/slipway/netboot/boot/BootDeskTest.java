package io.slipway.netboot.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.common.network.MacAddress;
import io.slipway.common.state.NodeTimeline;
import io.slipway.common.state.StateDatabase;
import io.slipway.netboot.boot.NodeState.Happening;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BootDeskTest {

    private static final String DGX = "52:54:00:00:00:02";
    private static final String OTHER = "52:54:00:00:00:99";

    @TempDir
    Path home;

    private StateDatabase database;
    private NodeTimeline timeline;
    private NodeStates states;
    private BootDesk desk;

    @BeforeEach
    void start() {
        database = StateDatabase.open(home);
        timeline = new NodeTimeline(database);
        states = new NodeStates(timeline, InstantSource.system());
        Node node = new Node("dgx01", Optional.of("dgxos-7"), Node.Loader.SIGNED);
        desk = new BootDesk(Map.of(MacAddress.parse(DGX).orElseThrow(), node), states, new DecideBoot(false, true));
    }

    @AfterEach
    void stop() {
        database.close();
    }

    @Test
    void aNodeIsRecognisedByItsCardAndItsAnswerRemembered() {
        assertEquals(
                new Decision.Load("shimx64.efi"),
                desk.answer(DGX, Platform.UEFI_X64, Route.PXE).answer());
        assertEquals(
                "load shimx64.efi (PXE, UEFI x64)",
                timeline.lastAnswer("dgx01").orElseThrow().answer());
    }

    @Test
    void theFirstFetchOfAnInstallerIsWrittenDown() {
        desk.given(DGX, "dgxos-7");
        assertEquals(NodeState.APPROVED, states.of("dgx01"), "it was not armed");
        states.happened("dgx01", Happening.ARMED, "a test");
        desk.given(DGX, "dgxos-7");
        desk.given(DGX, "dgxos-7");
        assertEquals(2, timeline.events("dgx01").size());
        assertEquals(NodeState.BOOTING, states.of("dgx01"));
    }

    @Test
    void aMachineThatNobodyKnowsIsListedOnceAndRunsFromMemoryWhenItIsApproved() {
        for (int i = 0; i < 3; i++) {
            assertEquals(
                    new Decision.Silence(),
                    desk.answer(OTHER, Platform.BIOS, Route.PXE).answer());
        }
        assertEquals(1, timeline.events(OTHER).size());
        assertEquals(
                "it asked what to boot (PXE, BIOS)",
                timeline.events(OTHER).getFirst().cause());
        states.happened(OTHER, Happening.APPROVED, "a test");
        assertEquals(
                new Decision.Live(Decision.Purpose.DISCOVERY),
                desk.answer(OTHER, Platform.BIOS, Route.IPXE).answer());
    }

    /** Whoever makes up hardware addresses fills no disk. */
    @Test
    void onlySoManyMachinesAreListed() {
        for (int i = 0; i < 1100; i++) {
            desk.answer("02:00:00:00:%02x:%02x".formatted(i / 256, i % 256), Platform.BIOS, Route.PXE);
        }
        assertEquals(1024, timeline.count("discovered", Instant.EPOCH));
        assertEquals(1024, timeline.latest().size());
        assertEquals(Optional.empty(), timeline.lastAnswer("02:00:00:00:04:4b"));
    }
}
