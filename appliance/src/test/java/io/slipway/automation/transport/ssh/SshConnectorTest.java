package io.slipway.automation.transport.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.transport.Connection;
import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Target;
import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.TransportException.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.SessionListener;
import org.apache.sshd.server.auth.keyboard.DefaultKeyboardInteractiveAuthenticator;
import org.apache.sshd.server.auth.keyboard.UserAuthKeyboardInteractiveFactory;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class SshConnectorTest {

    @TempDir
    Path dir;

    private InProcessSshd sshd;
    private SshConnector connector;

    @BeforeEach
    void start() throws Exception {
        sshd = new InProcessSshd(dir).start();
        connector = new SshConnector(
                new SshUser(dir, "me", Map.of(), dir),
                Passphrases.NOBODY,
                InstantSource.system(),
                new SecureRandom(),
                4);
    }

    @AfterEach
    void end() throws IOException {
        connector.close();
        sshd.close();
    }

    private String ask(Target target) {
        return connector.connect(target).run(Exchange.of("printf hello")).out();
    }

    private TransportException unreachable(Target target) {
        TransportException refused = assertThrows(TransportException.class, () -> connector.connect(target));
        assertEquals(Kind.UNREACHABLE, refused.kind());
        return refused;
    }

    private static void says(TransportException failure, String... parts) {
        for (String part : parts) {
            assertTrue(failure.getMessage().contains(part), () -> failure.getMessage() + "\nlacks: " + part);
        }
    }

    @ParameterizedTest
    @CsvSource({"Ed25519, 0", "RSA, 2048", "EC, 256", "EC, 384", "EC, 521"})
    void logsInWithAKey(String algorithm, int size) throws Exception {
        Path key = sshd.admit(InProcessSshd.newKey(algorithm, size), "key");
        assertEquals("hello", ask(sshd.target(List.of(key), null)));
    }

    @Test
    void logsInWithADefaultKey() throws Exception {
        Files.createDirectories(dir.resolve(".ssh"));
        sshd.admit(InProcessSshd.newKey("Ed25519", 0), ".ssh/id_ed25519");
        assertEquals("hello", ask(sshd.target(List.of(), null)));
    }

    @Test
    void logsInWithAPassword() {
        sshd.server.setUserAuthFactories(List.of(new UserAuthPasswordFactory()));
        sshd.admit("hunter2");
        assertEquals("hello", ask(sshd.target(List.of(), "hunter2")));
    }

    @Test
    void answersAQuestionForThePassword() {
        sshd.server.setUserAuthFactories(List.of(new UserAuthKeyboardInteractiveFactory()));
        sshd.server.setKeyboardInteractiveAuthenticator(DefaultKeyboardInteractiveAuthenticator.INSTANCE);
        sshd.admit("hunter2");
        assertEquals("hello", ask(sshd.target(List.of(), "hunter2")));
    }

    @Test
    void saysWhatItTriedWhenItIsNotLetIn() throws Exception {
        sshd.admit(InProcessSshd.newKey("Ed25519", 0), "right");
        Path wrong = sshd.write(InProcessSshd.newKey("Ed25519", 0), "wrong");
        Path garbage = Files.writeString(dir.resolve("garbage"), "no key");
        TransportException refused =
                unreachable(sshd.target(List.of(wrong, garbage, dir.resolve("missing")), "secretpw"));
        says(
                refused,
                "does not let user 'admin' in",
                wrong + " (ssh-ed25519 SHA256:",
                "password",
                "garbage cannot be used",
                "missing cannot be used (no such file)");
        assertFalse(refused.getMessage().contains("secretpw"));
    }

    @Test
    void saysThatThereIsNothingToTry() {
        says(unreachable(sshd.target(List.of(), null)), "there is no usable key, and no password is given");
    }

    private Target.Ssh strict(Target.Ssh target, String arguments) {
        return new Target.Ssh(
                target.name(),
                target.address(),
                target.port(),
                target.user(),
                target.privateKeys(),
                target.password(),
                target.knownHosts(),
                true,
                target.connectTimeout(),
                arguments);
    }

    private Target.Ssh strictTarget(String arguments) throws Exception {
        return strict(sshd.target(List.of(sshd.admit(InProcessSshd.newKey("Ed25519", 0), "key")), null), arguments);
    }

    @Test
    void refusesAnUnknownHost() throws Exception {
        says(
                unreachable(strictTarget("")),
                "the host key of node1 ([127.0.0.1]:",
                "is not known",
                "ecdsa-sha2-nistp256 SHA256:",
                "ssh-keyscan -p ");
    }

    @Test
    void learnsAnUnknownHostIfToldSo() throws Exception {
        Target target = strictTarget("-o StrictHostKeyChecking=accept-new");
        assertEquals("hello", ask(target));
        connector.forget(target);
        assertEquals("hello", ask(strictTarget("")));
    }

    @Test
    void acceptsTheKnownKeyOfSeveralTypes() throws Exception {
        KeyPair rsa = InProcessSshd.newKey("RSA", 2048);
        sshd.server.setKeyPairProvider(KeyPairProvider.wrap(InProcessSshd.newKey("EC", 256), rsa));
        sshd.knownHosts(rsa);
        assertEquals("hello", ask(strictTarget("")));
    }

    @ParameterizedTest
    @CsvSource({"EC, 256, ''", "Ed25519, 0, ''", "EC, 256, -o StrictHostKeyChecking=no"})
    void alwaysRefusesAChangedKey(String algorithm, int size, String arguments) throws Exception {
        Path file = sshd.knownHosts(InProcessSshd.newKey(algorithm, size));
        Target.Ssh target = strictTarget(arguments);
        TransportException refused = unreachable(target);
        says(
                refused,
                file + ":2: the host key of node1",
                "has changed",
                "it was ",
                "and is now ecdsa-sha2-nistp256 SHA256:",
                "ssh-keygen -R '[127.0.0.1]:" + target.port() + "' -f " + file);
    }

    @Test
    void refusesARevokedKey() throws Exception {
        KeyPair key = InProcessSshd.newKey("EC", 256);
        sshd.server.setKeyPairProvider(KeyPairProvider.wrap(key));
        Path file = sshd.knownHosts(key);
        String line = Files.readAllLines(file).get(1);
        Files.writeString(file, line + "\n@revoked *" + line.substring(line.indexOf(' ')) + "\n");
        says(unreachable(strictTarget("")), "known_hosts:2: the host key of node1 is revoked");
    }

    @Test
    void refusesAKeyOfAListOfRevokedOnes() throws Exception {
        KeyPair key = InProcessSshd.newKey("EC", 256);
        sshd.server.setKeyPairProvider(KeyPairProvider.wrap(key));
        String line = Files.readAllLines(sshd.knownHosts(key)).get(1);
        Path list = dir.resolve("revoked");
        Target target = strictTarget("-o RevokedHostKeys=" + list);
        says(unreachable(target), "cannot read which host keys count for node1", "revoked");
        Files.writeString(list, "# lost\n" + line.substring(line.indexOf(' ') + 1) + " old\n");
        says(unreachable(target), list + ":2: the host key of node1 is revoked");
        Files.writeString(list, "SSHKRL\n\0");
        says(unreachable(target), list + " is a binary list (KRL)");
    }

    @Test
    void opensOneConnectionForManyThreads() throws Exception {
        Set<Object> sessions = ConcurrentHashMap.newKeySet();
        sshd.server.addSessionListener(new SessionListener() {
            @Override
            public void sessionCreated(org.apache.sshd.common.session.Session session) {
                sessions.add(session);
            }
        });
        Target target = strictTarget("-o StrictHostKeyChecking=no");
        Set<Connection> connections = new HashSet<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Connection>> all = IntStream.range(0, 50)
                    .mapToObj(_ -> threads.submit(() -> connector.connect(target)))
                    .toList();
            for (Future<Connection> one : all) {
                connections.add(one.get());
            }
        }
        assertEquals(1, connections.size());
        assertEquals(1, sessions.size());
    }

    @Test
    void replacesAConnectionThatBroke() throws Exception {
        Target target = strictTarget("-o StrictHostKeyChecking=no");
        Connection first = connector.connect(target);
        assertSame(first, connector.connect(target));
        sshd.server.getActiveSessions().forEach(session -> session.close(true));
        TransportException lost = assertThrows(TransportException.class, () -> {
            while (true) {
                first.run(Exchange.of("true"));
            }
        });
        assertTrue(Set.of(Kind.LOST, Kind.UNREACHABLE).contains(lost.kind()));
        assertEquals("hello", ask(target));
    }

    @Test
    void callsADropInTheMiddleLost() throws Exception {
        Connection connection = connector.connect(strictTarget("-o StrictHostKeyChecking=no"));
        CountDownLatch begun = new CountDownLatch(1);
        OutputStream sink = new OutputStream() {
            @Override
            public void write(int b) {
                begun.countDown();
            }
        };
        Thread.ofVirtual().start(() -> {
            try {
                begun.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            sshd.server.getActiveSessions().forEach(session -> session.close(true));
        });
        TransportException lost = assertThrows(
                TransportException.class,
                () -> connection.run(Exchange.of("echo x; sleep 5").to(sink)));
        assertEquals(Kind.LOST, lost.kind());
        says(lost, "lost the connection to node1 in the middle of a script", "unknown");
    }

    @Test
    void saysThatNoSessionIsGiven() throws Exception {
        sshd.server.setChannelFactories(List.of());
        Connection connection = connector.connect(strictTarget("-o StrictHostKeyChecking=no"));
        TransportException refused = assertThrows(TransportException.class, () -> connection.run(Exchange.of("true")));
        assertEquals(Kind.UNREACHABLE, refused.kind());
        says(refused, "node1 lets admin log in, but starts no session", "MaxSessions");
    }

    @Test
    void replacesAShellThatOneCommandEnded() throws Exception {
        Connection connection = connector.connect(strictTarget("-o StrictHostKeyChecking=no"));
        connection.run(Exchange.of("(sleep 0.01; kill -KILL $$) & :"));
        String first = connection
                .run(Exchange.of("while :; do sleep 0.01; done & echo $!; kill $!"))
                .out();
        assertFalse(first.isEmpty());
    }

    @Test
    void goesThroughAJumpHost() throws Exception {
        KeyPair key = InProcessSshd.newKey("EC", 256);
        sshd.server.setKeyPairProvider(KeyPairProvider.wrap(key));
        sshd.knownHosts(key);
        Target target = strictTarget("-J admin@127.0.0.1:" + sshd.server.getPort());
        assertEquals("hello", ask(target));
        assertEquals(2, sshd.server.getActiveSessions().size());
    }

    @Test
    void saysWhatAJumpHostDoesNotDo() throws Exception {
        KeyPair key = InProcessSshd.newKey("EC", 256);
        sshd.server.setKeyPairProvider(KeyPairProvider.wrap(key));
        sshd.knownHosts(key);
        Target.Ssh there = strictTarget("-J admin@127.0.0.1:" + sshd.server.getPort());
        Target.Ssh nowhere = new Target.Ssh(
                "node1",
                "127.0.0.1",
                1,
                there.user(),
                there.privateKeys(),
                null,
                there.knownHosts(),
                true,
                there.connectTimeout(),
                there.sshArguments());
        says(
                unreachable(nowhere),
                "cannot connect to node1: the jump host 127.0.0.1 cannot reach 127.0.0.1 port 1: ",
                "is the host up");
        sshd.server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        says(
                unreachable(there),
                "cannot connect to node1: the jump host 127.0.0.1 forwards no connection to 127.0.0.1 port ",
                "AllowTcpForwarding");
    }

    /** As ssh does: a key is often known by ssh-keyscan without the port. */
    @Test
    void believesAKeyThatIsKnownOfTheHostButNotOfItsPort() throws Exception {
        KeyPair key = InProcessSshd.newKey("EC", 256);
        sshd.server.setKeyPairProvider(KeyPairProvider.wrap(key));
        Path file = sshd.knownHosts(key);
        String line = Files.readAllLines(file).get(1);
        String known = "127.0.0.1" + line.substring(line.indexOf(' ')) + "\n";
        Files.writeString(file, known);
        assertEquals("hello", ask(strictTarget("")));
        connector.forget(strictTarget(""));
        String other = Files.readAllLines(sshd.knownHosts(InProcessSshd.newKey("EC", 256)))
                .get(1);
        Files.writeString(file, "127.0.0.1" + other.substring(other.indexOf(' ')) + "\n");
        says(unreachable(strictTarget("")), "is not known");
        Files.writeString(file, known + other + "\n");
        says(unreachable(strictTarget("")), "has changed");
        Files.writeString(file, "@revoked " + known + known);
        says(unreachable(strictTarget("")), "is revoked");
    }

    private Target.Ssh at(int port, int seconds) {
        return new Target.Ssh(
                "node1",
                "127.0.0.1",
                port,
                "admin",
                List.of(),
                null,
                List.of(),
                false,
                Duration.ofSeconds(seconds),
                "");
    }

    @Test
    void saysThatNobodyListens() throws IOException {
        int port;
        try (ServerSocket socket = new ServerSocket(0)) {
            port = socket.getLocalPort();
        }
        says(unreachable(at(port, 5)), "cannot connect to node1: 127.0.0.1 port " + port + " refuses connections");
    }

    @Test
    void saysThatTheNameIsUnknown() {
        Target.Ssh target = new Target.Ssh(
                "node1",
                "no-such-host.invalid",
                22,
                "admin",
                List.of(),
                null,
                List.of(),
                false,
                Duration.ofSeconds(5),
                "");
        says(unreachable(target), "the name 'no-such-host.invalid' has no address");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    HTTP/1.1 400 Bad Request                   | does not talk SSH
                    SSH-1.5-ancient                            | identified as: SSH-1.5-ancient
                    ''                                         | took the connection and closed it again
                    Exceeded MaxStartups                       | Exceeded MaxStartups
                    """)
    void saysWhatIsWrongWithTheGreeting(String greeting, String expected) throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual()
                    .start(() -> greet(socket, greeting.isEmpty() ? new byte[0] : (greeting + "\r\n").getBytes(UTF_8)));
            says(unreachable(at(socket.getLocalPort(), 1)), "cannot connect to node1", expected);
        }
    }

    @Test
    void isNotImpressedByGarbage() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> greet(socket, new byte[10 << 20]));
            says(unreachable(at(socket.getLocalPort(), 20)), "cannot connect to node1");
        }
    }

    @Test
    void doesNotWaitForEverForAGreeting() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            says(unreachable(at(socket.getLocalPort(), 1)), "took the connection but did not talk SSH within 1 s");
        }
    }

    /** Greets all who come. */
    private static void greet(ServerSocket listening, byte[] greeting) {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                socket.getOutputStream().write(greeting);
            } catch (IOException e) {
                // The client hung up first, which is its good right.
                continue;
            }
        }
    }
}
