package io.slipway.cli;

import io.slipway.common.Problem;
import io.slipway.common.Progress;
import io.slipway.mirror.serve.MirrorServer;
import io.slipway.server.Access;
import io.slipway.server.FrontDoor;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
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
            converter = ListenAddress.class)
    private InetSocketAddress listen = new InetSocketAddress("0.0.0.0", 8080);

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
        MirrorServer server = MirrorServer.start(home.get(), listen, new Printing());
        Thread stop = Thread.ofPlatform().unstarted(() -> {
            server.close();
            stopped.countDown();
        });
        Runtime.getRuntime().addShutdownHook(stop);
        out.println("serving on http://" + listen.getHostString() + ":" + server.port() + "/");
        out.flush();
        stopped.await();
        return 0;
    }

    private final class Printing implements FrontDoor.Listener {
        @Override
        public void answered(Access access) {
            if (accessLog) {
                progress.note("%s %s %s %s %d %d %dms"
                        .formatted(
                                access.at(),
                                access.client(),
                                access.method(),
                                access.path(),
                                access.status(),
                                access.bytes(),
                                access.took().toMillis()));
            }
        }

        @Override
        public void failed(Problem problem) {
            progress.note(problem.toString());
        }
    }

    /** {@code ADDRESS:PORT} or {@code :PORT}. */
    static final class ListenAddress implements CommandLine.ITypeConverter<InetSocketAddress> {
        @Override
        public InetSocketAddress convert(String text) {
            int colon = text.lastIndexOf(':');
            String port = text.substring(colon + 1);
            if (colon < 0 || !port.matches("\\d{1,5}") || Integer.parseInt(port) > 65535) {
                throw new CommandLine.TypeConversionException(
                        "'" + text + "' is not ADDRESS:PORT, such as 0.0.0.0:8080");
            }
            String address = colon == 0 ? "0.0.0.0" : text.substring(0, colon).replaceAll("[\\[\\]]", "");
            return new InetSocketAddress(address, Integer.parseInt(port));
        }
    }
}
