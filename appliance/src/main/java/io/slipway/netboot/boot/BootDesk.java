package io.slipway.netboot.boot;

import io.slipway.common.network.MacAddress;
import io.slipway.netboot.boot.NodeState.Happening;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Where every machine is answered, however it asks: it is recognised, its state is looked up, {@link DecideBoot} decides, and the answer is
 * remembered with its reason.
 */
public final class BootDesk {

    private final Map<MacAddress, Node> nodes;
    private final NodeStates states;
    private final DecideBoot decide;
    private final Turns turns;

    /** A desk at which nobody waits. */
    public BootDesk(Map<MacAddress, Node> nodes, NodeStates states, DecideBoot decide) {
        this(nodes, states, decide, new Turns(Integer.MAX_VALUE, InFlight.unlimited(), InstantSource.system()));
    }

    /** @param nodes what the inventory describes, by their network cards */
    public BootDesk(Map<MacAddress, Node> nodes, NodeStates states, DecideBoot decide, Turns turns) {
        this.nodes = Map.copyOf(nodes);
        this.states = states;
        this.decide = decide;
        this.turns = turns;
    }

    /** @param client its hardware address, or whatever else it is told by when it has none */
    public Optional<Node> node(String client) {
        return MacAddress.parse(client).flatMap(mac -> Optional.ofNullable(nodes.get(mac)));
    }

    /** What a machine is answered that asks where to go on. */
    public Decision answer(String client, Platform platform, Route route) {
        Optional<Node> node = node(client);
        String asked = route + ", " + platform;
        if (node.isEmpty()) {
            Optional<NodeState> listed = states.seen(client, "it asked what to boot (" + asked + ")");
            Decision decision =
                    decide(route, turns::mayFetch).decide(node, listed.orElse(NodeState.DISCOVERED), platform, route);
            if (listed.isPresent()) {
                states.answered(client, asked, decision);
            }
            return decision;
        }
        String name = node.get().name();
        NodeState state = states.of(name);
        DecideBoot now = switch (state) {
            case ARMED ->
                decide(
                        route,
                        () -> DecideBoot.obstacle(node.get(), platform).isPresent()
                                || turns.has(name, () -> states.beingInstalled(turns.since())));
            case RESCUE, WIPING -> decide(route, turns::mayFetch);
            default -> decide;
        };
        Decision decision = now.decide(node, state, platform, route);
        states.answered(name, asked, decision);
        return decision;
    }

    /** @param room is asked only where a machine would begin to fetch what it runs, since to ask may take a place */
    private DecideBoot decide(Route route, BooleanSupplier room) {
        boolean fetches = route == Route.IPXE || route == Route.GRUB;
        return new DecideBoot(decide.open(), decide.room() && (!fetches || room.getAsBoolean()));
    }

    /** Whether a machine is described, or was at least seen while it booted. */
    public boolean knows(String client) {
        return node(client).isPresent() || states.listed(client);
    }

    /** As what a machine is written down. */
    public String name(String client) {
        return node(client).map(Node::name).orElse(client);
    }

    /** A machine did something; nothing comes of it in a state in which that cannot be. */
    public void happened(String client, Happening happening, String cause) {
        states.noted(name(client), happening, cause);
    }

    /** A machine said something that is worth to be remembered. */
    public void remarked(String client, String cause) {
        states.remarked(name(client), cause);
    }

    /** A machine fetched what installs a profile; it may do so several times. */
    public void given(String client, String profile) {
        node(client).ifPresent(node -> {
            states.noted(node.name(), Happening.INSTALLER_GIVEN, "it fetched what installs " + profile);
            turns.began(node.name());
        });
    }
}
