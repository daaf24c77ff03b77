package io.slipway.cli;

import io.slipway.automation.inventory.Inventory;
import io.slipway.cli.line.Action;
import io.slipway.cli.line.Command;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Reading;
import io.slipway.cli.line.Syntax;
import io.slipway.common.Problem;
import io.slipway.common.network.MacAddress;
import io.slipway.common.state.HardwareTable;
import io.slipway.common.state.InstallTable;
import io.slipway.common.state.NodeTimeline;
import io.slipway.common.state.StateDatabase;
import io.slipway.netboot.boot.BootException;
import io.slipway.netboot.boot.NodeState;
import io.slipway.netboot.boot.NodeState.Happening;
import io.slipway.netboot.boot.NodeStates;
import io.slipway.netboot.files.Profiles;
import io.slipway.netboot.live.Hardware;
import io.slipway.netboot.live.ReadReport;
import io.slipway.pod.Pod;
import io.slipway.pod.PodNode;
import io.slipway.pod.ReadPod;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** {@code slipway node}. */
final class NodeCommand implements Command {

    private static final String NODES =
            "nodes as patterns of the inventory name them, or the hardware addresses of machines";

    private static final Map<String, Happening> MARKS = Map.of(
            "installing", Happening.INSTALLER_BEGAN,
            "installed", Happening.INSTALLER_ENDED,
            "ready", Happening.REACHED,
            "failed", Happening.FAILED);
    private static final List<String> WORDS = MARKS.keySet().stream().sorted().toList();
    private static final Reading<Happening> MARK =
            new Reading<>(text -> Optional.ofNullable(MARKS.get(text)), "one of " + String.join(", ", WORDS));

    private final Supplier<Path> home;
    private final Function<Syntax, PodInventory> inventories;
    private final Console console;
    private final String operator;

    /** @param operator who gives these commands */
    NodeCommand(Supplier<Path> home, Function<Syntax, PodInventory> inventories, Console console, String operator) {
        this.home = home;
        this.inventories = inventories;
        this.console = console;
        this.operator = operator;
    }

    private interface Work {
        int on(NodeStates states, NodeTimeline timeline, StateDatabase database);
    }

    private int with(Work work) {
        try (StateDatabase database = StateDatabase.open(home.get())) {
            NodeTimeline timeline = new NodeTimeline(database);
            return work.on(new NodeStates(timeline, InstantSource.system()), timeline, database);
        }
    }

    @Override
    public Action declare(Syntax syntax) {
        syntax.command(
                "list",
                "List the nodes of the inventory, then the machines that nobody described but were seen.",
                its -> {
                    PodInventory inventory = inventories.apply(its);
                    return () -> with((states, timeline, database) ->
                            list(ReadPod.of(inventory.read()), states, timeline, new HardwareTable(database)));
                });
        syntax.command("show", "Show what became of nodes, and why they were answered as they were last.", its -> {
            PodInventory inventory = inventories.apply(its);
            Given<String> names = its.operand("NODE...", NODES);
            return () ->
                    with((states, timeline, database) -> show(chosen(inventory, names), states, timeline, database));
        });
        change(syntax, "approve", "Say that a machine that was seen is ours.", Happening.APPROVED);
        syntax.command("install, arm", "Install nodes the next time they boot from the network.", its -> {
            PodInventory inventory = inventories.apply(its);
            Given<String> names = its.operand("NODE...", NODES);
            return () -> arm(chosen(inventory, names));
        });
        change(syntax, "disarm", "Take 'install' or 'rescue' back.", Happening.DISARMED);
        change(
                syntax,
                "rescue",
                "Have nodes boot from memory, and leave their disks alone, until 'disarm'.",
                Happening.RESCUE_WANTED);
        syntax.command(
                "wipe",
                "Boot nodes from memory and wipe the disks that their inventory names; 'disarm' takes it back in time.",
                its -> {
                    PodInventory inventory = inventories.apply(its);
                    Given<String> names = its.operand("NODE...", NODES);
                    return () -> wipe(chosen(inventory, names));
                });
        syntax.command(
                "live-image",
                "Make the system that machines run from memory, of this host's Debian packages.",
                its -> new LiveImageCommand(its, home, console));
        syntax.command("mark", "Say how far nodes came, for an installer that does not report it.", its -> {
            PodInventory inventory = inventories.apply(its);
            Given<Happening> state = its.operand("STATE", MARK, String.join(", ", WORDS));
            Given<String> names = its.operand("NODE...", NODES);
            return () -> happened(chosen(inventory, names).names, state.last().orElseThrow(), "mark");
        });
        return console.usage(syntax);
    }

