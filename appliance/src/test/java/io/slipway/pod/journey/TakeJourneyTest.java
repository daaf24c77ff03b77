package io.slipway.pod.journey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.inventory.Inventory;
import io.slipway.automation.inventory.InventoryLoader;
import io.slipway.common.state.JourneyTable;
import io.slipway.common.state.NodeTimeline;
import io.slipway.common.state.StateDatabase;
import io.slipway.netboot.boot.NodeState;
import io.slipway.netboot.boot.NodeState.Happening;
import io.slipway.netboot.boot.NodeStates;
import io.slipway.pod.ReadPod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TakeJourneyTest {

    @TempDir
    Path folder;

    private final List<String> moves = new ArrayList<>();
    private final Map<String, Map<String, Loss>> losses = new HashMap<>();
    private final Map<String, Boolean> ends = new HashMap<>();
    private Consumer<String> before = move -> {};
    private Instant now = Instant.EPOCH;
    private Inventory inventory;
    private StateDatabase database;
    private NodeStates states;
    private JourneyLog log;

    @BeforeEach
    void open() throws IOException {
        Path file = Files.writeString(folder.resolve("pod.yml"), """
                all:
                  vars: {slipway_pod: {name: t}}
                  children:
                    management: {hosts: {m1: {}}}
                    compute:
                      hosts:
                        c1: {slipway: {mac: "52:54:00:00:00:01", boot: {profile: live}}}
                        c2: {slipway: {mac: "52:54:00:00:00:02", boot: {profile: live}}}
                """);
        inventory = new InventoryLoader(warning -> {}).load(List.of(file.toString()));
        database = StateDatabase.open(folder.resolve("home"));
        states = new NodeStates(new NodeTimeline(database), () -> now);
        log = new JourneyLog(new JourneyTable(database), "t", () -> now);
    }

    @AfterEach
    void close() {
        database.close();
    }

    /** Notes what it is told, and does as the test says. */
    private final class Recorder implements Hands {

        @Override
        public void begins(Move move) {
            now = now.plusSeconds(1);
        }

        @Override
        public Done reach(List<String> nodes) {
            return done("reach", nodes);
        }

        @Override
        public Done play(Stage stage, List<String> nodes) {
            return done(stage.toString(), nodes);
        }

        private Done done(String move, List<String> nodes) {
            moves.add(move + " " + String.join(" ", nodes));
            before.accept(move);
            Map<String, Loss> lost = new HashMap<>(losses.getOrDefault(move, Map.of()));
            lost.keySet().retainAll(nodes);
            return new Done(lost, ends.getOrDefault(move, true), false);
        }

        @Override
        public void pause(Duration time) {
            moves.add("pause");
            now = now.plus(time);
            before.accept("pause");
        }
    }

    private TakeJourney.Ending take(boolean installs, String content) throws InterruptedException {
        moves.clear();
        LookAtPod look = new LookAtPod(inventory, ReadPod.of(inventory), Set.copyOf(inventory.hosts()), states, log);
        Hands hands = new Recorder();
        return new TakeJourney(look, log, states, hands, () -> now, installs, Duration.ofMinutes(1))
                .take(content, false);
    }

    private TakeJourney.Ending take() throws InterruptedException {
        return take(false, "content");
    }

    private static Map<String, String> steps(TakeJourney.Ending ending) {
        return new TreeMap<>(ending.standings().stream().collect(Collectors.toMap(Standing::node, Standing::step)));
    }

    @Test
    void allGoesWellAndTheNextOneLooksAtEverythingAgain() throws Exception {
        List<String> whole = List.of("reach m1 c1 c2", "prepared m1 c1 c2", "joined m1 c1 c2", "verified m1 c1 c2");
        assertEquals(Map.of("m1", "verified", "c1", "verified", "c2", "verified"), steps(take()));
        assertEquals(whole, moves);
        assertEquals(NodeState.READY, states.of("c1"));
        take();
        assertEquals(whole, moves);
    }

    @Test
    void aNodeThatFailedIsAllThatIsLeftForTheNextOne() throws Exception {
        losses.put("prepared", Map.of("c2", new Loss(false, "its disk is full")));
        TakeJourney.Ending ending = take();
        assertEquals(List.of("reach m1 c1 c2", "prepared m1 c1 c2", "joined m1 c1", "verified m1 c1"), moves);
        assertEquals(Map.of("c2", new Loss(false, "its disk is full")), ending.held());
        losses.clear();
        assertEquals(Map.of(), take().held());
        assertEquals(List.of("prepared c2", "joined m1 c1 c2", "verified m1 c1 c2"), moves);
    }

    @Test
    void whatWasKilledIsDoneAgainAndNothingBeforeIt() throws Exception {
        before = move -> {
            if (move.equals("joined")) {
                throw new AssertionError("killed");
            }
        };
        assertThrows(AssertionError.class, this::take);
        before = move -> {};
        take();
        assertEquals(List.of("joined m1 c1 c2", "verified m1 c1 c2"), moves);
    }

    /** Nobody knows what was done to them again, and what was not. */
    @Test
    void whoTookPartInWhatWasKilledIsNotWhereItWas() throws Exception {
        losses.put("prepared", Map.of("c2", new Loss(false, "its disk is full")));
        take();
        losses.clear();
        before = move -> {
            if (move.equals("joined")) {
                throw new AssertionError("killed");
            }
        };
        assertThrows(AssertionError.class, this::take);
        before = move -> {};
        losses.put("joined", Map.of("c2", new Loss(false, "no room")));
        ends.put("joined", false);
        assertEquals(Map.of("m1", "prepared", "c1", "prepared", "c2", "prepared"), steps(take()));
    }

    @Test
    void aPlaybookThatEndsBeforeItsEndHasBroughtNobodyFurther() throws Exception {
        losses.put("joined", Map.of("c2", new Loss(false, "no room")));
        ends.put("joined", false);
        before = move -> ends.put("joined", moves.size() > 3);
        assertEquals(Map.of("m1", "verified", "c1", "verified", "c2", "prepared"), steps(take()));
        assertEquals(
                List.of("reach m1 c1 c2", "prepared m1 c1 c2", "joined m1 c1 c2", "joined m1 c1", "verified m1 c1"),
                moves);
    }

    @Test
    void aPlaybookThatEndsForNoReasonIsNotRunForEver() throws Exception {
        ends.put("prepared", false);
        assertEquals(
                "the playbook ended before its end", take().held().get("m1").cause());
        assertEquals(List.of("reach m1 c1 c2", "prepared m1 c1 c2"), moves);
    }

    @Test
    void otherContentIsAnotherJourney() throws Exception {
        losses.put("verified", Map.of("m1", new Loss(false, "not ready")));
        take();
        take(false, "other");
        assertEquals(4, moves.size());
        assertEquals(2, log.last().orElseThrow().number());
    }

    @Test
    void aNodeIsInstalledAndTheOthersDoNotWaitForIt() throws Exception {
        losses.put("reach", Map.of("c2", new Loss(true, "it does not answer")));
        List<Happening> happenings = new ArrayList<>(
                List.of(Happening.INSTALLER_GIVEN, Happening.INSTALLER_BEGAN, Happening.INSTALLER_ENDED));
        before = move -> {
            if (move.equals("pause")) {
                states.happened("c2", happenings.removeFirst(), "test");
                if (happenings.isEmpty()) {
                    losses.clear();
                }
            }
        };
        assertEquals(Map.of(), take(true, "content").held());
        assertEquals(
                List.of(
                        "reach m1 c1 c2",
                        "prepared m1 c1",
                        "joined m1 c1",
                        "verified m1 c1",
                        "pause",
                        "pause",
                        "pause",
                        "reach c2",
                        "prepared c2",
                        "joined m1 c1 c2",
                        "verified m1 c1 c2"),
                moves);
    }

    @Test
    void patienceEnds() throws Exception {
        states.happened("c2", Happening.ARMED, "test");
        TakeJourney.Ending ending = take();
        assertEquals(
                "it is to be installed and has not booted from the network: power it on",
                ending.held().get("c2").cause());
        assertEquals(10, moves.stream().filter("pause"::equals).count());
    }

    @Test
    void aNodeThatIsInstalledAnewHasNothingOfWhatItHad() throws Exception {
        losses.put("verified", Map.of("m1", new Loss(false, "not ready")));
        take();
        states.happened("c1", Happening.ARMED, "test");
        before = move -> {
            if (move.equals("pause") && states.of("c1") == NodeState.ARMED) {
                states.happened("c1", Happening.INSTALLER_GIVEN, "test");
                states.happened("c1", Happening.INSTALLER_ENDED, "test");
            }
        };
        take();
        assertTrue(moves.containsAll(List.of("reach c1", "prepared c1")), moves.toString());
    }
}
