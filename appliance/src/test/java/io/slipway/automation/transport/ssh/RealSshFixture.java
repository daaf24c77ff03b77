package io.slipway.automation.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.transport.Connection;
import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.TransportException.Kind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * The machine's own sshd and sudo, with users made for the test: one that may become anybody, one that must give its password for
 * that, and one that may not.
 */
abstract class RealSshFixture {

    private static final String TAG = "slipway" + ProcessHandle.current().pid();
    static final String ADMIN = TAG + "a";
    static final String ASKED = TAG + "p";
    static final String PLAIN = TAG + "n";
    private static final Path SUDOERS = Path.of("/etc/sudoers.d/" + TAG);

    @TempDir
    Path dir;

    private final List<RealSshd> opened = new ArrayList<>();
    final SshConnector connector = new SshConnector(
            new SshUser(Path.of("/nowhere"), "me", Map.of(), Path.of("/nowhere")),
            Passphrases.NOBODY,
            InstantSource.system(),
            new SecureRandom(),
            4);

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
            RealSshd.run("sh", "-c", "while pkill -KILL -u " + user + "; do sleep 0.05; done");
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

    final RealSshd sshd(String... settings) throws Exception {
        RealSshd sshd = new RealSshd(dir, settings);
        opened.add(sshd);
        return sshd;
    }

    final Connection as(String user, String... settings) throws Exception {
        return connector.connect(sshd(settings).target(user, ""));
    }

    static TransportException fails(Kind kind, Connection connection, Exchange exchange, String... says) {
        TransportException failure = assertThrows(TransportException.class, () -> connection.run(exchange));
        assertEquals(kind, failure.kind(), failure.getMessage());
        for (String part : says) {
            assertTrue(failure.getMessage().contains(part), () -> failure.getMessage() + "\nlacks: " + part);
        }
        return failure;
    }
}
