package io.slipway.cli;

import io.slipway.automation.engine.AdHoc;
import io.slipway.automation.engine.Notices;
import io.slipway.automation.engine.PlaybookRunner;
import io.slipway.automation.engine.RunListener;
import io.slipway.automation.engine.RunOptions;
import io.slipway.automation.engine.RunOutcome;
import io.slipway.automation.inventory.Inventory;
import io.slipway.automation.playbook.Play;
import io.slipway.cli.output.Style;
import io.slipway.pod.journey.Hands;
import io.slipway.pod.journey.Move;
import io.slipway.pod.journey.Stage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Has the engine do what a journey wants done, and tells the terminal. */
final class JourneyHands implements Hands {

    private final Console console;
    private final PlaybookRuns runs;
    private final Printers printers;
    private final Path home;
    private final Path playbooks;
    private final Inventory inventory;
    private final RunOptions options;
    private boolean waiting;

    JourneyHands(
            Console console,
            PlaybookRuns runs,
            Printers printers,
            Path home,
            Path playbooks,
            Inventory inventory,
            RunOptions options) {
        this.console = console;
        this.runs = runs;
        this.printers = printers;
        this.home = home;
        this.playbooks = playbooks;
        this.inventory = inventory;
        this.options = options;
    }

    /** Waiting is told once, however often it is looked whether it is over. */
    @Override
    public void begins(Move move) {
        boolean still = waiting && (move instanceof Move.Await || move instanceof Move.Reach);
        waiting = move instanceof Move.Await || (waiting && still);
        if (!still && !(move instanceof Move.Rest)) {
            console.line("");
            console.line(console.paper().styled(Style.HIGHLIGHT, "== " + JourneyText.of(move)));
        }
    }

    @Override
    public Done reach(List<String> nodes) {
        WhoIsLost listener = new WhoIsLost();
        Play ping = AdHoc.play(runs.loader(options), String.join(",", nodes), "ping", "", Optional.empty());
        RunOutcome outcome = runs.runPlays(inventory, List.of(ping), options.on(nodes), List.of(listener));
        if (!waiting) {
            listener.lost()
                    .forEach((node, loss) ->
                            console.line(console.paper().styled(Style.UNREACHABLE, node + ": " + loss.cause())));
        }
        return done(listener, outcome);
    }

    @Override
    public Done play(Stage stage, List<String> nodes) {
        List<Path> books = List.of(playbooks.resolve(stage.playbook()));
        WhoIsLost listener = new WhoIsLost();
        Optional<Journal> journal = Journal.ifPossible(home, books, false, console);
        RunOptions here = options.on(nodes);
        List<RunListener> listeners = Stream.of(journal.stream(), printers.asText(here).stream(), Stream.of(listener))
                .<RunListener>flatMap(all -> all)
                .toList();
        try {
            RunOutcome outcome = runs.run(
                    inventory,
                    books,
                    here,
                    PlaybookRunner.Gate.OPEN,
                    journal.<Notices>map(its -> its).orElse(Notices.FORGOTTEN),
                    listeners);
            return done(listener, outcome);
        } finally {
            journal.ifPresent(Journal::close);
        }
    }

    private static Done done(WhoIsLost listener, RunOutcome outcome) {
        return new Done(listener.lost(), listener.whole(), outcome == RunOutcome.INTERRUPTED);
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        Thread here = Thread.currentThread();
        try (OnInterrupt _ = OnInterrupt.stopping(here::interrupt, console, RunOutcome.INTERRUPTED.status())) {
            Thread.sleep(time);
        }
    }
}