    private void change(Syntax syntax, String verb, String summary, Happening happening) {
        syntax.command(verb, summary, its -> {
            PodInventory inventory = inventories.apply(its);
            Given<String> names = its.operand("NODE...", NODES);
            return () -> happened(chosen(inventory, names).names, happening, verb);
        });
    }

    /** @param names of nodes, and hardware addresses of machines that are none */
    private record Chosen(List<String> names, Map<String, PodNode> nodes) {}

    private static Chosen chosen(PodInventory from, Given<String> words) {
        Inventory inventory = from.read();
        Map<String, PodNode> nodes =
                ReadPod.of(inventory).nodes().stream().collect(Collectors.toMap(PodNode::name, node -> node));
        Set<String> names = new LinkedHashSet<>();
        List<Problem> problems = new ArrayList<>();
        for (String word : words.all()) {
            Optional<MacAddress> card = MacAddress.parse(word);
            if (card.isPresent()) {
                names.add(nodes.values().stream()
                        .filter(node -> node.mac().equals(card.get()))
                        .map(PodNode::name)
                        .findFirst()
                        .orElseGet(() -> card.get().written(2, ":", true)));
                continue;
            }
            List<String> hosts = inventory.select(word);
            hosts.stream().filter(nodes::containsKey).forEach(names::add);
            hosts.stream()
                    .filter(host -> !nodes.containsKey(host))
                    .map(host -> Problem.of("'" + host + "' is not a machine that boots from here")
                            .hint("give it a hardware address in the inventory: slipway: {mac: …}"))
                    .forEach(problems::add);
            if (hosts.isEmpty()) {
                problems.add(Problem.of("the inventory has no host '" + word + "'"));
            }
        }
        if (!problems.isEmpty()) {
            throw new CommandException(problems);
        }
        return new Chosen(List.copyOf(names), nodes);
    }

    private int list(Pod pod, NodeStates states, NodeTimeline timeline, HardwareTable table) {
        Map<String, NodeTimeline.Event> latest =
                timeline.latest().stream().collect(Collectors.toMap(NodeTimeline.Event::node, event -> event));
        for (PodNode node : pod.nodes()) {
            line(
                    node.name(),
                    states.of(node.name()).toString(),
                    card(node),
                    node.address().map(Object::toString).orElse("-"),
                    node.node().profile().orElse("-"),
                    table.find(card(node)).map(NodeCommand::hardware).map(Hardware::summary));
        }
        latest.values().stream()
                .filter(event -> MacAddress.parse(event.node()).isPresent())
                .sorted((one, other) -> one.node().compareTo(other.node()))
                .forEach(event -> line(
                        "-",
                        event.state(),
                        event.node(),
                        "-",
                        "-",
                        table.find(event.node()).map(NodeCommand::hardware).map(Hardware::summary)));
        console.out().flush();
        return 0;
    }

    private void line(
            String name, String state, String card, String address, String profile, Optional<String> hardware) {
        String last =
                hardware.map(its -> String.format("%-15s %s", profile, its)).orElse(profile);
        console.out().printf("%-20s %-11s %-18s %-16s %s%n", name, state, card, address, last);
    }

