package io.slipway.cli;

import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.mirror.serve.MirrorServer;
import io.slipway.server.Access;
import io.slipway.server.FrontDoor;
import io.slipway.server.ListenAddress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code slipway serve}: until it is told to stop. */
@Command(
        name = "serve",
        description = "Serve mirrors and keys over HTTP until stopped by a signal.",
        mixinStandardHelpOptions = true)
public final class ServeCommand implements Callable<Integer> {

    private final Supplier<Path> home;
    private final PrintWriter out;
    private final Progress progress;

    @Option(
            names = "--listen",
            paramLabel = "ADDRESS:PORT",
            description = "where to listen (default: ${DEFAULT-VALUE})",
            converter = ToListenAddress.class)
    private ListenAddress listen = new ListenAddress(ListenAddress.ALL, 8080);

    @Option(names = "--access-log", description = "print a line for every request")
    private boolean accessLog;

    public ServeCommand(Supplier<Path> home, PrintWriter out, Progress progress) {
        this.home = home;
        this.out = out;
        this.progress = progress;
    }

    @Override
    public Integer call() throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        MirrorServer server = MirrorServer.start(home.get(), listen.socket(), new Printing());
        Thread stop = Thread.ofPlatform().unstarted(() -> {
            server.close();
            stopped.countDown();
        });
        Runtime.getRuntime().addShutdownHook(stop);
        out.println("serving on http://" + new ListenAddress(listen.host(), server.port()) + "/");
        out.flush();
        stopped.await();
        return 0;
    }

    private final class Printing implements FrontDoor.Listener {
        @Override
        public void answered(Access access) {
            if (accessLog) {
                progress.note(access.toString());
            }
        }

        @Override
        public void failed(Problem problem) {
            progress.note(problem.toString());
        }
    }

    static final class ToListenAddress implements CommandLine.ITypeConverter<ListenAddress> {
        @Override
        public ListenAddress convert(String text) {
            return ListenAddress.parse(text)
                    .orElseThrow(() -> new CommandLine.TypeConversionException(
                            "'" + text + "' is not ADDRESS:PORT, such as 0.0.0.0:8080 or [::]:8080"));
        }
    }
}
