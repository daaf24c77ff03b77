package io.slipway.cli;

import io.slipway.common.Progress;
import io.slipway.mirror.store.ContentStore;
import io.slipway.mirror.store.StoreWriter;
import io.slipway.mirror.store.VerifyStore;
import io.slipway.mirror.sync.SyncMirrors;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

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
            name = "verify",
            description = "Read everything in the store again and say what is wrong.",
            mixinStandardHelpOptions = true)
    int verify(
            @Option(names = "--discard", description = "remove damaged files, so that the next sync fetches them again")
                    boolean discard) {
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