    private static String card(PodNode node) {
        return node.mac().written(2, ":", true);
    }

    private static Hardware hardware(HardwareTable.Row row) {
        return ReadReport.of(MacAddress.parse(row.card()).orElseThrow(), row.report());
    }

    private int show(Chosen chosen, NodeStates states, NodeTimeline timeline, StateDatabase database) {
        for (String name : chosen.names) {
            List<NodeTimeline.Event> events = timeline.events(name);
            PodNode node = chosen.nodes.get(name);
            if (node == null && events.isEmpty()) {
                throw new CommandException(Problem.of("no machine '" + name + "' was seen"));
            }
            console.out().println(name + " is " + states.of(name));
            if (node != null) {
                console.out().println("  card         " + card(node));
                node.address().ifPresent(address -> console.out().println("  address      " + address));
                node.node().profile().ifPresent(profile -> console.out().println("  profile      " + profile));
            }
            new HardwareTable(database).find(node == null ? name : card(node)).ifPresent(row -> {
                console.out().println("  reported     " + row.time());
                hardware(row).lines().forEach(line -> console.out().println("  " + line));
            });
            timeline.lastAnswer(name)
                    .ifPresent(answer -> console.out()
                            .println("  last answer  " + answer.time() + "  " + answer.answer() + ": "
                                    + answer.reason()));
            events.forEach(
                    event -> console.out().printf("  %s  %-11s %s%n", event.time(), event.state(), event.cause()));
            if (states.of(name) != NodeState.READY) {
                new InstallTable(database).log(name).ifPresent(log -> {
                    console.out().println("  its installer's last words, " + log.time() + ":");
                    log.text().lines().forEach(line -> console.out().println("    " + line));
                });
            }
        }
        console.out().flush();
        return 0;
    }

    /** Of none before it is said of each of them which disks it is about. */
    private int wipe(Chosen chosen) {
        List<Problem> problems = new ArrayList<>();
        for (String name : chosen.names) {
            PodNode node = chosen.nodes.get(name);
            if (node == null) {
                problems.add(Problem.of("nobody described '" + name + "'").hint("describe it in the inventory"));
            } else if (node.disks().isEmpty()) {
                problems.add(Problem.of("nothing says which disks of '" + name + "' may be wiped")
                        .at(node.at())
                        .hint("say it: slipway: {boot: {disk: {match: …}}}"));
            }
        }
        if (!problems.isEmpty()) {
            throw new CommandException(problems);
        }
        return happened(chosen.names, Happening.WIPE_WANTED, "wipe");
    }

    private int arm(Chosen chosen) {
        Profiles profiles = new Profiles(home.get().resolve(BootServing.PROFILES));
        List<Problem> problems = new ArrayList<>();
        for (String name : chosen.names) {
            PodNode node = chosen.nodes.get(name);
            if (node == null) {
                problems.add(Problem.of("nobody described '" + name + "'").hint("describe it in the inventory"));
            } else if (node.node().profile().isEmpty()) {
                problems.add(Problem.of("nothing says what is installed on '" + name + "'")
                        .at(node.at())
                        .hint("name a profile: slipway: {boot: {profile: …}}"));
            } else {
                profiles.read(node.node().profile().get());
            }
        }
        if (!problems.isEmpty()) {
            throw new CommandException(problems);
        }
        return happened(chosen.names, Happening.ARMED, "install");
    }

    /** Does what can be done, and then says what could not. */
    private int happened(List<String> names, Happening happening, String verb) {
        return with((states, _, _) -> {
            List<Problem> problems = new ArrayList<>();
            for (String name : names) {
                try {
                    NodeState state = states.happened(name, happening, operator + " said so: slipway node " + verb);
                    console.line(name + " is " + state);
                } catch (BootException e) {
                    problems.addAll(e.problems());
                }
            }
            if (!problems.isEmpty()) {
                throw new CommandException(problems);
            }
            return 0;
        });
    }
}
