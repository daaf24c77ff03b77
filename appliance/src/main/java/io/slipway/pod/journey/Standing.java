package io.slipway.pod.journey;

import io.slipway.netboot.boot.NodeState;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * How far one node has come.
 *
 * @param chosen whether it is to be taken further at all
 * @param boot its state as a machine that boots
 * @param installable whether the appliance could install it: it has a card and a profile
 * @param done the stages that are done on this journey
 * @param joinedOnce whether it was in the cluster, on this journey or one before
 * @param trouble what it failed at last on this journey, if it has not been put right since
 * @param absent whether it did not answer when it was asked just now
 * @param passed whether nothing more is tried with it for now
 */
public record Standing(
        String node,
        Role role,
        boolean chosen,
        NodeState boot,
        boolean installable,
        Set<Stage> done,
        boolean joinedOnce,
        Optional<Trouble> trouble,
        boolean absent,
        boolean passed) {

    /** What a node is in the cluster. */
    public enum Role {
        MANAGEMENT,
        COMPUTE
    }

    public Standing {
        done = Set.copyOf(done);
    }

    boolean has(Stage stage) {
        return done.contains(stage);
    }

    boolean going() {
        return chosen && !passed;
    }

    boolean manages() {
        return role == Role.MANAGEMENT;
    }

    /** Whether it is on its way through an installer, or is to be with its next boot. */
    boolean beingInstalled() {
        return switch (boot) {
            case ARMED, BOOTING, INSTALLING -> true;
            case INSTALLED -> absent;
            default -> false;
        };
    }

    /** Whether a person has taken it aside. */
    boolean aside() {
        return boot == NodeState.RESCUE || boot == NodeState.WIPING;
    }

    /** Where it is, in one word. */
    public String step() {
        if (has(Stage.VERIFIED)) {
            return Stage.VERIFIED.toString();
        }
        if (has(Stage.JOINED)) {
            return Stage.JOINED.toString();
        }
        if (has(Stage.PREPARED)) {
            return Stage.PREPARED.toString();
        }
        if (has(Stage.REACHED)) {
            return Stage.REACHED.toString();
        }
        return boot.toString();
    }

    /** As it will be when this was done to it: what follows is to be looked at again. */
    Standing after(Stage stage) {
        EnumSet<Stage> more = EnumSet.range(Stage.REACHED, stage);
        NodeState now = stage == Stage.REACHED ? NodeState.READY : boot;
        boolean joined = joinedOnce || stage == Stage.JOINED;
        return new Standing(node, role, chosen, now, installable, more, joined, Optional.empty(), false, passed);
    }

    Standing booting(NodeState state) {
        return new Standing(node, role, chosen, state, installable, done, joinedOnce, trouble, false, passed);
    }
}
