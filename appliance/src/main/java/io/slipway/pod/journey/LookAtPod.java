package io.slipway.pod.journey;

import io.slipway.automation.inventory.Inventory;
import io.slipway.common.Problem;
import io.slipway.netboot.boot.NodeState;
import io.slipway.netboot.boot.NodeStates;
import io.slipway.pod.Pod;
import io.slipway.pod.PodException;
import io.slipway.pod.PodNode;
import io.slipway.pod.journey.Standing.Role;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** How far the nodes of a pod have come: of what the inventory says, what their machines did, and what is written of the journey. */
public final class LookAtPod {

    /** A machine that is installed again has nothing left of what was done to it. */
    private static final Set<NodeState> RUNS = Set.of(NodeState.READY, NodeState.APPROVED);

    private static final Map<String, Role> GROUPS = new LinkedHashMap<>();

    static {
        GROUPS.put("management", Role.MANAGEMENT);
        GROUPS.put("compute", Role.COMPUTE);
    }

    private final Map<String, Role> roles = new LinkedHashMap<>();
    private final Set<String> installable;
    private final Set<String> chosen;
    private final NodeStates states;
    private final JourneyLog log;

    /**
     * @param chosen the nodes to be taken further
     * @throws PodException when no node of the inventory belongs to a pod
     */
    public LookAtPod(Inventory inventory, Pod pod, Set<String> chosen, NodeStates states, JourneyLog log) {
        GROUPS.forEach((group, role) ->
                inventory.groups().getOrDefault(group, List.of()).forEach(node -> roles.putIfAbsent(node, role)));
        if (roles.isEmpty()) {
            throw new PodException(List.of(Problem.of("the inventory has no nodes of a pod")
                    .hint("put its nodes into the groups management and compute, as inventory/example/pod.yml does")));
        }
        this.installable = pod.nodes().stream()
                .filter(node -> node.node().profile().isPresent())
                .map(PodNode::name)
                .collect(Collectors.toSet());
        this.chosen = Set.copyOf(chosen);
        this.states = states;
        this.log = log;
    }

    /** What only those know who are at work right now. */
    record Sitting(Set<String> absent, Set<String> passed) {
        static final Sitting NONE = new Sitting(Set.of(), Set.of());
    }

    /** @param journey its number; that of none for one that has not begun */
    List<Standing> now(long journey, Sitting sitting) {
        Map<String, JourneyLog.Page> pages = log.pages(journey);
        JourneyLog.Page blank = new JourneyLog.Page(Map.of(), journey);
        return roles.keySet().stream()
                .map(node -> standing(node, pages.getOrDefault(node, blank), sitting))
                .toList();
    }

    private Standing standing(String node, JourneyLog.Page page, Sitting sitting) {
        NodeState boot = states.of(node);
        Set<Stage> done = RUNS.contains(boot) ? page.done() : Set.of();
        Optional<Trouble> trouble = page.trouble().filter(its -> !done.contains(its.at()));
        return new Standing(
                node,
                roles.getOrDefault(node, Role.COMPUTE),
                chosen.contains(node),
                boot,
                installable.contains(node),
                done,
                page.once(Stage.JOINED),
                trouble,
                sitting.absent().contains(node),
                sitting.passed().contains(node));
    }
}
