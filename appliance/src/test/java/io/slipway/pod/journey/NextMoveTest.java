package io.slipway.pod.journey;

import static io.slipway.pod.journey.Pods.absent;
import static io.slipway.pod.journey.Pods.booting;
import static io.slipway.pod.journey.Pods.failed;
import static io.slipway.pod.journey.Pods.left;
import static io.slipway.pod.journey.Pods.member;
import static io.slipway.pod.journey.Pods.node;
import static io.slipway.pod.journey.Stage.JOINED;
import static io.slipway.pod.journey.Stage.PREPARED;
import static io.slipway.pod.journey.Stage.REACHED;
import static io.slipway.pod.journey.Stage.VERIFIED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.netboot.boot.NodeState;
import io.slipway.pod.journey.NextMove.Terms;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class NextMoveTest {

    private static final Terms USUAL = new Terms(false, true);
    private static final Terms INSTALLING = new Terms(true, true);

    private static Move next(Standing... pod) {
        return NextMove.of(List.of(pod), USUAL);
    }

    private static Move play(Stage stage, String nodes, String gaining) {
        return new Move.Play(stage, List.of(nodes.split(" ")), List.of(gaining.split(" ")));
    }

    private static Map<String, String> held(Move move) {
        Map<String, String> held = new TreeMap<>();
        ((Move.Rest) move).held().forEach((node, loss) -> held.put(node, loss.cause()));
        return held;
    }

    @Test
    void nodesAreAskedThenPreparedThenJoinedThenVerified() {
        assertEquals(new Move.Reach(List.of("m1", "c1")), next(node("m1"), node("c1")));
        assertEquals(play(PREPARED, "m1 c1", "m1 c1"), next(node("m1", REACHED), node("c1", REACHED)));
        assertEquals(play(JOINED, "m1 c1", "m1 c1"), next(node("m1", PREPARED), node("c1", PREPARED)));
        assertEquals(play(VERIFIED, "m1 c1", "m1 c1"), next(node("m1", JOINED), node("c1", JOINED)));
        assertEquals(new Move.Rest(Map.of()), next(node("m1", VERIFIED), node("c1", VERIFIED)));
    }

    @Test
    void whatIsLeftOfAJourneyIsDoneForThoseThatLackIt() {
        assertEquals(play(PREPARED, "c2", "c2"), next(node("m1", VERIFIED), node("c1", VERIFIED), node("c2", REACHED)));
        assertEquals(
                play(JOINED, "m1 c1 c2", "c2"), next(node("m1", VERIFIED), node("c1", VERIFIED), node("c2", PREPARED)));
    }

    @Test
    void aComputeNodeThatFailsHoldsNobodyUp() {
        Standing dead = absent(node("c1"));
        Standing sick = failed(node("c2", REACHED), "its disk is full");
        assertEquals(play(JOINED, "m1 c3", "m1 c3"), next(node("m1", PREPARED), dead, sick, node("c3", PREPARED)));
        assertEquals(
                Map.of(
                        "c1",
                        "it does not answer over SSH; if it is to be installed: 'slipway up --install',"
                                + " or 'slipway node install c1'",
                        "c2",
                        "its disk is full"),
                held(next(node("m1", VERIFIED), dead, sick, node("c3", VERIFIED))));
    }

    @Test
    void aClusterBeginsWithAllOfItsManagementNodes() {
        Move rest = next(
                node("m1", PREPARED),
                node("m2", PREPARED),
                failed(node("m3", REACHED), "swap is on"),
                node("c1", PREPARED));
        assertEquals("swap is on", held(rest).get("m3"));
        assertEquals(
                "it waits for the management nodes: a cluster begins with all of them (m3 not prepared)",
                held(rest).get("c1"));
    }

    @Test
    void aClusterThatIsThereGoesOnWithoutAManagementNode() {
        assertEquals(
                play(JOINED, "m1 m2 c1", "m1 m2 c1"),
                next(
                        member(node("m1", PREPARED)),
                        member(node("m2", PREPARED)),
                        absent(member(node("m3"))),
                        node("c1", PREPARED)));
    }

    @Test
    void aNodeAloneIsJoinedToTheClusterThatIsThere() {
        assertEquals(
                new Move.Reach(List.of("m1", "c2")),
                next(left(member(node("m1"))), left(node("c1", REACHED)), node("c2")));
        assertEquals(
                play(JOINED, "m1 c2", "c2"),
                next(left(member(node("m1", REACHED))), left(node("c1", REACHED)), node("c2", PREPARED)));
    }

    @Test
    void nothingIsInstalledThatWasNotSaid() {
        assertTrue(next(absent(node("c1"))) instanceof Move.Rest);
        assertEquals(new Move.Arm(List.of("c1")), NextMove.of(List.of(absent(node("c1"))), INSTALLING));
    }

    @Test
    void aNodeThatAnswersOrWasInstalledBeforeIsNotInstalled() {
        assertEquals(new Move.Reach(List.of("c1")), NextMove.of(List.of(node("c1")), INSTALLING));
        Standing once = absent(booting("c1", NodeState.READY));
        assertTrue(NextMove.of(List.of(once), INSTALLING) instanceof Move.Rest);
        Standing broken = absent(booting("c1", NodeState.FAILED));
        assertEquals(
                "its installation failed: 'slipway node show c1' says why, 'slipway node install c1' begins it again",
                held(NextMove.of(List.of(broken), INSTALLING)).get("c1"));
    }

    @Test
    void whoIsBeingInstalledIsWaitedForWhenNothingElseIsToBeDone() {
        Standing coming = booting("c1", NodeState.INSTALLING);
        assertEquals(play(PREPARED, "m1", "m1"), next(node("m1", REACHED), coming));
        assertEquals(new Move.Await(List.of("c1")), next(node("m1", VERIFIED), coming));
        assertEquals(
                Map.of("c1", "it is to be installed and has not booted from the network: power it on"),
                held(NextMove.of(List.of(booting("c1", NodeState.ARMED)), new Terms(false, false))));
    }

    @Test
    void whoIsInstalledIsAskedUntilItAnswers() {
        Standing installed = booting("c1", NodeState.INSTALLED);
        assertEquals(new Move.Reach(List.of("c1")), next(installed));
        assertEquals(new Move.Await(List.of("c1")), next(absent(installed)));
    }

    @Test
    void whoIsTakenAsideIsLeftAlone() {
        assertEquals(
                Map.of("c1", "it is in rescue: 'slipway node disarm c1' brings it back"),
                held(next(booting("c1", NodeState.RESCUE))));
    }

    @Test
    void allMovesThatWouldGoWellCanBeForetold() {
        assertEquals(
                List.of(
                        new Move.Reach(List.of("m1", "c1")),
                        play(PREPARED, "m1 c1", "m1 c1"),
                        play(JOINED, "m1 c1", "m1 c1"),
                        play(VERIFIED, "m1 c1", "m1 c1"),
                        new Move.Await(List.of("c2")),
                        play(PREPARED, "c2", "c2"),
                        play(JOINED, "m1 c1 c2", "c2"),
                        play(VERIFIED, "m1 c1 c2", "m1 c1 c2"),
                        new Move.Rest(Map.of())),
                Foretell.moves(List.of(node("m1"), node("c1"), booting("c2", NodeState.ARMED)), USUAL));
    }
}
