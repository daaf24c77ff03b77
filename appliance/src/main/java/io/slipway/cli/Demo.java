package io.slipway.cli;

import io.slipway.automation.engine.Notices;
import io.slipway.automation.engine.PlaybookRunner;
import io.slipway.automation.engine.RunEvent;
import io.slipway.automation.engine.RunOptions;
import io.slipway.cli.output.Look;
import io.slipway.cli.output.Style;
import io.slipway.cli.output.TextOutput;
import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.doctor.Doctor;
import io.slipway.doctor.Finding;
import io.slipway.doctor.ThisHost;
import io.slipway.lab.Lab;
import io.slipway.lab.LabSpec;
import io.slipway.lab.Labs;
import io.slipway.mirror.apt.machine.Machine;
import io.slipway.mirror.serve.MirrorServer;
import io.slipway.mirror.sync.Outcome;
import io.slipway.mirror.sync.SyncMirrors;
import io.slipway.server.Access;
import io.slipway.server.FrontDoor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The tour on one machine: doctor, sync, lab, serve, {@code site.yml}, and {@code site.yml} once more. */
final class Demo {

    static final String LAB = "demo";
    private static final String MIRROR = "demo";

    private final Path home;
    private final Path program;
    private final Map<String, String> environment;
    private final Console console;
    private final Progress progress;
    private final PlaybookRuns runs;
    private final RunSettings settings;
    private final String nodes;
    private final InstantSource clock = InstantSource.system();
    private final List<Part> parts = new ArrayList<>();
    private final Requests requests;

    /** What a part of the tour did, and how long it took. */
    private record Part(String name, Duration took, String result) {}

    @FunctionalInterface
    private interface Work<T> {
        T run() throws IOException;
    }

    Demo(
            Path home,
            Path program,
            Map<String, String> environment,
            Console console,
            Progress progress,
            PlaybookRuns runs,
            RunSettings settings,
            String nodes) {
        this.home = home;
        this.program = program;
        this.environment = environment;
        this.console = console;
        this.progress = progress;
        this.runs = runs;
        this.settings = settings;
        this.nodes = nodes;
        this.requests = new Requests();
    }

    /**
     * Takes the tour, and then waits or cleans up.
     *
     * @param keep leave everything running until Ctrl-C, the lab also after that
     * @return the exit code
     */
    int run(boolean keep) throws IOException {
        examine();
        Labs labs = new Labs(home, environment, progress);
        try {
            part("sync", this::sync);
            Lab lab = part("lab", () -> labs.up(LabSpec.named(LAB).nodes(nodes)));
            note(lab.nodes().size() + " systemd nodes with sshd and no Python, at " + lab.subnet());
            try (MirrorServer server = part("serve", () -> serve(lab))) {
                RunEvent.RunEnded first = part("site.yml", () -> site(lab, server.port()));
                RunEvent.RunEnded second = part("site.yml again", () -> site(lab, server.port()));
                boolean proven = clean(first) && clean(second) && changes(second) == 0;
                recap(proven, second);
                if (keep && proven) {
                    lookAround(lab, server.port());
                    awaitInterrupt();
                }
                return proven ? 0 : 2;
            }
        } finally {
            if (!keep) {
                labs.down(LAB, true);
            }
        }
    }

    private void examine() throws IOException {
        List<Finding> findings = part(
                "doctor",
                () -> Doctor.forHome(home, Doctor.Purpose.LAB).examine(new ThisHost(home, environment, clock)));
        if (!Doctor.ready(findings)) {
            console.out().print(DoctorCommand.text(findings));
            throw new CommandException(Problem.of("this host cannot run the demo")
                    .because("the lines above that begin with 'fail' say what is missing")
                    .hint("do what they say, then run the demo again"));
        }
    }

    private List<Outcome> sync() {
        List<Outcome> outcomes = new SyncMirrors(SyncMirrors.Setup.standard(home, program.resolve("mirrors"), progress))
                .run(List.of(MIRROR), false);
        for (Outcome outcome : outcomes) {
            if (outcome instanceof Outcome.Failed failed) {
                throw failed.cause();
            }
            note(SyncText.of(outcome));
        }
        return outcomes;
    }

    private MirrorServer serve(Lab lab) {
        MirrorServer server = MirrorServer.start(home, new InetSocketAddress(lab.gateway(), 0), requests);
        note("http://" + lab.gateway() + ":" + server.port() + "/ is the nodes' only source of packages");
        return server;
    }

