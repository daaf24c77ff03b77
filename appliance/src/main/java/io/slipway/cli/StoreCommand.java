package io.slipway.cli;

import io.slipway.cli.line.Action;
import io.slipway.cli.line.Command;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Reading;
import io.slipway.cli.line.Syntax;
import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.mirror.store.CollectGarbage;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.Generation;
import io.slipway.mirror.store.KeptSize;
import io.slipway.mirror.store.Pointer;
import io.slipway.mirror.store.StoreWriter;
import io.slipway.mirror.store.VerifyStore;
import io.slipway.mirror.sync.RollBack;
import io.slipway.mirror.sync.SyncMirrors;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** {@code slipway store}. */
final class StoreCommand implements Command {

    private final Supplier<Path> home;
    private final Console console;
    private final Progress progress;

    StoreCommand(Supplier<Path> home, Console console, Progress progress) {
        this.home = home;
        this.console = console;
        this.progress = progress;
    }

    @Override
    public Action declare(Syntax syntax) {
        syntax.command(
                "list",
                "List what is in the store, and of which generations; the one that counts has a star.",
                this::list);
        syntax.command(
                "rollback",
                "Serve another generation from now on, dated and signed anew so that nodes go along; the next sync that finds"
                        + " something new goes forward again.",
                this::rollback);
        syntax.command("forget", "Stop serving what has this name; 'gc' then frees what only it had.", this::forget);
        syntax.command(
                "gc",
                "Remove old generations and what nothing needs any more, also while others serve and sync.",
                this::collect);
        syntax.command("verify", "Read everything in the store again and say what is wrong.", this::verify);
        return console.usage(syntax);
    }

    private Action list(Syntax syntax) {
        Given<String> names = syntax.operand("[NAME...]", "what to list; everything if none is named");
        return () -> list(names.all());
    }

    private int list(List<String> names) {
        PrintWriter out = console.out();
        ContentStore store = store();
        for (String name : names.isEmpty() ? store.names() : names) {
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
        console.line(Count.of(size.files(), "file") + " in all, " + Sizes.shown(size.bytes()));
        return 0;
    }

    private static long sizeOf(Generation generation) {
        return generation.served().values().stream()
                .distinct()
                .mapToLong(Generation.Entry::size)
                .sum();
    }

    private Action rollback(Syntax syntax) {
        Given<String> name = syntax.operand("NAME", "what to roll back");
        Given<String> id = syntax.operand("[GENERATION]", "which to serve (default: the one before the current one)");
        return () -> rollback(name.last().orElseThrow(), id.last());
    }

    private int rollback(String name, Optional<String> id) {
        RollBack.Done done = new RollBack(home.get(), InstantSource.system(), new SecureRandom()).to(name, id);
        Pointer now = done.pointer();
        console.line("'" + name + "' is now " + now.current()
                + now.before().map(before -> "; it was " + before).orElse(""));
        done.vendors()
                .forEach(directory -> console.line("the index of '" + directory
                        + "' is the vendor's own: a node that has a newer one stays with that"));
        return 0;
    }

    private Action forget(Syntax syntax) {
        Given<String> name = syntax.operand("NAME", "what to forget");
        return () -> {
            store().forget(name.last().orElseThrow());
            console.line("'" + name.last().orElseThrow() + "' is forgotten");
            return 0;
        };
    }

    private Action collect(Syntax syntax) {
        Given<Integer> keep =
                syntax.option("--keep", "N", Reading.NUMBER, "how many generations of each name stay (default: 3)");
        Given<Integer> hours = syntax.option(
                "--grace",
                "HOURS",
                Reading.NUMBER,
                "what came in so many hours stays, for a sync that failed (default: 24)");
        Given<Boolean> dryRun = syntax.flag("--dry-run", "only say what would go");
        return () -> collect(keep.or(3), hours.or(24), dryRun.present());
    }

    private int collect(int keep, int hours, boolean dryRun) {
        if (keep < 1 || hours < 0) {
            throw new CommandException(Problem.of("--keep is at least 1, and --grace at least 0"));
        }
        CollectGarbage.Rules rules = new CollectGarbage.Rules(keep, Duration.ofHours(hours));
        CollectGarbage.Report report = dryRun
                ? CollectGarbage.plan(store(), rules, progress)
                : CollectGarbage.collect(store(), rules, progress);
        console.line((dryRun ? "would remove " : "removed ") + Count.of(report.generations(), "generation") + " and "
                + Count.of(report.blobs(), "file") + " (" + Sizes.shown(report.bytes()) + "); "
                + Count.of(report.stays().files(), "file") + " ("
                + Sizes.shown(report.stays().bytes()) + ") "
                + (report.stays().files() == 1 ? "stays" : "stay"));
        return 0;
    }

    private Action verify(Syntax syntax) {
        Given<Boolean> discard =
                syntax.flag("--discard", "remove damaged files, so that the next sync or push brings them again");
        return () -> verify(discard.present());
    }

    private ContentStore store() {
        return SyncMirrors.storeIn(home.get());
    }

    private static String unfinished(VerifyStore.Report report) {
        return report.unfinished() == 0
                ? ""
                : ", " + Count.of(report.unfinished(), "unfinished download") + " ("
                        + Sizes.shown(report.unfinishedBytes()) + ")";
    }

    private int verify(boolean discard) {
        PrintWriter out = console.out();
        ContentStore store = store();
        VerifyStore.Report report = VerifyStore.verify(store, progress);
        report.problems().forEach(out::println);
        if (discard && !report.damaged().isEmpty()) {
            try (StoreWriter writer = store.lock("slipway store verify --discard")) {
                report.damaged().forEach(writer::discard);
            }
            out.println("removed " + Count.of(report.damaged().size(), "damaged file")
                    + ": run 'slipway sync' to fetch again what is missing; push again what was pushed");
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
