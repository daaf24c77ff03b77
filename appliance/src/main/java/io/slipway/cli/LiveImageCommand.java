package io.slipway.cli;

import io.slipway.cli.line.Action;
import io.slipway.cli.line.Given;
import io.slipway.cli.line.Reading;
import io.slipway.cli.line.Syntax;
import io.slipway.common.IoReason;
import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.netboot.live.LiveImage;
import io.slipway.netboot.serve.Telling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** {@code slipway node live-image}. */
final class LiveImageCommand implements Action {

    private static final String KERNEL = "linux-image-amd64";

    private final Supplier<Path> home;
    private final Console console;
    private final Given<Path> packages;
    private final Given<String> kernel;
    private final Given<String> keys;

    LiveImageCommand(Syntax syntax, Supplier<Path> home, Console console) {
        this.home = home;
        this.console = console;
        packages = syntax.option(
                "--packages",
                "DIR",
                Reading.FILE,
                "where Debian's packages of a kernel and of busybox-static lie (default: whatever this host's apt gets)");
        kernel = syntax.option(
                "--kernel", "PACKAGE", Reading.TEXT, "the package of the kernel (default: " + KERNEL + ")");
        keys = syntax.listed(
                "--authorized-key",
                "FILE",
                "a public key whose owner may come in as root over SSH; may be given again (default: nobody)");
    }

    @Override
    public int run() throws InterruptedException {
        List<String> allowed = new ArrayList<>();
        for (String file : keys.all()) {
            allowed.add(key(Path.of(file)));
        }
        LiveImage.Made made = LiveImage.make(
                new LiveImage.Wanted(packages.last(), kernel.or(KERNEL), allowed),
                home.get().resolve(BootServing.PROFILES),
                Telling.LIVE);
        console.line("made " + made.profile() + ": Linux " + made.version() + ", " + made.modules() + " modules, "
                + made.initrd() / 1024 / 1024 + " MiB to load");
        console.line(
                made.ssh()
                        ? "root can be reached over SSH with the keys that were given"
                        : "nobody can come in over SSH");
        if (!made.bmc()) {
            console.line("machines cannot say what address their BMC has: this host has no ipmitool to give them");
        }
        return 0;
    }

    private static String key(Path file) {
        try {
            String text = Files.readString(file).strip();
            if (!text.matches("[a-z0-9@.-]+ [A-Za-z0-9+/]+=*(?: [^\\n]*)?")) {
                throw new CommandException(Problem.of("this is not one public key of SSH")
                        .at(Position.in(file.toString()))
                        .hint("such files end with .pub"));
            }
            return text;
        } catch (IOException e) {
            throw new CommandException(Problem.of("the public key cannot be read")
                    .at(Position.in(file.toString()))
                    .because(IoReason.of(e, file)));
        }
    }
}
