package io.slipway.pod.journey;

import io.slipway.netboot.boot.NodeState;
import io.slipway.pod.journey.Standing.Role;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Nodes for tests, in few words. */
final class Pods {

    private Pods() {}

    /** A node whose name begins with m manages; it has come so far as the last stage, and booted by itself if there is none. */
    static Standing node(String name, Stage... last) {
        Set<Stage> done = last.length == 0 ? Set.of() : EnumSet.range(Stage.REACHED, last[0]);
        NodeState boot = done.isEmpty() ? NodeState.APPROVED : NodeState.READY;
        boolean joined = done.contains(Stage.JOINED);
        Role role = name.startsWith("m") ? Role.MANAGEMENT : Role.COMPUTE;
        return new Standing(name, role, true, boot, true, done, joined, Optional.empty(), false, false);
    }

    static Standing booting(String name, NodeState state) {
        return node(name).booting(state);
    }

    /** It did not answer when it was asked. */
    static Standing absent(Standing node) {
        return new Standing(
                node.node(),
                node.role(),
                node.chosen(),
                node.boot(),
                node.installable(),
                node.done(),
                node.joinedOnce(),
                node.trouble(),
                true,
                node.passed());
    }

    /** It failed in this sitting. */
    static Standing failed(Standing node, String cause) {
        Trouble trouble = new Trouble(Stage.PREPARED, Instant.EPOCH, new Loss(false, cause));
        return new Standing(
                node.node(),
                node.role(),
                node.chosen(),
                node.boot(),
                node.installable(),
                node.done(),
                node.joinedOnce(),
                Optional.of(trouble),
                node.absent(),
                true);
    }

    /** It was in the cluster before this journey. */
    static Standing member(Standing node) {
        return new Standing(
                node.node(),
                node.role(),
                node.chosen(),
                node.boot(),
                node.installable(),
                node.done(),
                true,
                node.trouble(),
                node.absent(),
                node.passed());
    }

    /** The command line was not about it. */
    static Standing left(Standing node) {
        return new Standing(
                node.node(),
                node.role(),
                false,
                node.boot(),
                node.installable(),
                node.done(),
                node.joinedOnce(),
                node.trouble(),
                node.absent(),
                node.passed());
    }
}
