package io.slipway.automation.transport.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.Connection;
import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Payload;
import io.slipway.automation.transport.Target;
import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.TransportException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** This machine, and with it everything about connections that has nothing to do with SSH. */
@Timeout(60)
class LocalConnectorTest {

    private static final Target HERE = new Target.Local("localhost");

    @TempDir
    Path dir;

    private final LocalConnector connector = new LocalConnector(System.getProperty("user.name"), new Random(3));

    @AfterEach
    void end() {
        connector.close();
    }

    private static TransportException fails(Kind kind, Connection connection, Exchange exchange, String... says) {
        TransportException failure = assertThrows(TransportException.class, () -> connection.run(exchange));
        assertEquals(kind, failure.kind(), failure.getMessage());
        for (String part : says) {
            assertTrue(failure.getMessage().contains(part), () -> failure.getMessage() + "\nlacks: " + part);
        }
        return failure;
    }

    private void awaitEnd(Path pid) throws IOException {
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .ifPresent(process -> process.onExit().join());
    }

    @Test
    void keepsOneConnectionAndOneShell() {
        Connection connection = connector.connect(HERE);
        assertSame(connection, connector.connect(HERE));
        String shell = connection.run(Exchange.of("echo $$")).out();
        assertEquals(shell, connector.connect(HERE).run(Exchange.of("echo $$")).out());
        connector.forget(HERE);
        assertNotSame(connection, connector.connect(HERE));
    }

    @Test
    void becomingOneselfIsNothing() {
        Become myself = Become.sudo(System.getProperty("user.name"));
        assertEquals(
                "x",
                connector.connect(HERE).run(Exchange.of("printf x").as(myself)).out());
    }

    @Test
    void givesEachThreadAShell() throws Exception {
        Connection connection = connector.connect(HERE);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> all = IntStream.range(0, 30)
                    .mapToObj(number -> threads.submit(() ->
                            connection.run(Exchange.of("printf " + number)).out()))
                    .toList();
            for (int number = 0; number < all.size(); number++) {
                assertEquals(Integer.toString(number), all.get(number).get());
            }
        }
    }

    @Test
    void stopsAScriptWhoseTimeIsUpAndGoesOn() throws IOException {
        Connection connection = connector.connect(HERE);
        Path pid = dir.resolve("pid");
        Exchange slow = Exchange.of("sleep 600 & echo $! > " + pid + "; wait").within(Duration.ofSeconds(1));
        fails(
                Kind.TIMED_OUT,
                connection,
                slow,
                "the script on localhost did not end within 1 s",
                "it was stopped on the node");
        awaitEnd(pid);
        assertEquals("on", connection.run(Exchange.of("printf on")).out());
    }

    @Test
    void stopsAScriptWhoseThreadIsInterrupted() throws Exception {
        Connection connection = connector.connect(HERE);
        Path pid = dir.resolve("pid");
        Thread me = Thread.currentThread();
        Exchange slow =
                Exchange.of("sleep 600 & echo $! > " + pid + "; echo; wait").to(signal(me::interrupt));
        fails(Kind.LOST, connection, slow, "was cancelled");
        assertTrue(Thread.interrupted());
        awaitEnd(pid);
    }

    @Test
    void stopsEverythingWhenItIsClosed() throws Exception {
        Connection connection = connector.connect(HERE);
        Path pid = dir.resolve("pid");
        CountDownLatch begun = new CountDownLatch(1);
        Thread closer = Thread.ofVirtual().start(() -> {
            try {
                begun.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            connector.close();
        });
        Exchange slow =
                Exchange.of("sleep 600 & echo $! > " + pid + "; echo; wait").to(signal(begun::countDown));
        fails(Kind.LOST, connection, slow, "was cancelled");
        closer.join();
        awaitEnd(pid);
        fails(
                Kind.LOST,
                connection,
                Exchange.of("true"),
                "the connection to localhost was closed",
                "nothing was running");
    }

    @Test
    void replacesAShellThatDiedMeanwhile() {
        Connection connection = connector.connect(HERE);
        long shell = Long.parseLong(connection.run(Exchange.of("echo $$")).out().strip());
        ProcessHandle handle = ProcessHandle.of(shell).orElseThrow();
        handle.destroyForcibly();
        handle.onExit().join();
        assertEquals("on", connection.run(Exchange.of("printf on")).out());
    }

    @Test
    void tellsWhenTheShellDiesInTheMiddle() {
        Connection connection = connector.connect(HERE);
        TransportException lost = fails(
                Kind.LOST,
                connection,
                Exchange.of("echo so far; kill -KILL $$; sleep 2"),
                "the shell on localhost ended in the middle of a script",
                "signal 9");
        assertFalse(lost.getMessage().contains("so far"), lost.getMessage());
        assertEquals("so far\n", new String(lost.soFar().orElseThrow().stdout(), UTF_8));
        assertEquals("on", connection.run(Exchange.of("printf on")).out());
    }

    @Test
    void tellsWhenInputOrOutputFailOnThisSide() {
        Connection connection = connector.connect(HERE);
        Path missing = dir.resolve("missing");
        fails(
                Kind.GIVEN_UP,
                connection,
                Exchange.of("cat").with(new Payload.FileContent(missing, 10)),
                "the input of the script on localhost could not be sent",
                "cannot read " + missing);
        fails(
                Kind.GIVEN_UP,
                connection,
                Exchange.of("head -c 80000000 /dev/zero"),
                "printed too much",
                "more than 64 MiB");
        assertEquals("on", connection.run(Exchange.of("printf on")).out());
    }

    private static OutputStream signal(Runnable action) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                action.run();
            }
        };
    }
}