    private RunEvent.RunEnded site(Lab lab, int port) {
        EndOfRun end = new EndOfRun();
        TextOutput text = new TextOutput(console.paper(), console.errors(), Look.usual(0));
        RunFlags flags = RunFlags.of("-i", lab.inventory().toString(), "-e", portOf(port));
        RunOptions options = settings.options(flags, RunSettings.Tags.ALL, Optional.empty(), false);
        List<Path> playbooks = List.of(program.resolve("playbooks/site.yml"));
        Optional<Journal> journal = Journal.ifPossible(home, playbooks, false, console);
        runs.run(
                runs.inventory(flags),
                playbooks,
                options,
                PlaybookRunner.Gate.OPEN,
                journal.<Notices>map(its -> its).orElse(Notices.FORGOTTEN),
                Stream.concat(journal.stream(), Stream.of(text, end)).toList());
        return end.event();
    }

    private <T> T part(String name, Work<T> work) throws IOException {
        console.line("");
        console.line(console.paper().styled(Style.HIGHLIGHT, "== " + name));
        long start = clock.millis();
        T result = work.run();
        Duration took = Duration.ofMillis(clock.millis() - start);
        parts.add(new Part(name, took, result instanceof RunEvent.RunEnded ended ? summary(ended) : ""));
        return result;
    }

    private void note(String line) {
        console.line("   " + line);
    }

    private static String summary(RunEvent.RunEnded ended) {
        int ok = ended.hosts().values().stream().mapToInt(RunEvent.Counts::ok).sum();
        return ended.hosts().size() + " nodes, ok=" + ok + " changed=" + changes(ended);
    }

    private static int changes(RunEvent.RunEnded ended) {
        return ended.hosts().values().stream()
                .mapToInt(RunEvent.Counts::changed)
                .sum();
    }

    private static boolean clean(RunEvent.RunEnded ended) {
        return !ended.hosts().isEmpty()
                && ended.hosts().values().stream().allMatch(c -> c.failed() == 0 && c.unreachable() == 0);
    }

    private void recap(boolean proven, RunEvent.RunEnded second) {
        console.line("");
        console.line(console.paper().styled(Style.HIGHLIGHT, "== recap"));
        Duration total = Duration.ZERO;
        for (Part part : parts) {
            console.line("   %-16s %10s  %s".formatted(part.name, ConsoleProgress.time(part.took), part.result));
            total = total.plus(part.took);
        }
        console.line("   %-16s %10s  %s".formatted("in all", ConsoleProgress.time(total), requests.summary()));
        console.line("");
        console.line(console.paper()
                .styled(
                        proven ? Style.OK : Style.FAILED,
                        proven
                                ? "The pod is configured, and the second run changed nothing."
                                : "The second run should have changed nothing and failed nowhere, but: "
                                        + summary(second)));
    }

    private void lookAround(Lab lab, int port) {
        String homeOption = " --home " + home;
        console.line("");
        console.line("It is still running. Look around from another terminal:");
        console.line("   " + program + "/slipway lab status --name " + LAB + homeOption);
        console.line("   " + program + "/slipway lab ssh --name " + LAB + homeOption + " "
                + lab.nodes().getLast().name());
        console.line(
                "   curl http://" + lab.gateway() + ":" + port + "/apt/" + MIRROR + "/dists/" + suite() + "/InRelease");
        console.line("   " + program + "/slipway run " + program + "/playbooks/site.yml -i " + lab.inventory() + " -e "
                + portOf(port) + homeOption);
        console.line(
                "Ctrl-C stops the server. Afterwards: " + program + "/slipway lab down --name " + LAB + homeOption);
    }

    /** The variable by which a lab's inventory learns of a port that is not the default one. */
    private static String portOf(int port) {
        return "slipway_port=" + port;
    }

    /** The release that the mirror takes from this machine's own sources. */
    private static String suite() {
        return Machine.local().codename();
    }

    private static void awaitInterrupt() {
        try {
            Thread.sleep(Duration.ofDays(365));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** Counts what the nodes fetched. */
    private final class Requests implements FrontDoor.Listener {
        private final AtomicLong count = new AtomicLong();
        private final AtomicLong bytes = new AtomicLong();

        @Override
        public void answered(Access access) {
            count.incrementAndGet();
            bytes.addAndGet(access.bytes());
        }

        @Override
        public void failed(Problem problem) {
            progress.note(problem.toString());
        }

        String summary() {
            return count.get() + " requests, " + ConsoleProgress.bytes(bytes.get()) + " served to the nodes";
        }
    }
}
