package io.slipway.cli;

import io.slipway.automation.inventory.Inventory;
import io.slipway.cli.line.Action;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Reading;
import io.slipway.cli.line.Syntax;
import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.Progress;
import io.slipway.mirror.serve.MirrorServer;
import io.slipway.netboot.install.Way;
import io.slipway.netboot.serve.Netboot;
import io.slipway.netboot.serve.NetbootSettings;
import io.slipway.netboot.tftp.OfferedDirectory;
import io.slipway.netboot.tftp.TftpEvent;
import io.slipway.netboot.tftp.TftpServer;
import io.slipway.netboot.tftp.TftpSettings;
import io.slipway.pod.InstallNodes;
import io.slipway.pod.Pod;
import io.slipway.pod.ReadPod;
import io.slipway.server.Access;
import io.slipway.server.FrontDoor;
import io.slipway.server.ListenAddress;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** {@code slipway serve}: until it is told to stop. */
final class ServeCommand implements Action {

    private static final ListenAddress EVERYWHERE = new ListenAddress(ListenAddress.ALL, 8080);

    /** What opens a node's answers is for nobody who reads a log. */
    private static final Pattern TOKEN = Pattern.compile("(" + Way.ANSWERS + ")[^/\\s\"]+");

    private static final Reading<ListenAddress> ADDRESS =
            new Reading<>(ListenAddress::parse, "ADDRESS:PORT, such as 0.0.0.0:8080 or [::]:8080");

    private final Supplier<Path> home;
    private final Supplier<ApplianceSettings> settings;
    private final PodInventory inventory;
    private final Path templates;
    private final PrintWriter out;
    private final Progress progress;

    private final Given<ListenAddress> listening;
    private final Given<ListenAddress> tls;
    private final Given<String> names;
    private final Given<ListenAddress> tftp;
    private final Given<Boolean> accessLog;

    /** @param templates of what installs nodes, as they come with Slipway */
    ServeCommand(
            Syntax syntax,
            Supplier<Path> home,
            Supplier<ApplianceSettings> settings,
            PodInventory inventory,
            Path templates,
            PrintWriter out,
            Progress progress) {
        this.home = home;
        this.settings = settings;
        this.inventory = inventory;
        this.templates = templates;
        this.out = out;
        this.progress = progress;
        listening = syntax.option("--listen", "ADDRESS:PORT", ADDRESS, "where to listen (default: " + EVERYWHERE + ")");
        tls = syntax.option(
                "--tls",
                "ADDRESS:PORT",
                ADDRESS,
                "listen here over TLS, too, with a certificate of the pod's own authority; usual is :8443");
        names = syntax.listed(
                "--tls-name",
                "NAME",
                "a name or an address that this certificate is good for, beside the machine's own; may be given again");
        tftp = syntax.option(
                "--tftp",
                "ADDRESS:PORT",
                ADDRESS,
                "serve the files in the home's folder 'tftp' over TFTP, too; nodes ask at port 69");
        accessLog = syntax.flag("--access-log", "print a line for every request");
    }

    @Override
    public int run() throws InterruptedException {
        ListenAddress listen = listening.or(EVERYWHERE);
        Optional<BootServing> booting = booting();
        Optional<NamesAndTime> naming = namesAndTime();
        CountDownLatch stopped = new CountDownLatch(1);
        MirrorServer server = MirrorServer.start(
                home.get(),
                new MirrorServer.Entrances(listen.socket(), tls.last().map(ListenAddress::socket), names.all()),
                new Printing(),
                change -> progress.note(change.toString()),
                booting.map(BootServing::routes).orElse(List.of()));
        List<Runnable> ends = new ArrayList<>(List.of(server::close));
        try {
            out.println("serving on http://" + new ListenAddress(listen.host(), server.port()) + "/");
            server.tlsPort()
                    .ifPresent(port -> out.println("serving on https://"
                            + new ListenAddress(tls.last().orElseThrow().host(), port) + "/"));
            tftp.last().map(this::serveLoaders).ifPresent(loaders -> {
                ends.add(loaders::close);
                InetSocketAddress at = loaders.address();
                out.println("serving on tftp://" + new ListenAddress(at.getHostString(), at.getPort()) + "/");
            });
            booting.ifPresent(its -> {
                Netboot netboot = its.start(server.port());
                ends.add(netboot::close);
                ends.add(its::close);
                netboot.told().forEach(out::println);
            });
            naming.ifPresent(its -> {
                ends.add(its::close);
                its.start().forEach(out::println);
            });
            out.flush();
        } catch (ProblemException e) {
            ends.forEach(Runnable::run);
            throw e;
        }
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(() -> {
            ends.forEach(Runnable::run);
            stopped.countDown();
        }));
        stopped.await();
        return 0;
    }

    /** Nothing when no interface is named at which machines are booted. */
    private Optional<BootServing> booting() {
        NetbootSettings netboot = settings.get().netboot();
        if (netboot.interfaces().isEmpty()) {
            return Optional.empty();
        }
        Inventory hosts = inventory.read();
        Pod pod = ReadPod.of(hosts);
        return Optional.of(BootServing.prepare(
                home.get(),
                netboot,
                new BootServing.Described(pod, InstallNodes.of(pod, hosts, inventory.opened()), templates),
                progress,
                accessLog.present()));
    }

    /** Nothing when neither is set. */
    private Optional<NamesAndTime> namesAndTime() {
        ApplianceSettings its = settings.get();
        return its.dns().isEmpty() && its.ntp().isEmpty()
                ? Optional.empty()
                : Optional.of(NamesAndTime.prepare(
                        home.get(), its, () -> ReadPod.of(inventory.read()), progress, accessLog.present()));
    }

    private TftpServer serveLoaders(ListenAddress address) {
        Path directory = home.get().resolve("tftp");
        try {
            Files.createDirectories(directory);
            return TftpServer.start(
                    new InetSocketAddress(address.host(), address.port()),
                    new OfferedDirectory(directory),
                    TftpSettings.DEFAULT,
                    this::told);
        } catch (IOException e) {
            throw new CommandException(Problem.of("cannot serve files over TFTP")
                    .at(Position.in(directory.toString()))
                    .because(IoReason.of(e, directory)));
        }
    }

    private void told(TftpEvent event) {
        if (event instanceof TftpEvent.Failed || accessLog.present()) {
            progress.note(event.toString());
        }
    }

    private final class Printing implements FrontDoor.Listener {
        @Override
        public void answered(Access access) {
            if (accessLog.present()) {
                progress.note(TOKEN.matcher(access.toString()).replaceAll("$1…"));
            }
        }

        @Override
        public void failed(Problem problem) {
            progress.note(problem.toString());
        }
    }
}
