package io.slipway.cli;

import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.common.SteadyClock;
import io.slipway.common.crypto.SigningKey;
import io.slipway.common.network.IpAddress;
import io.slipway.common.network.MacAddress;
import io.slipway.common.state.HardwareTable;
import io.slipway.common.state.InstallTable;
import io.slipway.common.state.LeaseTable;
import io.slipway.common.state.NodeTimeline;
import io.slipway.common.state.StateDatabase;
import io.slipway.netboot.boot.BootDesk;
import io.slipway.netboot.boot.DecideBoot;
import io.slipway.netboot.boot.InFlight;
import io.slipway.netboot.boot.Node;
import io.slipway.netboot.boot.NodeStates;
import io.slipway.netboot.boot.Turns;
import io.slipway.netboot.dhcp.DhcpEvent;
import io.slipway.netboot.dhcp.Link;
import io.slipway.netboot.dhcp.Reservation;
import io.slipway.netboot.files.FilesException;
import io.slipway.netboot.files.Loaders;
import io.slipway.netboot.files.Profiles;
import io.slipway.netboot.install.InstallNode;
import io.slipway.netboot.install.Installers;
import io.slipway.netboot.live.LiveDesk;
import io.slipway.netboot.live.LiveKeys;
import io.slipway.netboot.live.LiveRoutes;
import io.slipway.netboot.serve.BootRoutes;
import io.slipway.netboot.serve.InstallRoutes;
import io.slipway.netboot.serve.Installing;
import io.slipway.netboot.serve.Netboot;
import io.slipway.netboot.serve.NetbootSettings;
import io.slipway.netboot.serve.ReadNetboot;
import io.slipway.netboot.serve.Telling;
import io.slipway.netboot.tftp.TftpEvent;
import io.slipway.netboot.token.HostKeys;
import io.slipway.netboot.token.Tokens;
import io.slipway.pod.Pod;
import io.slipway.pod.PodNode;
import io.slipway.server.Route;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Booting machines, as {@code serve} does it: settings, inventory, state and files put together. */
final class BootServing implements AutoCloseable {

    /** Of the operator's own; see also {@link Profiles}. */
    private static final String LOADERS = "tftp";

    static final String PROFILES = "profiles";

    /** Keys of nodes that were installed, or ran from memory, from here. */
    static final String KNOWN_HOSTS = "known_hosts";

    /** Of the operator's own, which win over those that come with Slipway. */
    private static final String TEMPLATES = "pxe";

    /**
     * What the inventory says of the nodes.
     *
     * @param templates of what installs them, as they come with Slipway
     */
    record Described(Pod pod, Map<String, InstallNode> nodes, Path templates) {}

    private final NetbootSettings settings;
    private final Progress progress;
    private final boolean all;
    private final Loaders loaders;
    private final StateDatabase database;
    private final Netboot.Pod served;
    private final Installing installing;
    private final List<Route> live;
    private final InFlight flight;

    private BootServing(
            NetbootSettings settings,
            Progress progress,
            boolean all,
            Loaders loaders,
            StateDatabase database,
            Netboot.Pod served,
            Installing installing,
            List<Route> live,
            InFlight flight) {
        this.flight = flight;
        this.installing = installing;
        this.settings = settings;
        this.progress = progress;
        this.all = all;
        this.loaders = loaders;
        this.database = database;
        this.served = served;
        this.live = live;
    }

    /**
     * Reads all that is needed, and takes no port yet.
     *
     * @param all whether every request is noted, or only what went wrong
     */
    static BootServing prepare(
            Path home, NetbootSettings settings, Described described, Progress progress, boolean all) {
        Pod pod = described.pod();
        boolean giving = settings.dhcp() == NetbootSettings.Dhcp.AUTHORITATIVE;
        List<Link> links = giving ? links(settings, pod) : List.of();
        Map<MacAddress, Reservation> reservations = giving ? pod.reservations() : Map.of();
        Loaders loaders = new Loaders(home.resolve(LOADERS), Path.of("/"));
        loaders.demand(needed(pod));
        Profiles profiles = new Profiles(home.resolve(PROFILES));
        SecureRandom random = new SecureRandom();
        Installers installers = installers(home, described, profiles, random);
        StateDatabase database = StateDatabase.open(home);
        NodeStates states = new NodeStates(new NodeTimeline(database), InstantSource.system());
        InFlight flight = new InFlight(settings.inFlight());
        Turns turns = new Turns(settings.installs(), flight, SteadyClock.started());
        BootDesk desk = new BootDesk(pod.byCard(), states, new DecideBoot(settings.open(), true), turns);
        InstallTable table = new InstallTable(database);
        HostKeys keys = new HostKeys(table, random, home.resolve(KNOWN_HOSTS), names(pod));
        keys.publish();
        Tokens tokens = new Tokens(table, random, SteadyClock.started());
        LiveKeys liveKeys = new LiveKeys(states, tokens, keys);
        Consumer<Problem> failures = problem -> progress.note(problem.toString());
        Installing installing = new Installing(
                nodes(described, giving),
                states,
                profiles,
                installers,
                tokens,
                keys,
                table,
                InstantSource.system(),
                failures);
        Telling telling = new Telling(desk, profiles, installing, liveKeys, failures);
        Map<MacAddress, IpAddress> addresses = new HashMap<>();
        reservations.forEach((card, reservation) -> addresses.put(card, reservation.address()));
        return new BootServing(
                settings,
                progress,
                all,
                loaders,
                database,
                new Netboot.Pod(desk, telling, reservations, links),
                installing,
                LiveRoutes.of(
                        new LiveDesk(desk, new HardwareTable(database), addresses, pod.disks(), InstantSource.system()),
                        liveKeys),
                flight);
    }

