package io.slipway.pod.journey;

import io.slipway.netboot.boot.NodeState;
import io.slipway.pod.journey.Standing.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Decides what is done next, from how far the nodes have come alone: the same for those who do it and those who only ask. */
final class NextMove {

    /**
     * What a sitting may do.
     *
     * @param installs whether nodes that do not answer, and were never installed, are
     * @param waits whether nodes that are being installed are waited for
     */
    record Terms(boolean installs, boolean waits) {}

    private final List<Standing> pod;
    private final Terms terms;

    private NextMove(List<Standing> pod, Terms terms) {
        this.pod = pod;
        this.terms = terms;
    }

    /** Nodes that come later, such as one whose installation took longer, catch up with the others, who do not wait for them. */
    static Move of(List<Standing> pod, Terms terms) {
        return new NextMove(pod, terms).decide();
    }

    private Move decide() {
        List<String> strangers = strangers();
        if (!strangers.isEmpty()) {
            return new Move.Reach(strangers);
        }
        List<String> bare = going(this::isToBeInstalled);
        if (!bare.isEmpty()) {
            return new Move.Arm(bare);
        }
        List<String> plain = going(node -> node.has(Stage.REACHED) && !node.has(Stage.PREPARED));
        if (!plain.isEmpty()) {
            return new Move.Play(Stage.PREPARED, plain, plain);
        }
        List<String> outside = going(node -> node.has(Stage.PREPARED) && !node.has(Stage.JOINED));
        if (!outside.isEmpty() && clusterMayBegin()) {
            return new Move.Play(Stage.JOINED, withTheCluster(), outside);
        }
        List<String> unproven = going(node -> node.has(Stage.JOINED) && !node.has(Stage.VERIFIED));
        if (!unproven.isEmpty()) {
            return new Move.Play(Stage.VERIFIED, unproven, unproven);
        }
        List<String> coming = going(Standing::beingInstalled);
        return !coming.isEmpty() && terms.waits ? new Move.Await(coming) : new Move.Rest(held());
    }

    private List<String> going(Predicate<Standing> which) {
        return pod.stream()
                .filter(Standing::going)
                .filter(which)
                .map(Standing::node)
                .toList();
    }

    /** A cluster that is there already takes part in what is done to any node. */
    private List<String> strangers() {
        return pod.stream()
                .filter(node -> node.going() || (node.manages() && node.joinedOnce() && !node.passed()))
                .filter(node -> !node.has(Stage.REACHED) && !node.absent() && !node.aside() && !node.beingInstalled())
                .map(Standing::node)
                .toList();
    }

    private boolean isToBeInstalled(Standing node) {
        return terms.installs && node.absent() && node.installable() && node.boot() == NodeState.APPROVED;
    }

    /** A cluster begins with all of its management nodes; one that there is already goes on without those that it bears to lose. */
    private boolean clusterMayBegin() {
        List<Standing> managing = pod.stream().filter(Standing::manages).toList();
        long prepared =
                managing.stream().filter(node -> node.has(Stage.PREPARED)).count();
        long members = managing.stream().filter(Standing::joinedOnce).count();
        boolean exists = 2 * members > managing.size();
        boolean answers =
                managing.stream().anyMatch(node -> node.joinedOnce() && !node.passed() && node.has(Stage.REACHED));
        return !managing.isEmpty() && (prepared == managing.size() || (exists && answers));
    }

    /** Every node of the cluster must know of those that come: routes, names, who may ask for a certificate. */
    private List<String> withTheCluster() {
        return pod.stream()
                .filter(node -> !node.passed())
                .filter(node -> (node.chosen() && node.has(Stage.PREPARED))
                        || (node.manages() && node.joinedOnce() && node.has(Stage.REACHED)))
                .map(Standing::node)
                .toList();
    }

    private Map<String, Loss> held() {
        Map<String, Loss> held = new LinkedHashMap<>();
        for (Standing node : pod) {
            if (node.chosen() && !node.has(Stage.VERIFIED)) {
                held.put(node.node(), why(node));
            }
        }
        return held;
    }

    private Loss why(Standing node) {
        if (node.passed() && node.trouble().isPresent()) {
            return node.trouble().get().loss();
        }
        if (node.aside()) {
            return new Loss(
                    false, "it is in " + node.boot() + ": 'slipway node disarm " + node.node() + "' brings it back");
        }
        if (node.beingInstalled()) {
            return new Loss(true, installing(node));
        }
        if (node.boot() == NodeState.FAILED && !node.has(Stage.REACHED)) {
            return new Loss(
                    true,
                    "its installation failed: 'slipway node show " + node.node() + "' says why, 'slipway node install "
                            + node.node() + "' begins it again");
        }
        if (!node.has(Stage.REACHED)) {
            return new Loss(true, absent(node));
        }
        return new Loss(
                false,
                "it waits for the management nodes: a cluster begins with all of them (" + String.join(", ", missing())
                        + " not prepared)");
    }

    private static String installing(Standing node) {
        return switch (node.boot()) {
            case ARMED -> "it is to be installed and has not booted from the network: power it on";
            case INSTALLED -> "it is installed, and does not answer over SSH yet";
            default -> "it is being installed: 'slipway node show " + node.node() + "' says how far it is";
        };
    }

    private static String absent(Standing node) {
        String unreached = node.trouble().map(trouble -> trouble.loss().cause()).orElse("it does not answer over SSH");
        return node.installable()
                ? unreached + "; if it is to be installed: 'slipway up --install', or 'slipway node install "
                        + node.node() + "'"
                : unreached;
    }

    private List<String> missing() {
        return pod.stream()
                .filter(node -> node.role() == Role.MANAGEMENT && !node.has(Stage.PREPARED))
                .map(Standing::node)
                .toList();
    }
}
