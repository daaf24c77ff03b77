package io.slipway.pod.journey;

import io.slipway.common.state.JourneyTable.Journey;
import io.slipway.netboot.boot.NodeState.Happening;
import io.slipway.netboot.boot.NodeStates;
import io.slipway.pod.journey.NextMove.Terms;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Takes the nodes of a pod as far as they come. What is done is written down as it is done, so that the next sitting goes on where this one
 * stopped, whatever stopped it. A node that fails is left where it is, for this sitting, and the others go on.
 */
public final class TakeJourney {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);

    private final LookAtPod look;
    private final JourneyLog log;
    private final NodeStates states;
    private final Hands hands;
    private final InstantSource clock;
    private final boolean installs;
    private final Duration patience;
    private final Set<String> absent = new HashSet<>();
    private final Set<String> passed = new HashSet<>();

    /**
     * How a sitting ended.
     *
     * @param standings where the nodes are now
     * @param held why each chosen node that is not at the end goes no further
     */
    public record Ending(Journey journey, List<Standing> standings, Map<String, Loss> held, boolean interrupted) {}

    /**
     * @param installs whether nodes that do not answer, and were never installed, are installed
     * @param patience how long nothing may happen to nodes that are being installed
     */
    public TakeJourney(
            LookAtPod look,
            JourneyLog log,
            NodeStates states,
            Hands hands,
            InstantSource clock,
            boolean installs,
            Duration patience) {
        this.look = look;
        this.log = log;
        this.states = states;
        this.hands = hands;
        this.clock = clock;
        this.installs = installs;
        this.patience = patience;
    }

    /**
     * Goes on with the journey that is under way, or begins one.
     *
     * @param content what it is made with: see {@link ContentOfJourney}
     * @param anew begin one in any case
     */
    public Ending take(String content, boolean anew) throws InterruptedException {
        Journey journey = log.underWay(content).filter(its -> !anew).orElseGet(() -> log.begin(content));
        Instant eventful = clock.instant();
        while (true) {
            List<Standing> before = standings(journey);
            boolean patient = clock.instant().isBefore(eventful.plus(patience));
            Move move = NextMove.of(before, new Terms(installs, patient));
            hands.begins(move);
            boolean stop = switch (move) {
                case Move.Rest(Map<String, Loss> held) -> {
                    boolean over = before.stream().allMatch(node -> node.has(Stage.VERIFIED));
                    if (over) {
                        log.end(journey);
                    }
                    yield true;
                }
                case Move.Reach(List<String> nodes) -> reach(journey, nodes);
                case Move.Arm(List<String> nodes) -> arm(nodes);
                case Move.Await(List<String> nodes) -> await(nodes);
                case Move.Play play -> play(journey, play);
            };
            List<Standing> after = standings(journey);
            if (stop) {
                Map<String, Loss> held = move instanceof Move.Rest(Map<String, Loss> its) ? its : Map.of();
                return new Ending(journey, after, held, !(move instanceof Move.Rest));
            }
            if (!after.equals(before) && !(move instanceof Move.Await)) {
                eventful = clock.instant();
            }
        }
    }

    private List<Standing> standings(Journey journey) {
        return look.now(journey.number(), new LookAtPod.Sitting(absent, passed));
    }

    private boolean reach(Journey journey, List<String> nodes) {
        Hands.Done done = hands.reach(nodes);
        if (done.interrupted()) {
            return true;
        }
        Map<String, Loss> lost = done.lost();
        absent.addAll(lost.keySet());
        log.lost(journey, Stage.REACHED, lost);
        List<String> there =
                nodes.stream().filter(node -> !lost.containsKey(node)).toList();
        log.done(journey, Stage.REACHED, there);
        there.forEach(node -> states.noted(node, Happening.REACHED, "it answered over SSH: slipway up"));
        return false;
    }

    private boolean arm(List<String> nodes) {
        nodes.forEach(node -> states.happened(node, Happening.ARMED, "it was to be installed: slipway up --install"));
        return false;
    }

    /** What was installed meanwhile is asked again. */
    private boolean await(List<String> nodes) throws InterruptedException {
        hands.pause(BETWEEN_LOOKS);
        nodes.forEach(absent::remove);
        return false;
    }

    private boolean play(Journey journey, Move.Play play) {
        log.begun(journey, play.stage(), play.nodes());
        Hands.Done done = hands.play(play.stage(), play.nodes());
        if (done.interrupted()) {
            return true;
        }
        Map<String, Loss> lost = new HashMap<>(done.lost());
        lost.keySet().retainAll(play.nodes());
        if (!done.whole() && lost.isEmpty()) {
            play.nodes().forEach(node -> lost.put(node, new Loss(false, "the playbook ended before its end")));
        }
        log.lost(journey, play.stage(), lost);
        passed.addAll(lost.keySet());
        if (done.whole()) {
            log.done(
                    journey,
                    play.stage(),
                    play.nodes().stream()
                            .filter(node -> !lost.containsKey(node))
                            .toList());
        }
        return false;
    }
}
