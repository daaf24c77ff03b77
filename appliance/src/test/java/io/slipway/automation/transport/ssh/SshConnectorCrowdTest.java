package io.slipway.automation.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import io.slipway.automation.transport.Connection;
import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Target;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a connector does so that a thousand hosts get along with each other. */
@Timeout(60)
class SshConnectorCrowdTest {

    private static final String UNCHECKED = "-o StrictHostKeyChecking=no";

    @TempDir
    Path dir;

    private InProcessSshd sshd;

    @BeforeEach
    void start() throws Exception {
        sshd = new InProcessSshd(dir).start();
    }

    @AfterEach
    void end() throws IOException {
        sshd.close();
    }

    private SshConnector connector(int handshakesAtOnce, Duration idleLimit) {
        return new SshConnector(
                new SshUser(dir, "me", Map.of(), dir),
                Passphrases.NOBODY,
                InstantSource.system(),
                new SecureRandom(),
                handshakesAtOnce,
                idleLimit);
    }

    private Target.Ssh target(int port, String arguments) throws Exception {
        return new Target.Ssh(
                "node1",
                "127.0.0.1",
                port,
                "admin",
                List.of(sshd.admit(InProcessSshd.newKey("Ed25519", 0), "key")),
                null,
                List.of(dir.resolve("known_hosts")),
                true,
                Duration.ofSeconds(20),
                arguments);
    }

    private static String ask(SshConnector connector, Target target, String script) {
        return connector.connect(target).run(Exchange.of(script)).out();
    }

    /** The next ones may close any moment, too: it is never too late to see that no more are left. */
    private void awaitSessions(int most) throws InterruptedException {
        while (sshd.server.getActiveSessions().size() > most) {
            Thread.sleep(5);
        }
    }

    @Test
    void closesAConnectionThatNobodyUsesAndMakesItAgain() throws Exception {
        Target target = target(sshd.server.getPort(), UNCHECKED);
        try (SshConnector connector = connector(4, Duration.ofMillis(50))) {
            Connection first = connector.connect(target);
            awaitSessions(0);
            assertNotSame(first, connector.connect(target));
            assertEquals("hello", ask(connector, target, "printf hello"));
        }
    }

    @Test
    void closesNoConnectionOnWhichAScriptRuns() throws Exception {
        Target target = target(sshd.server.getPort(), UNCHECKED);
        try (SshConnector connector = connector(4, Duration.ofMillis(20))) {
            assertEquals("slept", ask(connector, target, "sleep 0.5; printf slept"));
        }
    }

    @Test
    void closesNoConnectionThatOthersGoThrough() throws Exception {
        KeyPair key = InProcessSshd.newKey("EC", 256);
        sshd.server.setKeyPairProvider(KeyPairProvider.wrap(key));
        sshd.knownHosts(key);
        Target target = target(sshd.server.getPort(), "-J admin@127.0.0.1:" + sshd.server.getPort());
        try (SshConnector connector = connector(4, Duration.ofMillis(50))) {
            assertEquals("slept", ask(connector, target, "sleep 0.5; printf slept"));
            awaitSessions(1);
            assertEquals("hello", ask(connector, target, "printf hello"));
        }
    }

    @Test
    void letsHostsThatSayNothingDelayNobody() throws Exception {
        try (SshConnector connector = connector(1, Duration.ofMinutes(1));
                ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Target frozen = target(silent.getLocalPort(), UNCHECKED);
            FutureTask<Connection> waiting = new FutureTask<>(() -> connector.connect(frozen));
            Thread.ofVirtual().start(waiting);
            Socket _ = silent.accept();
            assertEquals("hello", ask(connector, target(sshd.server.getPort(), UNCHECKED), "printf hello"));
            assertFalse(waiting.isDone());
        }
    }

    @Test
    void comesBackWhenItIsTurnedAway() throws Exception {
        try (SshConnector connector = connector(4, Duration.ofMinutes(1));
                ServerSocket door = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> turnAwayTwice(door));
            assertEquals("hello", ask(connector, target(door.getLocalPort(), UNCHECKED), "printf hello"));
        }
    }

    private void turnAwayTwice(ServerSocket door) {
        try {
            door.accept().close();
            try (Socket second = door.accept()) {
                second.getOutputStream()
                        .write("Exceeded MaxStartups\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            }
            Socket here = door.accept();
            Socket there = new Socket(InetAddress.getLoopbackAddress(), sshd.server.getPort());
            Thread.ofVirtual().start(() -> pass(here, there));
            pass(there, here);
        } catch (IOException e) {
            // The test is over.
            return;
        }
    }

    private static void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // The other side hung up.
            return;
        }
    }
}
