package io.slipway.lab;

import io.slipway.lab.Lab.LabNode;
import io.slipway.lab.engine.Engine;
import io.slipway.lab.engine.Engine.Container;
import java.util.List;

/** A lab and how each of its nodes is. */
public record LabStatus(Lab lab, List<NodeStatus> nodes) {

    public LabStatus {
        nodes = List.copyOf(nodes);
    }

    /**
     * @param container the engine's word for its state, {@code absent} if it has no such container, {@code no engine}
     * @param systemd {@code running}, {@code degraded} …; empty if the container does not run
     * @param ssh whether its SSH server answers
     */
    public record NodeStatus(LabNode node, String container, String systemd, boolean ssh) {

        public boolean ready() {
            return container.equals("running") && ssh && (systemd.equals("running") || systemd.equals("degraded"));
        }
    }

    public boolean ready() {
        return nodes.stream().allMatch(NodeStatus::ready);
    }

    static LabStatus withoutEngine(Lab lab) {
        return new LabStatus(
                lab,
                lab.nodes().stream()
                        .map(node -> new NodeStatus(node, "no engine", "", false))
                        .toList());
    }

    static NodeStatus of(Engine engine, List<Container> containers, Lab lab, LabNode node) {
        String name = NodePlan.resourceName(lab.name()) + "-" + node.name();
        return containers.stream()
                .filter(container -> container.name().equals(name))
                .findFirst()
                .map(container -> container.running()
                        ? new NodeStatus(
                                node,
                                container.state(),
                                AwaitSsh.systemd(engine, container.id()),
                                AwaitSsh.answers(node.address()))
                        : new NodeStatus(node, container.state(), "", false))
                .orElseGet(() -> new NodeStatus(node, "absent", "", false));
    }
}
