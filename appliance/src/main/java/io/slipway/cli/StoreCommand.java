package io.slipway.cli;

import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.mirror.store.CollectGarbage;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.KeptSize;
import io.slipway.mirror.store.Pointer;
import io.slipway.mirror.store.StoreWriter;
import io.slipway.mirror.store.VerifyStore;
import io.slipway.mirror.sync.SyncMirrors;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code slipway store}. */
@Command(name = "store", description = "Look after the store.", mixinStandardHelpOptions = true)
public final class StoreCommand extends GroupCommand {

    private final Supplier<Path> home;
    private final PrintWriter out;
    private final Progress progress;

    public StoreCommand(Supplier<Path> home, PrintWriter out, Progress progress) {
        this.home = home;
        this.out = out;
        this.progress = progress;
    }

    private static String unfinished(VerifyStore.Report report) {
        return report.unfinished() == 0
                ? ""
                : ", " + Count.of(report.unfinished(), "unfinished download") + " ("
                        + Sizes.shown(report.unfinishedBytes()) + ")";
    }

    @Command(
            name = "list",
            description = "List what is in the store, and of which generations; the one that counts has a star.",
            mixinStandardHelpOptions = true)
    int list(
            @Parameters(paramLabel = "NAME", arity = "0..*", description = "what to list; everything if none is named")
                    @Nullable
                    List<String> names) {
        ContentStore store = store();
        List<String> wanted = names == null || names.isEmpty() ? store.names() : names;
        for (String name : wanted) {
            String current = store.currentId(name).orElse("");
            if (current.isEmpty() && store.generations(name).isEmpty()) {
                throw new CommandException(Problem.of("there is nothing named '" + name + "' in the store"));
            }
            for (String id : store.generations(name)) {
                Generation generation = store.generation(name, id);
                out.printf(
                        "%s %-20s %s  %s  %s, %s%n",
                        id.equals(current) ? "*" : " ",
                        name,
                        id,
                        generation.created(),
                        Count.of(generation.served().size(), "file"),
                        Sizes.shown(sizeOf(generation)));
            }
        }
        KeptSize.Amount size = store.size();
        out.println(Count.of(size.files(), "file") + " in all, " + Sizes.shown(size.bytes()));
        out.flush();
        return 0;
    }

    private static long sizeOf(Generation generation) {
        return generation.served().values().stream()
                .distinct()
                .mapToLong(Generation.Entry::size)
                .sum();
    }

    @Command(
            name = "rollback",
            description =
                    "Serve another generation from now on; the next sync that finds something new goes forward again.",
            mixinStandardHelpOptions = true)
    int rollback(
            @Parameters(paramLabel = "NAME", description = "what to roll back") String name,
            @Parameters(
                            paramLabel = "GENERATION",
                            arity = "0..1",
                            description = "which to serve (default: the one before the current one)")
                    @Nullable
                    String id) {
        Pointer now = store().rollBack(name, Optional.ofNullable(id));
        out.println("'" + name + "' is now " + now.current()
                + now.before().map(before -> "; it was " + before).orElse(""));
        out.flush();
        return 0;
    }

    @Command(
            name = "forget",
            description = "Stop serving what has this name; 'gc' then frees what only it had.",
            mixinStandardHelpOptions = true)
    int forget(@Parameters(paramLabel = "NAME", description = "what to forget") String name) {
        store().forget(name);
        out.println("'" + name + "' is forgotten");
        out.flush();
        return 0;
    }

    @Command(
            name = "gc",
            description = "Remove old generations and what nothing needs any more, also while others serve and sync.",
            mixinStandardHelpOptions = true)
    int collect(
            @Option(
                            names = "--keep",
                            paramLabel = "N",
                            defaultValue = "3",
                            description = "how many generations of each name stay (default: ${DEFAULT-VALUE})")
                    int keep,
            @Option(
                            names = "--grace",
                            paramLabel = "HOURS",
                            defaultValue = "24",
                            description =
                                    "what came in so many hours stays, for a sync that failed (default: ${DEFAULT-VALUE})")
                    int hours,
            @Option(names = "--dry-run", description = "only say what would go") boolean dryRun) {
        if (keep < 1 || hours < 0) {
            throw new CommandException(Problem.of("--keep is at least 1, and --grace at least 0"));
        }
        CollectGarbage.Rules rules = new CollectGarbage.Rules(keep, Duration.ofHours(hours));
        CollectGarbage.Report report = dryRun
                ? CollectGarbage.plan(store(), rules, progress)
                : CollectGarbage.collect(store(), rules, progress);
        out.println((dryRun ? "would remove " : "removed ") + Count.of(report.generations(), "generation") + " and "
                + Count.of(report.blobs(), "file") + " (" + Sizes.shown(report.bytes()) + "); "
                + Count.of(report.stays().files(), "file") + " ("
                + Sizes.shown(report.stays().bytes()) + ") "
                + (report.stays().files() == 1 ? "stays" : "stay"));
        out.flush();
        return 0;
    }

    private ContentStore store() {
        return SyncMirrors.storeIn(home.get());
    }

    @Command(
            name = "verify",
            description = "Read everything in the store again and say what is wrong.",
            mixinStandardHelpOptions = true)
    int verify(
            @Option(names = "--discard", description = "remove damaged files, so that the next sync fetches them again")
                    boolean discard) {
        ContentStore store = store();
        VerifyStore.Report report = VerifyStore.verify(store, progress);
        report.problems().forEach(out::println);
        if (discard && !report.damaged().isEmpty()) {
            try (StoreWriter writer = store.lock("slipway store verify --discard")) {
                report.damaged().forEach(writer::discard);
            }
            out.println("removed " + Count.of(report.damaged().size(), "damaged file")
                    + ": run 'slipway sync' to fetch again what is missing");
        }
        out.printf(
                "%s, %s, %s%s: %s%n",
                Count.of(report.blobs(), "file"),
                Sizes.shown(report.bytes()),
                Count.of(report.generations(), "generation"),
                unfinished(report),
                report.sound() ? "sound" : Count.of(report.problems().size(), "problem"));
        out.flush();
        return report.sound() ? 0 : 1;
    }
}
