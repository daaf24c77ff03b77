package io.slipway.netboot.serve;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.SteadyClock;
import io.slipway.common.network.IpAddress;
import io.slipway.common.network.MacAddress;
import io.slipway.common.state.LeaseTable;
import io.slipway.netboot.boot.BootDesk;
import io.slipway.netboot.dhcp.DhcpEvent;
import io.slipway.netboot.dhcp.DhcpServer;
import io.slipway.netboot.dhcp.FindOtherServers;
import io.slipway.netboot.dhcp.Link;
import io.slipway.netboot.dhcp.Reservation;
import io.slipway.netboot.files.Loaders;
import io.slipway.netboot.tftp.TftpEvent;
import io.slipway.netboot.tftp.TftpServer;
import io.slipway.netboot.tftp.TftpSettings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** DHCP and TFTP at the interfaces that were named, as one thing: either all of them are there, or none. */
public final class Netboot implements AutoCloseable {

    private static final int TFTP_PORT = 69;

    /** Some servers look for three seconds whether anybody has the address that they are about to offer. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final List<Runnable> ends = new ArrayList<>();
    private final List<String> told = new ArrayList<>();

    /**
     * What is served.
     *
     * @param reservations addresses of nodes by their network cards
     * @param links whose machines are given addresses
     */
    public record Pod(BootDesk desk, Telling telling, Map<MacAddress, Reservation> reservations, List<Link> links) {}

    /** Who wants to know what happens. */
    public record Listener(Consumer<DhcpEvent> dhcp, Consumer<TftpEvent> tftp) {}

    private Netboot() {}

    /**
     * Starts what is set.
     *
     * @param httpPort where {@link BootRoutes} are served already
     * @throws NetbootException when another server gives addresses where this one should
     * @throws io.slipway.common.ProblemException when an interface or a port cannot be had
     */
    public static Netboot start(
            NetbootSettings settings,
            Pod pod,
            Loaders loaders,
            LeaseTable leases,
            int httpPort,
            RandomGenerator random,
            Listener listener) {
        Netboot netboot = new Netboot();
        try {
            settings.interfaces()
                    .forEach(name -> netboot.serveLoaders(name, settings, pod, loaders, httpPort, listener));
            if (settings.dhcp() != NetbootSettings.Dhcp.OFF) {
                netboot.serveDhcp(settings, pod, leases, httpPort, random, listener);
            }
            return netboot;
        } catch (RuntimeException e) {
            netboot.close();
            throw e;
        }
    }

    private void serveLoaders(
            String name, NetbootSettings settings, Pod pod, Loaders loaders, int httpPort, Listener listener) {
        IpAddress address = DhcpServer.addressOf(name);
        String base = "http://" + settings.server().orElse(address) + ":" + httpPort;
        TftpFiles offer = new TftpFiles(loaders, pod.telling, base);
        TftpServer server = TftpServer.start(
                new InetSocketAddress(address.toString(), TFTP_PORT), offer, TftpSettings.DEFAULT, listener.tftp);
        ends.add(server::close);
        told.add("serving on tftp://" + address + ":" + TFTP_PORT + "/ at " + name);
    }

    private void serveDhcp(
            NetbootSettings settings,
            Pod pod,
            LeaseTable leases,
            int httpPort,
            RandomGenerator random,
            Listener listener) {
        DhcpServer.Setting setting =
                new DhcpServer.Setting(settings.interfaces(), pod.desk, httpPort, settings.server(), listener.dhcp);
        String where = String.join(", ", settings.interfaces());
        if (settings.dhcp() == NetbootSettings.Dhcp.PROXY) {
            ends.add(DhcpServer.proxy(setting)::close);
            told.add("saying what to boot beside another DHCP server at " + where);
            return;
        }
        settings.interfaces().forEach(name -> refuseBeside(name, random));
        DhcpServer server =
                DhcpServer.authoritative(setting, pod.reservations, pod.links, leases, SteadyClock.started());
        ends.add(server::close);
        told.add("giving addresses by DHCP at " + where + ": "
                + pod.links.stream().map(Netboot::shown).collect(Collectors.joining(", ")) + ", "
                + pod.reservations.size() + " reserved");
    }

    private static String shown(Link link) {
        return link.network()
                + link.pool()
                        .map(pool -> " (" + pool.first() + "-" + pool.last() + " for machines that nobody described)")
                        .orElse("");
    }

    private static void refuseBeside(String name, RandomGenerator random) {
        NavigableSet<IpAddress> others = new FindOtherServers(random, PATIENCE).at(name);
        if (!others.isEmpty()) {
            throw new NetbootException(Problem.of("another DHCP server gives addresses here: "
                            + others.stream().map(IpAddress::toString).collect(Collectors.joining(", ")))
                    .at(Position.in(name))
                    .because("two servers that both do so give one address twice")
                    .hint("stop that one, or say what to boot beside it: 'netboot: {dhcp: proxy}' in slipway.yml"));
        }
    }

    /** What was started, a line for each. */
    public List<String> told() {
        return List.copyOf(told);
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
    }
}
