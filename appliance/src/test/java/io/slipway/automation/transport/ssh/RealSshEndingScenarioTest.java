package io.slipway.automation.transport.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
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
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scripts that end otherwise than by themselves, against the machine's own sshd. */
@Tag("scenario")
@Timeout(120)
class RealSshEndingScenarioTest extends RealSshFixture {

    @Test
    void stopsAScriptWhoseTimeIsUp() throws Exception {
        Connection connection = as(ADMIN);
        for (Become become : new Become[] {null, Become.sudo("root")}) {
            Path pids = dir.resolve("pids" + (become == null ? "" : become.user()));
            Files.createFile(pids, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw-rw-")));
            Files.setPosixFilePermissions(pids, PosixFilePermissions.fromString("rw-rw-rw-"));
            Exchange slow = Exchange.of("trap '' TERM; sleep 600 & echo $! > " + pids + "; sleep 600")
                    .as(become)
                    .within(Duration.ofSeconds(2));
            fails(Kind.TIMED_OUT, connection, slow, "did not end within 2 s", "it was stopped on the node");
            awaitEnd(pids);
            assertEquals(
                    "on", connection.run(Exchange.of("printf on").as(become)).out());
        }
    }

    @Test
    void leavesNothingBehindWhenItIsClosedInTheMiddle() throws Exception {
        Connection connection = as(ADMIN);
        Path pids = dir.resolve("pids");
        Files.createFile(pids);
        Files.setPosixFilePermissions(pids, PosixFilePermissions.fromString("rw-rw-rw-"));
        CountDownLatch begun = new CountDownLatch(1);
        Thread closer = Thread.ofVirtual().start(() -> {
            awaitQuietly(begun);
            connector.close();
        });
        Exchange slow = Exchange.of("sleep 600 & echo $! > " + pids + "; echo; sleep 600")
                .as(Become.sudo("root"))
                .to(signal(begun));
        fails(Kind.LOST, connection, slow, "was cancelled");
        closer.join();
        awaitEnd(pids);
    }

    /** It must hear TERM, for somebody wanted it to stop, and not the HUP of a line that was cut. */
    @Test
    void tellsAScriptToStopThatMuchIsOnItsWayTo() throws Exception {
        Path large = dir.resolve("large");
        long size = 1L << 30;
        try (RandomAccessFile sparse = new RandomAccessFile(large.toFile(), "rw")) {
            sparse.setLength(size);
        }
        Path heard = Files.createDirectory(dir.resolve("heard"));
        Files.setPosixFilePermissions(heard, PosixFilePermissions.fromString("rwxrwxrwx"));
        RealSshd sshd = sshd();
        try (Relay relay = new Relay(sshd)) {
            Connection connection = connector.connect(relay.target(sshd.target(ADMIN, "")));
            relay.slow(1 << 20);
            CountDownLatch begun = new CountDownLatch(1);
            AtomicLong sent = new AtomicLong();
            Thread closer = Thread.ofVirtual().start(() -> {
                awaitQuietly(begun);
                sent.set(relay.sent());
                connector.close();
            });
            fails(
                    Kind.LOST,
                    connection,
                    Exchange.of("for s in HUP TERM; do trap \": >" + heard + "/$s; exit 1\" $s; done;"
                                    + " head -c 4000000 >/dev/null; echo; cat >/dev/null")
                            .with(new Payload.FileContent(large, size))
                            .as(Become.sudo("root"))
                            .to(signal(begun)),
                    "was cancelled");
            closer.join();
            RealSshd.run("sh", "-c", "until [ -n \"$(ls " + heard + ")\" ]; do sleep 0.05; done");
            try (Stream<Path> files = Files.list(heard)) {
                assertEquals(List.of(heard.resolve("TERM")), files.toList());
            }
            long after = relay.sent() - sent.get();
            assertTrue(
                    after < 3 << 20, () -> after + " bytes followed, more than the 2 MiB of sshd's window under way");
        }
    }

    @Test
    void callsItLostWhenTheServerProcessIsKilled() throws Exception {
        RealSshd sshd = sshd();
        Target target = sshd.target(ADMIN, "");
        Connection connection = connector.connect(target);
        CountDownLatch begun = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            awaitQuietly(begun);
            sshd.servers().forEach(ProcessHandle::destroyForcibly);
        });
        fails(
                Kind.LOST,
                connection,
                Exchange.of("echo; sleep 600").to(signal(begun)),
                "lost the connection to node1",
                "unknown");
        assertNotEquals(
                "", connector.connect(target).run(Exchange.of("echo $$")).out());
    }

    @Test
    void givesUpAHostThatFroze() throws Exception {
        RealSshd sshd = sshd();
        Connection connection =
                connector.connect(sshd.target(ADMIN, "-o ServerAliveInterval=1 -o ServerAliveCountMax=1"));
        CountDownLatch begun = new CountDownLatch(1);
        Thread.ofVirtual().start(() -> {
            awaitQuietly(begun);
            sshd.servers().forEach(server -> signal("STOP", server));
        });
        fails(
                Kind.LOST,
                connection,
                Exchange.of("echo; sleep 600").to(signal(begun)),
                "lost the connection to node1",
                "the host gave no sign of life for 2 s");
    }

    @Test
    void waitsForASilentCommandOnAHostThatLives() throws Exception {
        Connection connection =
                connector.connect(sshd().target(ADMIN, "-o ServerAliveInterval=1 -o ServerAliveCountMax=1"));
        assertEquals("on", connection.run(Exchange.of("sleep 5; printf on")).out());
    }

    private static void signal(String name, ProcessHandle process) {
        try {
            RealSshd.run("kill", "-" + name, Long.toString(process.pid()));
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void tellsWhenTheShellIsKilled() throws Exception {
        Connection connection = as(ADMIN);
        TransportException lost = fails(
                Kind.LOST,
                connection,
                Exchange.of("echo so far; kill -KILL $$; sleep 600"),
                "the shell on node1 ended in the middle of a script",
                "KILL");
        assertEquals("so far\n", new String(lost.soFar().orElseThrow().stdout(), UTF_8));
        assertEquals("on", connection.run(Exchange.of("printf on")).out());
        connection.run(Exchange.of("pkill -KILL sleep"));
    }

    /** A killed process may linger a moment until it is buried. */
    private static void awaitEnd(Path pid) throws IOException {
        ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()))
                .ifPresent(process -> process.onExit().join());
    }

    private static OutputStream signal(CountDownLatch latch) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                latch.countDown();
            }
        };
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
