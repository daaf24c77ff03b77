package io.slipway.automation.transport.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.Connection;
import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Payload;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.Target;
import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.TransportException.Kind;
import io.slipway.common.Secret;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Against the machine's own sshd and sudo, with users made for the test: one that may become anybody, one that must give its password
 * for that, and one that may not.
 */
@Tag("scenario")
@Timeout(120)
class RealSshScenarioTest {

    private static final String TAG = "slipway" + ProcessHandle.current().pid();
    private static final String ADMIN = TAG + "a";
    private static final String ASKED = TAG + "p";
    private static final String PLAIN = TAG + "n";
    private static final Path SUDOERS = Path.of("/etc/sudoers.d/" + TAG);

    @TempDir
    Path dir;

    private final List<RealSshd> opened = new ArrayList<>();
    private SshConnector connector = new SshConnector(Path.of("/nowhere"), "me", new SecureRandom(), 4);

    @BeforeAll
    static void makeUsers() throws Exception {
        for (String user : List.of(ADMIN, ASKED, PLAIN)) {
            RealSshd.run("useradd", "--no-create-home", "--home-dir", "/var/tmp", "--shell", "/bin/bash", user);
            RealSshd.run("sh", "-c", "echo '" + user + ":opensesame' | chpasswd");
        }
        Files.writeString(SUDOERS, ADMIN + " ALL=(ALL) NOPASSWD: ALL\n" + ASKED + " ALL=(ALL) ALL\n");
        Files.setPosixFilePermissions(SUDOERS, PosixFilePermissions.fromString("r--r-----"));
    }

    @AfterAll
    static void removeUsers() throws Exception {
        Files.delete(SUDOERS);
        for (String user : List.of(ADMIN, ASKED, PLAIN)) {
            RealSshd.run("userdel", user);
        }
    }

    @AfterEach
    void end() throws Exception {
        connector.close();
        for (RealSshd one : opened) {
            one.stop();
        }
    }

    private RealSshd sshd(String... settings) throws Exception {
        RealSshd sshd = new RealSshd(dir, settings);
        opened.add(sshd);
        return sshd;
    }

    private Connection as(String user, String... settings) throws Exception {
        return connector.connect(sshd(settings).target(user, ""));
    }

    private static TransportException fails(Kind kind, Connection connection, Exchange exchange, String... says) {
        TransportException failure = assertThrows(TransportException.class, () -> connection.run(exchange));
        assertEquals(kind, failure.kind(), failure.getMessage());
        for (String part : says) {
            assertTrue(failure.getMessage().contains(part), () -> failure.getMessage() + "\nlacks: " + part);
        }
        return failure;
    }

    @Test
    void usesOneShellForManyScripts() throws Exception {
        Connection connection = as(ADMIN);
        String first = connection.run(Exchange.of("echo $$")).out();
        connection.run(Exchange.of("exit 3"));
        connection.run(Exchange.of("set -e; false"));
        assertEquals(first, connection.run(Exchange.of("echo $$")).out());
    }

    @Test
    void carriesLargeAndBinaryThings() throws Exception {
        Connection connection = as(ADMIN);
        byte[] bytes = new byte[20_000_000];
        new Random(1).nextBytes(bytes);
        Reply reply = connection.run(Exchange.of("tee /dev/stderr; exit 7").with(new Payload.Bytes(bytes)));
        assertEquals(7, reply.exitCode());
        assertArrayEquals(bytes, reply.stdout());
        assertArrayEquals(bytes, reply.stderr());
        String script = "x='" + "0123456789é\n".repeat(300_000) + "'; printf %s \"$x\" | wc -c | tr -d ' \\n'";
        assertEquals("3900000", connection.run(Exchange.of(script)).out());
    }

    /** sshj gives up writing after 30 s without window unless told otherwise; here the window stays shut until the script ends. */
    @Test
    void abandonsInputThatNobodyReads() throws Exception {
        Connection connection = as(ADMIN);
        byte[] bytes = new byte[30_000_000];
        assertEquals(
                "x",
                connection
                        .run(Exchange.of("sleep 0.3; printf x").with(new Payload.Bytes(bytes)))
                        .out());
        assertEquals("y", connection.run(Exchange.of("printf y")).out());
    }

