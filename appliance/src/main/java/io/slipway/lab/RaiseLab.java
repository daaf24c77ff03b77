package io.slipway.lab;

import io.slipway.common.Progress;
import io.slipway.common.crypto.OpenSshKey;
import io.slipway.lab.Lab.LabNode;
import io.slipway.lab.engine.Engine;
import io.slipway.lab.engine.Engine.Container;
import io.slipway.lab.engine.Engine.Network;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Makes a lab what its spec says, from whatever there is: nothing, a part, a lab that was stopped, or another one of the same
 * name. What is right already is left alone; a node that is not is made anew.
 */
final class RaiseLab {

    private final Engine engine;
    private final LabSpec spec;
    private final LabFiles files;
    private final Supplier<List<Routes.Route>> routes;
    private final AwaitNode await;
    private final Progress progress;

    RaiseLab(
            Engine engine,
            LabSpec spec,
            LabFiles files,
            Supplier<List<Routes.Route>> routes,
            AwaitNode await,
            Progress progress) {
        this.engine = engine;
        this.spec = spec;
        this.files = files;
        this.routes = routes;
        this.await = await;
        this.progress = progress;
    }

    /** @param image what the nodes are made from, {@code repository:tag}; it is in the engine already */
    Lab from(String image) {
        List<Container> before = containersOfThisLab();
        Subnet subnet = network(before);
        Lab lab = describe(subnet);
        removeAllBut(lab.nodes(), before);
        tellWhatIsMissing(lab.nodes(), before);
        RaiseNode raiseNode = new RaiseNode(engine, Capabilities.ofANode(), await, progress);
        OpenSshKey login = files.loginKey();
        try (Progress.Step step = progress.begin(
                before.isEmpty() ? "start the nodes" : "look after the nodes",
                lab.nodes().size(),
                Progress.Unit.ITEMS)) {
            InParallel.map(lab.nodes(), node -> {
                NodePlan plan = new NodePlan(spec.name(), node, image, files.hostKey(node.name()), login.publicKey());
                raiseNode.raise(plan);
                step.advance(1);
                return node;
            });
        }
        files.describe(lab);
        return lab;
    }

    private Lab describe(Subnet subnet) {
        Map<Group, Integer> last = new EnumMap<>(Group.class);
        List<LabNode> nodes = new ArrayList<>();
        for (NodeSpec node : spec.nodes()) {
            int number = last.merge(node.group(), 1, Integer::sum);
            nodes.add(new LabNode(
                    node.name(), node.group(), subnet.host(node.group().firstHost() + number)));
        }
        return new Lab(spec.name(), subnet, subnet.gateway(), engine.address(), nodes, files.directory());
    }

    private List<Container> containersOfThisLab() {
        return engine.containers().stream()
                .filter(container -> spec.name().equals(container.labels().get(NodePlan.LAB)))
                .toList();
    }

    /** The lab's network as it is, unless the spec now wants another: then it is made anew, and with it all nodes. */
    private Subnet network(List<Container> nodes) {
        String name = NodePlan.resourceName(spec.name());
        Optional<Network> present = engine.network(name);
        if (present.isPresent()) {
            Network network = present.get();
            if (!spec.name().equals(network.labels().get(NodePlan.LAB))) {
                throw NodePlan.notOurs("network", name, spec.name());
            }
            Optional<Subnet> subnet = network.subnets().stream()
                    .flatMap(cidr -> Subnet.read(cidr).stream())
                    .findFirst();
            if (subnet.isPresent() && spec.subnet().map(subnet.get()::equals).orElse(true)) {
                return subnet.get();
            }
            InParallel.map(nodes, node -> {
                engine.remove(node.id());
                return node;
            });
            engine.removeNetwork(network.id());
        }
        return createNetwork(name);
    }

    private Subnet createNetwork(String name) {
        String bridge = bridge();
        List<Subnet> networks = engine.networks().stream()
                .flatMap(network -> network.subnets().stream())
                .flatMap(cidr -> Subnet.read(cidr).stream())
                .toList();
        List<Routes.Route> others = routes.get().stream()
                .filter(route -> !route.device().equals(bridge))
                .toList();
        FreeSubnet free = new FreeSubnet(others, networks);
        Subnet subnet = spec.subnet().map(free::checked).orElseGet(() -> free.forLab(name));
        engine.createNetwork(name, bridge, subnet.toString(), subnet.gateway(), Map.of(NodePlan.LAB, spec.name()));
        return subnet;
    }

    /** Its own however many homes have a lab of this name: a bridge that is left of this lab, and of no other, may be in its way. */
    private String bridge() {
        return "slw"
                + String.format(
                        "%08x", files.directory().toAbsolutePath().toString().hashCode());
    }

    private void removeAllBut(List<LabNode> wanted, List<Container> present) {
        List<String> names = wanted.stream().map(this::containerName).toList();
        InParallel.map(
                present.stream()
                        .filter(container -> !names.contains(container.name()))
                        .toList(),
                container -> {
                    progress.note(container.name() + " is not wanted any more: removing it");
                    engine.remove(container.id());
                    return container;
                });
    }

    /** Where there is a lab already: of a new one, all nodes are missing. */
    private void tellWhatIsMissing(List<LabNode> wanted, List<Container> before) {
        List<String> present = before.stream().map(Container::name).toList();
        wanted.stream()
                .filter(node -> !before.isEmpty() && !present.contains(containerName(node)))
                .forEach(node -> progress.note("node " + node.name() + " is missing: making it"));
    }

    private String containerName(LabNode node) {
        return NodePlan.resourceName(spec.name()) + "-" + node.name();
    }
}
