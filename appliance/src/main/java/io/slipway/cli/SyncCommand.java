package io.slipway.cli;

import io.slipway.cli.line.Action;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Reading;
import io.slipway.cli.line.Syntax;
import io.slipway.common.Progress;
import io.slipway.mirror.apt.control.BinaryPackage;
import io.slipway.mirror.oci.sync.ImagePlan;
import io.slipway.mirror.sync.Outcome;
import io.slipway.mirror.sync.Plan;
import io.slipway.mirror.sync.SyncMirrors;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** {@code slipway sync}. */
final class SyncCommand implements Action {

    private static final Path MIRRORS = Path.of("mirrors");
    private static final String JSON = "json";

    private final Supplier<Path> home;
    private final Console console;
    private final Progress progress;

    private final Given<String> names;
    private final Given<Path> mirrors;
    private final Given<Boolean> planOnly;
    private final Given<Boolean> locked;
    private final Given<String> output;

    SyncCommand(Syntax syntax, Supplier<Path> home, Console console, Progress progress) {
        this.home = home;
        this.console = console;
        this.progress = progress;
        names = syntax.operand("[NAME...]", "mirrors to sync; all if none is named");
        mirrors =
                syntax.option("--mirrors", "DIR", Reading.FILE, "directory of descriptions (default: " + MIRRORS + ")");
        planOnly = syntax.flag("--plan", "show what would come, its size and why, but fetch no package and no layer");
        locked = syntax.flag("--locked", "take exactly what the locks name, and fail if something of it is gone");
        output = syntax.option("--output", "FORM", Reading.oneOf("text", JSON), "text or json (default: text)");
    }

    @Override
    public int run() {
        SyncMirrors.Setup setup = SyncMirrors.Setup.standard(home.get(), mirrors.or(MIRRORS), progress);
        List<Outcome> outcomes = new SyncMirrors(setup).run(names.all(), planOnly.present(), locked.present());
        if (output.or("text").equals(JSON)) {
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
            boolean several = plan.architectures().size() > 1;
            plan.items().forEach(item -> print(item, several));
            plan.sources().forEach(this::print);
        } else if (outcome instanceof Outcome.PlannedImages(ImagePlan plan)) {
            plan.items().forEach(this::print);
        }
        console.out().println(SyncText.of(outcome));
    }

    private void print(ImagePlan.Item item) {
        console.out()
                .printf(
                        "%s %-60s %10s  %s%s%n",
                        item.missing() == 0 ? " " : "+",
                        item.image().shown(),
                        Sizes.shown(item.size()),
                        item.image().digest(),
                        item.companions() == 0 ? "" : ", with " + Count.of(item.companions(), "signature"));
    }

    /** @param several whether there are packages of more than one architecture, so that a name alone does not tell which this is */
    private void print(Plan.Item item, boolean several) {
        BinaryPackage chosen = item.pick().chosen();
        print(
                item.present(),
                chosen.name() + (several ? ":" + chosen.architecture() : "") + "=" + chosen.version(),
                chosen.size(),
                item.pick().chain());
    }

    private void print(Plan.SourceFile file) {
        print(file.present(), file.path(), file.file().content().size(), "source");
    }

    private void print(boolean present, String what, long size, String why) {
        console.out().printf("%s %-40s %10s  %s%n", present ? " " : "+", what, Sizes.shown(size), why);
    }
}
