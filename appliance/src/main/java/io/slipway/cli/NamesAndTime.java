package io.slipway.cli;

import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.common.network.IpAddress;
import io.slipway.common.network.IpNetwork;
import io.slipway.common.state.EgressTable;
import io.slipway.common.state.StateDatabase;
import io.slipway.netboot.dhcp.DhcpServer;
import io.slipway.netboot.dhcp.Link;
import io.slipway.netboot.dns.BuildZones;
import io.slipway.netboot.dns.DnsEvent;
import io.slipway.netboot.dns.DnsServer;
import io.slipway.netboot.dns.EgressLog;
import io.slipway.netboot.dns.PodNames;
import io.slipway.netboot.dns.Zones;
import io.slipway.netboot.ntp.ClockState;
import io.slipway.netboot.ntp.KernelClock;
import io.slipway.netboot.ntp.NtpServer;
import io.slipway.netboot.serve.DnsSettings;
import io.slipway.netboot.serve.NetbootSettings;
import io.slipway.netboot.serve.NtpSettings;
import io.slipway.pod.Pod;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** The pod's names and its time, as {@code serve} does them: settings, inventory and state put together. */
final class NamesAndTime implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Forwarders are asked where name servers are. */
    private static final int FORWARDERS_PORT = 53;

    /** @param networks whose machines may ask for names outside */
    private record Names(DnsSettings settings, List<IpAddress> at, Zones zones, List<IpNetwork> networks) {}

    private record Time(NtpSettings settings, List<IpAddress> at) {}

    private final Path home;
    private final Progress progress;
    private final boolean all;
    private final List<Names> names = new ArrayList<>();
    private final List<Time> times = new ArrayList<>();
    private final List<Runnable> ends = new ArrayList<>();

    private NamesAndTime(Path home, Progress progress, boolean all) {
        this.home = home;
        this.progress = progress;
        this.all = all;
    }

    /**
     * Reads all that is needed, and takes no port yet.
     *
     * @param all whether every name outside the pod is noted, or only what went wrong
     */
    static NamesAndTime prepare(
            Path home, ApplianceSettings settings, Supplier<Pod> pod, Progress progress, boolean all) {
        NamesAndTime prepared = new NamesAndTime(home, progress, all);
        NetbootSettings netboot = settings.netboot();
        settings.dns().ifPresent(its -> {
            List<IpAddress> at = addresses("dns", its.interfaces(), netboot);
            prepared.names.add(names(its, at, pod.get(), netboot));
        });
        settings.ntp().ifPresent(its -> prepared.times.add(new Time(its, addresses("ntp", its.interfaces(), netboot))));
        return prepared;
    }

    private static List<IpAddress> addresses(String section, List<String> named, NetbootSettings netboot) {
        List<String> interfaces = named.isEmpty() ? netboot.interfaces() : named;
        if (interfaces.isEmpty()) {
            throw new CommandException(Problem.of("'" + section + "' does not say where it is served")
                    .hint("set 'interfaces' under '" + section + "' or 'netboot' in slipway.yml"));
        }
        return interfaces.stream().map(DhcpServer::addressOf).distinct().toList();
    }

    private static Names names(DnsSettings settings, List<IpAddress> at, Pod pod, NetbootSettings netboot) {
        List<IpNetwork> networks = Stream.concat(
                        pod.network().stream(), netboot.networks().stream().map(Link::network))
                .filter(network -> network.version() == 4)
                .distinct()
                .toList();
        List<PodNames.Host> hosts = pod.nodes().stream()
                .flatMap(node ->
                        node.address().stream().map(address -> new PodNames.Host(node.name(), address, node.at())))
                .toList();
        PodNames all = new PodNames(pod.domain(), hosts, settings.records(), networks, at);
        Zones zones = BuildZones.of(all, InstantSource.system().instant().getEpochSecond());
        return new Names(settings, at, zones, settings.clients().isEmpty() ? networks : settings.clients());
    }

    /** Starts everything; what was started, a line for each. */
    List<String> start() {
        List<String> told = new ArrayList<>();
        names.forEach(its -> told.addAll(serve(its)));
        for (Time time : times) {
            for (IpAddress address : time.at) {
                told.add("serving on ntp://" + serve(time.settings, address) + "/" + quality(time.settings));
            }
        }
        return told;
    }

    private List<String> serve(Names its) {
        StateDatabase database = StateDatabase.open(home);
        EgressLog log = EgressLog.start(
                new EgressTable(database),
                InstantSource.system(),
                e -> progress.note(e.problem().toString()));
        List<InetSocketAddress> forwarders = its.settings.forwarders().stream()
                .map(address -> new InetSocketAddress(address.toString(), FORWARDERS_PORT))
                .toList();
        DnsServer.Setting setting =
                new DnsServer.Setting(its.zones, forwarders, PATIENCE, its.networks, event -> told(event, log));
        List<String> told = new ArrayList<>();
        List<DnsServer> servers = new ArrayList<>();
        ends.add(() -> {
            servers.forEach(DnsServer::close);
            log.close();
            database.close();
        });
        for (IpAddress address : its.at) {
            InetSocketAddress at = new InetSocketAddress(address.toString(), its.settings.port());
            servers.add(DnsServer.start(at, setting, new SecureRandom()));
            told.add("serving on dns://" + address + ":" + its.settings.port() + "/ " + its.zones);
        }
        return told;
    }

    private void told(DnsEvent event, EgressLog log) {
        if (event instanceof DnsEvent.Outside outside) {
            log.asked(outside);
        }
        if (event instanceof DnsEvent.Failed || all) {
            progress.note(event.toString());
        }
    }

    private String serve(NtpSettings settings, IpAddress address) {
        NtpServer server = NtpServer.start(
                new InetSocketAddress(address.toString(), settings.port()),
                new NtpServer.Setting(
                        InstantSource.system(),
                        KernelClock::read,
                        settings.local(),
                        why -> progress.note("cannot tell the time: " + why)));
        ends.add(server::close);
        return address + ":" + settings.port();
    }

    private static String quality(NtpSettings settings) {
        if (KernelClock.read().leap() != ClockState.Leap.UNSYNCHRONISED) {
            return "";
        }
        return settings.local()
                ? " from this host's own clock, which nobody keeps right"
                : ", which clients do not take yet: nobody keeps this host's clock right"
                        + " (set 'local: true' under 'ntp' to have it count all the same)";
    }

    @Override
    public void close() {
        ends.forEach(Runnable::run);
    }
}
