package io.slipway.cli;

import io.slipway.automation.engine.RunOptions;
import io.slipway.automation.engine.RunOutcome;
import io.slipway.automation.inventory.Inventory;
import io.slipway.cli.line.Action;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Reading;
import io.slipway.cli.line.Syntax;
import io.slipway.cli.output.Style;
import io.slipway.common.state.JourneyTable;
import io.slipway.common.state.NodeTimeline;
import io.slipway.common.state.StateDatabase;
import io.slipway.netboot.boot.NodeStates;
import io.slipway.pod.Pod;
import io.slipway.pod.ReadPod;
import io.slipway.pod.journey.JourneyLock;
import io.slipway.pod.journey.JourneyLog;
import io.slipway.pod.journey.LookAtPod;
import io.slipway.pod.journey.Loss;
import io.slipway.pod.journey.Outlook;
import io.slipway.pod.journey.Stage;
import io.slipway.pod.journey.TakeJourney;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** {@code slipway up}: the whole journey of a pod. */
final class UpCommand implements Action {

    private static final int USUAL_WAIT_MINUTES = 120;
    private static final String EXIT_CODES = """
            Exit codes:
              0    every node is where it should be
              1    a mistake in the input, or another error
              2    a node got no further; the others went on
              4    a node could not be reached; the others went on
              99   it was interrupted
            """;

    private final Console console;
    private final PlaybookRuns runs;
    private final RunSettings settings;
    private final Printers printers;
    private final Supplier<Path> home;
    private final Supplier<List<String>> inventories;
    private final InstantSource clock = InstantSource.system();

    private final RunFlags flags;
    private final JourneyOptions journey;
    private final Given<Boolean> plan;
    private final Given<Integer> wait;

    /**
     * @param inventories those of the appliance's settings
     * @param program where Slipway lies, with its playbooks
     */
    UpCommand(
            Syntax syntax,
            RunFlags flags,
            Console console,
            PlaybookRuns runs,
            RunSettings settings,
            Printers printers,
            Supplier<Path> home,
            Supplier<List<String>> inventories,
            Path program) {
        this.flags = flags;
        this.console = console;
        this.runs = runs;
        this.settings = settings;
        this.printers = printers;
        this.home = home;
        this.inventories = inventories;
        journey = new JourneyOptions(syntax, program);
        plan = syntax.flag("--plan", "only say what would be done, as -C; no node is asked");
        wait = syntax.option(
                "--wait",
                "MINUTES",
                Reading.NUMBER,
                "how long nothing may happen to nodes that are being installed (default: " + USUAL_WAIT_MINUTES + ")");
        syntax.footer(EXIT_CODES);
    }

    @Override
    public int run() throws InterruptedException {
        RunOptions options = settings.options(flags, RunSettings.Tags.ALL, Optional.empty(), false);
        Inventory inventory = runs.inventory(flags, inventories.get());
        Set<String> chosen = Set.copyOf(runs.targets(inventory, "all", flags.limit.last()));
        Pod pod = ReadPod.of(inventory);
        String content = journey.content(inventory);
        try (StateDatabase database = StateDatabase.open(home.get())) {
            NodeStates states = new NodeStates(new NodeTimeline(database), clock);
            JourneyLog log = new JourneyLog(new JourneyTable(database), pod.name(), clock);
            LookAtPod look = new LookAtPod(inventory, pod, chosen, states, log);
            if (plan.present() || flags.check.present()) {
                JourneyText.of(Outlook.of(look, log, content, journey.anew(), journey.installs()))
                        .forEach(console::line);
                return 0;
            }
            Stream.of(Stage.values())
                    .filter(stage -> !stage.playbook().isEmpty())
                    .map(stage -> journey.playbooks().resolve(stage.playbook()))
                    .forEach(runs.loader(options)::check);
            try (JourneyLock _ = JourneyLock.of(home.get())) {
                JourneyHands hands =
                        new JourneyHands(console, runs, printers, home.get(), journey.playbooks(), inventory, options);
                Duration patience = Duration.ofMinutes(wait.or(USUAL_WAIT_MINUTES));
                return told(new TakeJourney(look, log, states, hands, clock, journey.installs(), patience)
                        .take(content, journey.anew()));
            }
        }
    }

    private int told(TakeJourney.Ending ending) {
        if (ending.interrupted()) {
            return RunOutcome.INTERRUPTED.status();
        }
        console.line("");
        console.line(console.paper().styled(Style.HIGHLIGHT, "== where the nodes are"));
        JourneyText.table(ending.standings(), ending.held()).forEach(console::line);
        console.line("");
        if (ending.held().isEmpty()) {
            console.line(console.paper().styled(Style.OK, "Every node is where it should be."));
            return RunOutcome.OK.status();
        }
        String some = ending.held().size() == 1 ? "One node" : ending.held().size() + " nodes";
        console.line(console.paper()
                .styled(
                        Style.FAILED,
                        some + " got no further, for the reason above; 'slipway up' goes on with what is left."));
        boolean unreachable = ending.held().values().stream().anyMatch(Loss::unreachable);
        return (unreachable ? RunOutcome.UNREACHABLE : RunOutcome.FAILED).status();
    }
}
