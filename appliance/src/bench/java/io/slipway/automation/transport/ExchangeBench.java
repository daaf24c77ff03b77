package io.slipway.automation.transport;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slipway.automation.transport.local.LocalConnector;
import io.slipway.automation.transport.ssh.Passphrases;
import io.slipway.automation.transport.ssh.SshConnector;
import io.slipway.automation.transport.ssh.SshUser;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How long one exchange takes on a warm shell, and how long a byte takes there and back through OpenSSH's client, which nothing can beat
 * by much. Not part of the tests; {@code .ci/bench/exchange.sh} runs it.
 *
 * <p>Arguments: {@code local}, or {@code ADDRESS PORT USER KEY KNOWN_HOSTS}.
 */
public final class ExchangeBench {

    private static final int WARM_UP = 1500;
    private static final int ROUNDS = 3000;

    private ExchangeBench() {}

    public static void main(String[] args) throws IOException {
        boolean local = args[0].equals("local");
        Target target = local
                ? new Target.Local("localhost")
                : new Target.Ssh(
                        args[0],
                        args[0],
                        Integer.parseInt(args[1]),
                        args[2],
                        List.of(Path.of(args[3])),
                        null,
                        List.of(Path.of(args[4])),
                        true,
                        Duration.ofSeconds(20),
                        "");
        String user = System.getProperty("user.name");
        SecureRandom random = new SecureRandom();
        try (Connector connector = new RoutingConnector(
                new SshConnector(
                        new SshUser(Path.of(System.getProperty("user.home")), user, System.getenv(), SshUser.SYSTEM),
                        Passphrases.NOBODY,
                        InstantSource.system(),
                        random,
                        8), new LocalConnector(user, random))) {
            long start = System.nanoTime();
            Connection connection = connector.connect(target);
            connection.run(Exchange.of("true"));
            System.out.printf(Locale.ROOT, "%-34s %8.1f ms%n", "connect, log in and first exchange", (System.nanoTime() - start) / 1e6);
            measure("printf x", connection, Exchange.of("printf x"));
            measure("2 KiB of script", connection, Exchange.of("# " + "x".repeat(2000) + "\nprintf x"));
            measure("2 KiB of input", connection, Exchange.of("cat >/dev/null").with(new Payload.Bytes("x".repeat(2000).getBytes(UTF_8))));
            measure("one external command", connection, Exchange.of("/bin/true"));
            measure("printf x, as root", connection, Exchange.of("printf x").as(Become.sudo("root")));
        }
        if (!local) {
            echo("a byte to cat and back, by ssh", "cat", args);
            echo("a line to sh and back, by ssh", "while read -r line; do echo; done", args);
        }
    }

    /** One {@code ssh} that runs all the time. */
    private static void echo(String name, String command, String[] args) throws IOException {
        Process ssh = new ProcessBuilder(
                        "ssh", "-F", "none", "-o", "BatchMode=yes", "-o", "UserKnownHostsFile=" + args[4], "-i", args[3],
                        "-p", args[1], "-l", args[2], args[0], command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream out = ssh.getOutputStream();
                InputStream in = ssh.getInputStream()) {
            measure(name, () -> {
                out.write('\n');
                out.flush();
                if (in.read() < 0) {
                    throw new IOException("ssh ended");
                }
            });
        }
    }

    private interface Work {
        void go() throws IOException;
    }

    private static void measure(String name, Connection connection, Exchange exchange) throws IOException {
        measure(name, () -> connection.run(exchange));
    }

    private static void measure(String name, Work work) throws IOException {
        for (int i = 0; i < WARM_UP; i++) {
            work.go();
        }
        long[] nanos = new long[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            long start = System.nanoTime();
            work.go();
            nanos[i] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        List<String> cells = new ArrayList<>();
        for (double part : new double[] {0.5, 0.9, 0.99}) {
            cells.add(String.format(Locale.ROOT, "p%.0f %6.3f ms", part * 100, nanos[(int) (ROUNDS * part)] / 1e6));
        }
        System.out.printf(Locale.ROOT, "%-34s %s%n", name, String.join("   ", cells));
    }
}
