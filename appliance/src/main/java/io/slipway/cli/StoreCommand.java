package io.slipway.cli;

import io.slipway.cli.line.Action;
import io.slipway.cli.line.Command;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Syntax;
import io.slipway.common.Progress;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.StoreWriter;
import io.slipway.mirror.store.VerifyStore;
import io.slipway.mirror.sync.SyncMirrors;
import java.io.PrintWriter;
import java.nio.file.Path;
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
        syntax.command("verify", "Read everything in the store again and say what is wrong.", this::verify);
        return console.usage(syntax);
    }

    private Action verify(Syntax syntax) {
        Given<Boolean> discard =
                syntax.flag("--discard", "remove damaged files, so that the next sync fetches them again");
        return () -> verify(discard.present());
    }

    private static String unfinished(VerifyStore.Report report) {
        return report.unfinished() == 0
                ? ""
                : ", " + Count.of(report.unfinished(), "unfinished download") + " ("
                        + Sizes.shown(report.unfinishedBytes()) + ")";
    }

    private int verify(boolean discard) {
        PrintWriter out = console.out();
        ContentStore store = SyncMirrors.storeIn(home.get());
        VerifyStore.Report report = VerifyStore.verify(store, progress);
        report.problems().forEach(out::println);
        if (discard && !report.damaged().isEmpty()) {
            try (StoreWriter writer = store.lock()) {
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
