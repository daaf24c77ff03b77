package io.slipway.automation.transport.ssh;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.Connection;
import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Payload;
import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.TransportException.Kind;
import io.slipway.common.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Becoming another user by the machine's own su and doas: from a user without rights to another one, with everybody's password. */
@Tag("scenario")
@Timeout(120)
class RealSshSuDoasScenarioTest extends RealSshFixture {

    private static final Path DOAS = Path.of("/etc/doas.conf");

    /** Who it is, whether a terminal is there, where things go, and whether the password shows anywhere. */
    private static final String LOOK_AROUND = """
            id -un
            (exec </dev/tty) 2>/dev/null || echo no terminal
            cat
            cat /proc/[0-9]*/cmdline /proc/self/environ 2>/dev/null | tr '\\0' ' ' | grep -c openses[a]me
            echo complaint >&2
            exit 7
            """;

    private byte @Nullable [] before;

    private void doasRules(String rules) throws Exception {
        before = Files.exists(DOAS) ? Files.readAllBytes(DOAS) : null;
        Files.writeString(DOAS, rules);
        Files.setPosixFilePermissions(DOAS, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void restore() throws Exception {
        if (before != null) {
            Files.write(DOAS, before);
        } else {
            Files.deleteIfExists(DOAS);
        }
    }

    private static Become become(String method, String user, @Nullable String password) {
        return new Become(method, user, password == null ? null : new Secret(password), "");
    }

    private static void lookAround(Connection connection, Become become) {
        for (int turn = 0; turn < 2; turn++) {
            var reply = connection.run(Exchange.of(LOOK_AROUND)
                    .with(new Payload.Bytes("input\n".getBytes(UTF_8)))
                    .as(become)
                    .within(Duration.ofSeconds(20)));
            assertEquals(become.user() + "\nno terminal\ninput\n0\n", reply.out());
            assertEquals("complaint\n", reply.err());
            assertEquals(7, reply.exitCode());
        }
    }

    @Test
    void suWithThePasswordOfTheOtherUser() throws Exception {
        lookAround(as(PLAIN), become("su", ASKED, "opensesame"));
    }

    @Test
    void suByRootNeedsNone() throws Exception {
        lookAround(as("root"), become("su", PLAIN, null));
    }

    @Test
    void suThroughSudo() throws Exception {
        lookAround(as(ADMIN), new Become("su", PLAIN, null, "-", "sudo -n su"));
    }

    @Test
    void saysWhyNobodyCanBeBecomeBySu() throws Exception {
        RealSshd sshd = sshd();
        Connection connection = connector.connect(sshd.target(PLAIN, ""));
        TransportException wrong = fails(
                Kind.BECOME_FAILED,
                connection,
                Exchange.of("true").as(become("su", ASKED, "wrongpw")),
                "su does not accept the become password: su: Authentication failure",
                "su wants the password of " + ASKED);
        assertFalse(wrong.getMessage().contains("wrongpw"));
        fails(
                Kind.BECOME_FAILED,
                connection,
                Exchange.of("true").as(become("su", ASKED, null)),
                "su wants a password, and none is given for " + ASKED);
        fails(
                Kind.BECOME_FAILED,
                connection,
                Exchange.of("true").as(become("su", "nosuchuser", null)),
                "no user 'nosuchuser'");
        fails(
                Kind.BECOME_FAILED,
                connection,
                Exchange.of("true").as(new Become("su", ASKED, null, "", "/opt/nothing/su")),
                "the node has no su");
        RealSshd.run("usermod", "-e", "1", ASKED);
        fails(
                Kind.BECOME_FAILED,
                connection,
                Exchange.of("true").as(become("su", ASKED, "opensesame")),
                "account has expired");
        RealSshd.run("usermod", "-e", "", ASKED);
        fails(
                Kind.BECOME_FAILED,
                connector.connect(sshd.target("root", "")),
                Exchange.of("true").as(become("su", "sshd", null)),
                "sshd has a login shell that lets nobody in",
                "become_flags: '-s /bin/sh'");
    }

    @Test
    void doasWithAndWithoutPassword() throws Exception {
        doasRules("permit nopass " + PLAIN + " as " + ADMIN + "\npermit " + PLAIN + " as " + ASKED + "\n");
        Connection connection = as(PLAIN);
        lookAround(connection, become("doas", ASKED, "opensesame"));
        lookAround(connection, become("doas", ADMIN, null));
        lookAround(connection, become("doas", ADMIN, "opensesame"));
    }

    @Test
    void stopsWhatRunsByDoasWhenTheTimeIsUp() throws Exception {
        doasRules("permit " + PLAIN + " as " + ASKED + "\n");
        fails(
                Kind.TIMED_OUT,
                as(PLAIN),
                Exchange.of("sleep 600").as(become("doas", ASKED, "opensesame")).within(Duration.ofSeconds(2)),
                "it was stopped on the node");
    }

    @Test
    void saysWhyNobodyCanBeBecomeByDoas() throws Exception {
        doasRules("permit " + PLAIN + " as " + ASKED + "\n");
        Connection connection = as(PLAIN);
        fails(
                Kind.BECOME_FAILED,
                connection,
                Exchange.of("true").as(become("doas", ASKED, null)),
                "doas wants a password, and none is given for " + PLAIN);
        fails(
                Kind.BECOME_FAILED,
                connection,
                Exchange.of("true").as(become("doas", ASKED, "wrongpw")),
                "doas does not accept the become password");
        fails(
                Kind.BECOME_FAILED,
                connection,
                Exchange.of("true").as(become("doas", "root", "opensesame")),
                "Operation not permitted",
                "/etc/doas.conf");
        fails(
                Kind.BECOME_FAILED,
                connection,
                Exchange.of("true").as(become("doas", "nosuchuser", "opensesame")),
                "no user 'nosuchuser'");
        Files.delete(DOAS);
        fails(
                Kind.BECOME_FAILED,
                connection,
                Exchange.of("true").as(become("doas", ASKED, "opensesame")),
                "doas is not enabled");
    }
}
