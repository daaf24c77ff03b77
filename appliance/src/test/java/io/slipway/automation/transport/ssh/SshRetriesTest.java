package io.slipway.automation.transport.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Target;
import io.slipway.automation.transport.TransportException;
import io.slipway.common.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.sshd.server.auth.password.UserAuthPasswordFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code ansible_ssh_retries}: a host that could not be reached is called again, one that turned somebody away is not. */
@Timeout(60)
class SshRetriesTest {

    @TempDir
    Path dir;

    private final AtomicInteger calls = new AtomicInteger();
    private ServerSocket entrance;
    private InProcessSshd sshd;
    private SshConnector connector;

    @BeforeEach
    void start() throws Exception {
        entrance = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        sshd = new InProcessSshd(dir).start();
        sshd.server.setUserAuthFactories(List.of(new UserAuthPasswordFactory()));
        sshd.admit("hunter2");
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
        entrance.close();
    }

    /** Lets in who calls after so many others. */
    private void answersAfter(int failures) {
        Thread.ofVirtual().start(() -> {
            while (!entrance.isClosed()) {
                try {
                    Socket caller = entrance.accept();
                    if (calls.incrementAndGet() > failures) {
                        Socket server = new Socket(InetAddress.getLoopbackAddress(), sshd.server.getPort());
                        pass(caller, server);
                        pass(server, caller);
                    } else {
                        caller.getOutputStream().write("booting\r\n".getBytes(UTF_8));
                        caller.close();
                    }
                } catch (IOException e) {
                    // The caller hung up first.
                    continue;
                }
            }
        });
    }

    private static void pass(Socket from, Socket to) {
        Thread.ofVirtual().start(() -> {
            try (InputStream in = from.getInputStream();
                    to) {
                in.transferTo(to.getOutputStream());
            } catch (IOException e) {
                // One side hung up.
                return;
            }
        });
    }

    private Target.Ssh target(int retries, String password) {
        return new Target.Ssh(
                "node1",
                "127.0.0.1",
                entrance.getLocalPort(),
                "admin",
                List.of(),
                new Secret(password),
                List.of(),
                false,
                Duration.ofSeconds(20),
                retries,
                "-o StrictHostKeyChecking=no -o UserKnownHostsFile=" + dir.resolve("hosts"));
    }

    @Test
    void callsAgainAsOftenAsItMay() {
        answersAfter(1);
        assertEquals(
                "hello",
                connector
                        .connect(target(1, "hunter2"))
                        .run(Exchange.of("printf hello"))
                        .out());
        assertEquals(2, calls.get());
    }

    @Test
    void andNotOnceMore() {
        answersAfter(Integer.MAX_VALUE);
        assertThrows(TransportException.class, () -> connector.connect(target(0, "hunter2")));
        assertEquals(1, calls.get());
        assertThrows(TransportException.class, () -> connector.connect(target(1, "hunter2")));
        assertEquals(3, calls.get());
    }

    /** Else an account would be locked. */
    @Test
    void whoIsNotLetInDoesNotTryAgain() {
        answersAfter(0);
        assertThrows(TransportException.class, () -> connector.connect(target(3, "wrong")));
        assertEquals(1, calls.get());
    }
}
