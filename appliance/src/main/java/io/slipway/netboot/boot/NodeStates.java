package io.slipway.netboot.boot;

import io.slipway.common.Problem;
import io.slipway.common.state.NodeTimeline;
import io.slipway.netboot.boot.NodeState.Happening;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;

/** The state of each node, and how it came to it. */
public final class NodeStates {

    /** Machines that nobody described: anybody can make up as many as there are hardware addresses. */
    private static final int LISTED = 1024;

    private final NodeTimeline timeline;
    private final InstantSource clock;

    public NodeStates(NodeTimeline timeline, InstantSource clock) {
        this.timeline = timeline;
        this.clock = clock;
    }

    /**
     * How many nodes were given an installer and have not said that it ended.
     *
     * @param since those of which nothing was heard since then do not count
     */
    int beingInstalled(Instant since) {
        return timeline.count(NodeState.BOOTING.toString(), since)
                + timeline.count(NodeState.INSTALLING.toString(), since);
    }

    /** What the inventory describes is ours: such a node begins as approved. */
    public NodeState of(String node) {
        return stateOf(timeline.state(node));
    }

    private static NodeState stateOf(Optional<String> written) {
        return written.flatMap(NodeState::named).orElse(NodeState.APPROVED);
    }

    /**
     * A machine that nobody described was seen; the first time is written down.
     *
     * @return its state; nothing when so many were seen already that it is not listed any more
     */
    public Optional<NodeState> seen(String machine, String cause) {
        if (timeline.state(machine).isEmpty()
                && timeline.count(NodeState.DISCOVERED.toString(), Instant.EPOCH) < LISTED) {
            timeline.change(
                    machine,
                    before -> before.isPresent()
                            ? Optional.empty()
                            : Optional.of(event(machine, NodeState.DISCOVERED, cause)));
        }
        return timeline.state(machine).flatMap(NodeState::named);
    }

    /**
     * Something happened to a node.
     *
     * @param cause one sentence: who or what brought it about
     * @throws BootException when that cannot happen in its state
     */
    public NodeState happened(String node, Happening happening, String cause) {
        timeline.change(node, before -> {
            NodeState state = stateOf(before);
            NodeState next = state.after(happening).orElseThrow(() -> impossible(node, state, happening));
            return Optional.of(event(node, next, cause));
        });
        return of(node);
    }

    /** Something that leaves a node in its state, but is worth to be told. */
    public void remarked(String node, String cause) {
        timeline.change(node, before -> Optional.of(event(node, stateOf(before), cause)));
    }

    /** As {@link #happened}, but for what a machine does, which it may do twice: nothing when it cannot happen in its state. */
    public void noted(String node, Happening happening, String cause) {
        timeline.change(node, before -> stateOf(before).after(happening).map(next -> event(node, next, cause)));
    }

    /** Whether anything ever happened to it. */
    boolean listed(String node) {
        return timeline.state(node).isPresent();
    }

    private NodeTimeline.Event event(String node, NodeState state, String cause) {
        return new NodeTimeline.Event(node, clock.instant(), state.toString(), cause);
    }

    private static BootException impossible(String node, NodeState state, Happening happening) {
        String words = happening.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return new BootException(Problem.of("node " + node + " is " + state + ": it cannot be '" + words + "' now")
                .hint("its timeline says how it came to that"));
    }

    /**
     * Remembers what a node was answered, so that it can be asked why.
     *
     * @param asked how it asked, such as {@code iPXE, UEFI x64}
     */
    void answered(String node, String asked, Decision decision) {
        timeline.answered(new NodeTimeline.Answer(
                node, clock.instant(), decision.answer() + " (" + asked + ")", decision.reason()));
    }
}