    /** @throws CommandException naming everything that is wrong with what any node is installed with */
    private static Installers installers(Path home, Described described, Profiles profiles, SecureRandom random) {
        SigningKey key = SigningKey.openOrCreate(home.resolve("keys"), InstantSource.system(), random);
        Installers installers = new Installers(
                List.of(home.resolve(TEMPLATES), described.templates()),
                Base64.getEncoder().encodeToString(key.publicKeyring()));
        Set<Problem> problems = new LinkedHashSet<>();
        for (PodNode node : described.pod().nodes()) {
            InstallNode its =
                    Optional.ofNullable(described.nodes().get(node.name())).orElseThrow();
            try {
                node.node()
                        .profile()
                        .filter(profiles::has)
                        .map(profiles::read)
                        .filter(profile -> profile.installer().isPresent())
                        .ifPresent(profile -> problems.addAll(installers.mistakes(profile, its)));
            } catch (FilesException e) {
                problems.addAll(e.problems());
            }
        }
        if (!problems.isEmpty()) {
            throw new CommandException(List.copyOf(problems));
        }
        return installers;
    }

    private static Map<String, String> names(Pod pod) {
        return pod.nodes().stream()
                .collect(Collectors.toMap(
                        PodNode::name,
                        node -> node.name()
                                + node.address().map(address -> "," + address).orElse("")));
    }

    /** @param giving whether nodes have the addresses that the inventory says, and no others */
    private static Installing.Nodes nodes(Described described, boolean giving) {
        Map<String, String> profiles = new HashMap<>();
        Map<String, IpAddress> addresses = new HashMap<>();
        for (PodNode node : described.pod().nodes()) {
            node.node().profile().ifPresent(profile -> profiles.put(node.name(), profile));
            node.address().filter(_ -> giving).ifPresent(address -> addresses.put(node.name(), address));
        }
        return new Installing.Nodes(described.nodes(), profiles, addresses);
    }

    private static List<Link> links(NetbootSettings settings, Pod pod) {
        if (!settings.networks().isEmpty()) {
            return settings.networks();
        }
        return List.of(
                pod.network()
                        .map(network -> ReadNetboot.usual(
                                network, pod.gateway().stream().toList(), pod.domain()))
                        .orElseThrow(
                                () -> new CommandException(
                                        Problem.of("no network is described whose machines are given addresses")
                                                .hint(
                                                        "set 'networks' under 'netboot' in slipway.yml, or 'network' of slipway_pod in the inventory"))));
    }

    /** Those that any machine may ask for, and what only some nodes do. */
    private static Set<String> needed(Pod pod) {
        Set<String> names = new TreeSet<>(Set.of("undionly.kpxe", "snponly.efi", "ipxe.efi"));
        if (pod.nodes().stream().anyMatch(node -> node.node().loader() == Node.Loader.SIGNED)) {
            names.addAll(Set.of("shimx64.efi", "grubx64.efi"));
        }
        return names;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>(InstallRoutes.of(installing));
        routes.addAll(BootRoutes.of(served.telling(), loaders, flight));
        routes.addAll(live);
        return routes;
    }

    /** @param port where the routes are served */
    Netboot start(int port) {
        return Netboot.start(
                settings,
                served,
                loaders,
                new LeaseTable(database),
                port,
                new SecureRandom(),
                new Netboot.Listener(this::told, this::told));
    }

    private void told(DhcpEvent event) {
        if (event instanceof DhcpEvent.Failed || all) {
            progress.note(event.toString());
        }
    }

    private void told(TftpEvent event) {
        if (event instanceof TftpEvent.Failed || all) {
            progress.note(event.toString());
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