    @Test
    void runsForManyThreadsAtOnce() throws Exception {
        Connection connection = as(ADMIN);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> all = IntStream.range(0, 40)
                    .mapToObj(number -> threads.submit(() -> connection
                            .run(Exchange.of("printf " + number).as(number % 2 == 0 ? null : Become.sudo("root")))
                            .out()))
                    .toList();
            for (int number = 0; number < all.size(); number++) {
                assertEquals(Integer.toString(number), all.get(number).get());
            }
        }
    }

    @Test
    void makesDoWithOneSession() throws Exception {
        Connection connection = as(ADMIN, "MaxSessions 1");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> all = IntStream.range(0, 12)
                    .mapToObj(number -> threads.submit(() -> connection
                            .run(Exchange.of("id -un").as(number % 2 == 0 ? null : Become.sudo("root")))
                            .out()))
                    .toList();
            for (int number = 0; number < all.size(); number++) {
                assertEquals(
                        number % 2 == 0 ? ADMIN + "\n" : "root\n",
                        all.get(number).get());
            }
        }
    }

    @Test
    void saysWhatIsWrongWhereNoSessionIsAllowed() throws Exception {
        fails(Kind.UNREACHABLE, as(ADMIN, "MaxSessions 0"), Exchange.of("true"), "starts no session", "MaxSessions");
    }

    @Test
    void worksInSpiteOfAForcedCommandThatEndsAtOnce() throws Exception {
        fails(
                Kind.UNREACHABLE,
                as(ADMIN, "ForceCommand /bin/echo no shell for you >&2"),
                Exchange.of("true"),
                "no shell could be started on node1",
                "no shell for you");
    }

    @Test
    void becomesOthers() throws Exception {
        Connection connection = as(ADMIN);
        assertEquals(
                "root\n",
                connection.run(Exchange.of("id -un").as(Become.sudo("root"))).out());
        assertEquals(
                "nobody\n",
                connection.run(Exchange.of("id -un").as(Become.sudo("nobody"))).out());
        assertEquals(
                ADMIN + "\n",
                connection.run(Exchange.of("id -un").as(Become.sudo(ADMIN))).out());
        assertEquals(
                "in\n",
                connection
                        .run(Exchange.of("cat")
                                .with(new Payload.Bytes("in\n".getBytes(UTF_8)))
                                .as(Become.sudo("root")))
                        .out());
    }

    @Test
    void becomesOthersAsRootToo() throws Exception {
        Connection connection = as("root");
        assertEquals(
                "root\n",
                connection.run(Exchange.of("id -un").as(Become.sudo("root"))).out());
        assertEquals(
                "nobody\n",
                connection.run(Exchange.of("id -un").as(Become.sudo("nobody"))).out());
        fails(
                Kind.BECOME_FAILED,
                connection,
                Exchange.of("true").as(Become.sudo("nosuchuser")),
                "no user 'nosuchuser'");
    }

    @Test
    void givesThePasswordOnlyToSudo() throws Exception {
        Connection connection = as(ASKED);
        Become become = new Become("sudo", "root", new Secret("opensesame"), "");
        Reply reply =
                connection.run(Exchange.of("id -un; cat /proc/[0-9]*/cmdline | tr '\\0' ' ' | grep -c openses[a]me")
                        .as(become));
        assertEquals("root\n0\n", reply.out());
        assertEquals(
                "again", connection.run(Exchange.of("printf again").as(become)).out());
    }

    @Test
    void takesAPasswordThatIsNotAskedFor() throws Exception {
        Become become = new Become("sudo", "root", new Secret("whatever"), "");
        assertEquals("root\n", as(ADMIN).run(Exchange.of("id -un").as(become)).out());
    }

    @Test
    void saysWhyNobodyCanBeBecome() throws Exception {
        RealSshd sshd = sshd();
        Exchange asRoot = Exchange.of("true").as(Become.sudo("root"));
        fails(Kind.BECOME_FAILED, connector.connect(sshd.target(ASKED, "")), asRoot, "sudo wants a password");
        Exchange wrong = Exchange.of("true").as(new Become("sudo", "root", new Secret("wrongpw"), ""));
        TransportException refused = fails(
                Kind.BECOME_FAILED,
                connector.connect(sshd.target(ASKED, "")),
                wrong,
                "does not accept the become password");
        assertFalse(refused.getMessage().contains("wrongpw"));
        Exchange right = Exchange.of("true").as(new Become("sudo", "root", new Secret("opensesame"), ""));
        fails(Kind.BECOME_FAILED, connector.connect(sshd.target(PLAIN, "")), right, "sudoers");
        fails(
                Kind.BECOME_FAILED,
                connector.connect(sshd.target(ADMIN, "")),
                Exchange.of("true").as(Become.sudo("nosuchuser")),
                "no user 'nosuchuser'");
    }

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
    void tellsWhenTheShellIsKilled() throws Exception {
        Connection connection = as(ADMIN);
        fails(
                Kind.LOST,
                connection,
                Exchange.of("echo so far; kill -KILL $$; sleep 600"),
                "the shell on node1 ended in the middle of a script",
                "KILL",
                "stdout so far: so far");
        assertEquals("on", connection.run(Exchange.of("printf on")).out());
        connection.run(Exchange.of("pkill -KILL sleep"));
    }

    @Test
    void refusesAHostWhoseKeyChanged() throws Exception {
        RealSshd sshd = sshd();
        Target target = sshd.target(ADMIN, "");
        connector.connect(target).run(Exchange.of("true"));
        connector.forget(target);
        sshd.stop();
        sshd.newHostKey();
        sshd.start();
        TransportException refused = assertThrows(TransportException.class, () -> connector.connect(target));
        assertEquals(Kind.UNREACHABLE, refused.kind());
        assertTrue(
                refused.getMessage().startsWith(dir.resolve("known_hosts") + ":1: the host key of node1"),
                refused.getMessage());
    }

    @Test
    void readsKnownHostsThatSshKeygenHashed() throws Exception {
        RealSshd sshd = sshd();
        RealSshd.run("ssh-keygen", "-q", "-H", "-f", dir.resolve("known_hosts").toString());
        assertEquals(
                "",
                connector
                        .connect(sshd.target(ADMIN, ""))
                        .run(Exchange.of("true"))
                        .out());
    }

    @Test
    void goesThroughItselfTwice() throws Exception {
        RealSshd sshd = sshd();
        String hop = ADMIN + "@127.0.0.1:" + sshd.port;
        Target target = sshd.target(PLAIN, "-o ProxyCommand='ssh -W %h:%p -J " + hop + " " + hop + "'");
        assertEquals(
                PLAIN + "\n",
                connector.connect(target).run(Exchange.of("id -un")).out());
    }

    @Test
    void streamsAFileOfAGigabyte() throws Exception {
        Connection connection = as(ADMIN);
        Path file = dir.resolve("sparse");
        long size = 1L << 30;
        try (var sparse = new java.io.RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(size);
        }
        Reply reply = connection.run(Exchange.of("wc -c").with(new Payload.FileContent(file, size)));
        assertEquals(size, Long.parseLong(reply.out().strip()));
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
