package io.slipway.netboot.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.network.MacAddress;
import io.slipway.common.state.NodeTimeline;
import io.slipway.common.state.StateDatabase;
import io.slipway.netboot.boot.NodeState.Happening;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TurnsTest {

    @TempDir
    Path home;

    private Instant now = Instant.parse("2026-11-23T03:00:00Z");
    private final InFlight flight = new InFlight(100);
    private final Turns turns = new Turns(2, flight, () -> now);

    /** Asked a second later each time, so that others are counted anew. */
    private boolean has(String node, int busy) {
        now = now.plusSeconds(1);
        return turns.has(node, () -> busy);
    }

    @Test
    void whoCameFirstBeginsFirstHoweverOftenOthersAsk() {
        assertTrue(has("a", 0));
        assertTrue(has("b", 0));
        assertFalse(has("c", 0), "a and b were told that they may");
        assertFalse(has("d", 0));
        turns.began("a");
        assertFalse(has("d", 1), "b comes first");
        turns.began("b");
        assertFalse(has("d", 2));
        assertFalse(has("d", 1), "c comes first");
        assertTrue(has("c", 1));
        turns.began("c");
        assertTrue(has("d", 1));
    }

    @Test
    void whoAsksNoMoreLosesItsPlace() {
        assertTrue(has("a", 1));
        assertFalse(has("b", 1));
        now = now.plus(Duration.ofMinutes(3));
        assertFalse(has("b", 1), "a may have been started anew");
        now = now.plus(Duration.ofMinutes(3));
        assertTrue(has("b", 1));
    }

    @Test
    void moreThanMayBeLeaveRoomForNobody() {
        assertFalse(has("a", 3));
    }

    @Test
    void whileMuchIsOnItsWayTheFirstOfThoseThatWaitBeginsAlone() {
        Runnable one = flight.sends(60);
        Runnable other = flight.sends(60);
        assertFalse(has("a", 0), "120 of 100 bytes");
        assertFalse(has("b", 0));
        assertFalse(turns.mayFetch());
        one.run();
        assertTrue(turns.mayFetch());
        assertFalse(has("b", 0), "a file like the others fits once, and a comes first");
        assertTrue(has("a", 0));
        other.run();
        assertTrue(has("b", 0), "two fit");
    }

    /** The database is asked once a second, however many ask; who began since then counts. */
    @Test
    void aStormOfAskersIsCountedOnce() {
        int[] counts = {0};
        for (int i = 0; i < 100; i++) {
            String node = "n" + i;
            assertEquals(i < 2, turns.has(node, () -> counts[0]++));
            turns.began(node);
        }
        assertEquals(1, counts[0]);
    }

    private static String card(int node) {
        return "52:54:00:00:00:0" + node;
    }

    /** As the desk has it, with nodes that fetch their installer, report that they are done, or never say a word. */
    @Test
    void nodesWaitAtTheDeskUntilOthersAreDone() {
        try (StateDatabase database = StateDatabase.open(home)) {
            NodeStates states = new NodeStates(new NodeTimeline(database), () -> now);
            Map<MacAddress, Node> nodes = new HashMap<>();
            for (int i = 1; i <= 4; i++) {
                Node node = new Node("n" + i, Optional.of("dgxos-7"), Node.Loader.FIRMWARE);
                nodes.put(MacAddress.parse(card(i)).orElseThrow(), node);
                states.happened("n" + i, Happening.ARMED, "a test");
            }
            BootDesk desk = new BootDesk(nodes, states, new DecideBoot(false, true), turns);
            assertEquals("load snponly.efi", asks(desk, 4, Route.PXE), "firmware gets its loader, and takes no place");
            assertEquals("install dgxos-7", asks(desk, 1, Route.IPXE));
            assertEquals("install dgxos-7", asks(desk, 2, Route.GRUB));
            assertEquals("ask again in 15 s", asks(desk, 3, Route.IPXE));
            desk.given(card(1), "dgxos-7");
            desk.given(card(2), "dgxos-7");
            assertEquals("ask again in 15 s", asks(desk, 4, Route.IPXE));
            assertEquals("install dgxos-7", asks(desk, 1, Route.IPXE), "it has begun: it may fetch that again");
            states.happened("n1", Happening.INSTALLER_BEGAN, "a test");
            assertEquals("ask again in 15 s", asks(desk, 3, Route.IPXE));
            states.happened("n1", Happening.INSTALLER_ENDED, "a test");
            assertEquals("ask again in 15 s", asks(desk, 4, Route.IPXE), "n3 came first");
            assertEquals("install dgxos-7", asks(desk, 3, Route.IPXE));
            desk.given(card(3), "dgxos-7");
            assertEquals("ask again in 15 s", asks(desk, 4, Route.IPXE));
            now = now.plus(Turns.HELD).plusSeconds(1);
            assertEquals("install dgxos-7", asks(desk, 4, Route.IPXE), "the others never said that they were done");
        }
    }

    private String asks(BootDesk desk, int node, Route route) {
        now = now.plusSeconds(1);
        return desk.answer(card(node), Platform.UEFI_X64, route).answer().toString();
    }
}
