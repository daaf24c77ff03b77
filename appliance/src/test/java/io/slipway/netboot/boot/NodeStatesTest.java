package io.slipway.netboot.boot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.state.NodeTimeline;
import io.slipway.common.state.NodeTimeline.Event;
import io.slipway.common.state.StateDatabase;
import io.slipway.netboot.boot.NodeState.Happening;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeStatesTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path home;

    private static NodeStates states(StateDatabase database) {
        return new NodeStates(new NodeTimeline(database), InstantSource.fixed(NOON));
    }

    @Test
    void theWayOfANodeIsRememberedWithTheCauseOfEachStep() {
        try (StateDatabase database = StateDatabase.open(home)) {
            NodeStates states = states(database);
            assertEquals(NodeState.APPROVED, states.of("dgx01"), "the inventory describes it");
            assertEquals(NodeState.ARMED, states.happened("dgx01", Happening.ARMED, "an operator armed it"));
            states.happened("dgx01", Happening.INSTALLER_GIVEN, "it asked over iPXE");
            states.happened("dgx01", Happening.INSTALLER_BEGAN, "its installer reported");
            states.happened("dgx01", Happening.INSTALLER_ENDED, "its installer reported");
            states.happened("dgx01", Happening.REACHED, "SSH answered");
        }
        try (StateDatabase database = StateDatabase.open(home)) {
            assertEquals(NodeState.READY, states(database).of("dgx01"));
            List<Event> events = new NodeTimeline(database).events("dgx01");
            assertEquals(
                    List.of("armed", "booting", "installing", "installed", "ready"),
                    events.stream().map(Event::state).toList());
            assertEquals(new Event("dgx01", NOON, "armed", "an operator armed it"), events.getFirst());
            assertEquals(1, new NodeTimeline(database).count("ready", Instant.EPOCH));
            assertEquals(0, new NodeTimeline(database).count("installed", Instant.EPOCH));
        }
    }

    @Test
    void whatCannotHappenIsRefusedAndChangesNothing() {
        try (StateDatabase database = StateDatabase.open(home)) {
            NodeStates states = states(database);
            BootException refused = assertThrows(
                    BootException.class, () -> states.happened("dgx01", Happening.INSTALLER_GIVEN, "it asked"));
            assertTrue(
                    refused.problem().what().contains("dgx01 is approved"),
                    refused.problem().what());
            assertEquals(List.of(), new NodeTimeline(database).events("dgx01"));
        }
    }

    @Test
    void aMachineThatNobodyDescribedIsListedOnce() {
        try (StateDatabase database = StateDatabase.open(home)) {
            NodeStates states = states(database);
            states.seen("52:54:00:00:00:01", "it asked for an address");
            states.seen("52:54:00:00:00:01", "it asked again");
            assertEquals(NodeState.DISCOVERED, states.of("52:54:00:00:00:01"));
            assertEquals(
                    1, new NodeTimeline(database).events("52:54:00:00:00:01").size());
            assertThrows(
                    BootException.class,
                    () -> states.happened("52:54:00:00:00:01", Happening.ARMED, "an operator armed it"));
        }
    }

    @Test
    void theLastAnswerIsRememberedWithItsReason() {
        try (StateDatabase database = StateDatabase.open(home)) {
            states(database).answered("dgx01", "iPXE, BIOS", new Decision(new Decision.LocalDisk(), "it is ready"));
            assertEquals(
                    Optional.of(new NodeTimeline.Answer("dgx01", NOON, "boot from disk (iPXE, BIOS)", "it is ready")),
                    new NodeTimeline(database).lastAnswer("dgx01"));
        }
    }

    /** From any state but the middle of an installation a node can be armed, and from any it can come back to work. */
    @Test
    void noStateIsADeadEnd() {
        for (NodeState state : NodeState.values()) {
            boolean leaves = false;
            for (Happening happening : Happening.values()) {
                leaves |= state.after(happening).filter(next -> next != state).isPresent();
            }
            assertTrue(leaves, state.toString());
            assertEquals(Optional.of(state), NodeState.named(state.toString()));
        }
    }
}
