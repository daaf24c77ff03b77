package io.slipway.cli;

import io.slipway.common.Progress;
import io.slipway.mirror.sync.Outcome;
import io.slipway.mirror.sync.Plan;
import io.slipway.mirror.sync.SyncMirrors;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway sync}. */
@Command(
        name = "sync",
        description = "Fill the store from the descriptions in mirrors/ and publish what changed.",
        mixinStandardHelpOptions = true)
public final class SyncCommand implements Callable<Integer> {

    enum Output {
        text,
        json
    }

    private final Supplier<Path> home;
    private final Console console;
    private final Progress progress;

    @Parameters(paramLabel = "NAME", description = "mirrors to sync; all if none is named")
    private List<String> names = List.of();

    @Option(
            names = "--mirrors",
            paramLabel = "DIR",
            description = "directory of descriptions (default: ${DEFAULT-VALUE})")
    private Path mirrors = Path.of("mirrors");

    @Option(names = "--plan", description = "show what would come, its size and why, but fetch no package")
    private boolean planOnly;

    @Option(names = "--locked", description = "take exactly the packages that the locks name, and fail if one is gone")
    private boolean locked;

    @Option(names = "--output", description = "text or json (default: ${DEFAULT-VALUE})")
    private Output output = Output.text;

    public SyncCommand(Supplier<Path> home, Console console, Progress progress) {
        this.home = home;
        this.console = console;
        this.progress = progress;
    }

    @Override
    public Integer call() {
        SyncMirrors.Setup setup = SyncMirrors.Setup.standard(home.get(), mirrors, progress);
        List<Outcome> outcomes = new SyncMirrors(setup).run(names, planOnly, locked);
        if (output == Output.json) {
            console.out().println(PlanJson.of(outcomes));
        } else {
            outcomes.forEach(this::print);
        }
        console.out().flush();
        List<Outcome.Failed> failed = outcomes.stream()
                .filter(Outcome.Failed.class::isInstance)
                .map(Outcome.Failed.class::cast)
                .toList();
        failed.forEach(each -> console.error(each.cause()));
        return failed.isEmpty() ? 0 : Main.ERROR;
    }

    private void print(Outcome outcome) {
        if (outcome instanceof Outcome.Planned(Plan plan)) {
            plan.items().forEach(this::print);
        }
        console.out().println(SyncText.of(outcome));
    }

    private void print(Plan.Item item) {
        console.out()
                .printf(
                        "%s %-40s %10s  %s%n",
                        item.present() ? " " : "+",
                        item.pick().chosen().name() + "=" + item.pick().chosen().version(),
                        Sizes.shown(item.pick().chosen().size()),
                        item.pick().chain());
    }
}
