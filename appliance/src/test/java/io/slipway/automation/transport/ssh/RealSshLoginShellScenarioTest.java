package io.slipway.automation.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.Connection;
import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.TransportException.Kind;
import io.slipway.common.Secret;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Login shells of every kind, and servers that allow no long-lived shell. */
@Tag("scenario")
@Timeout(60)
class RealSshLoginShellScenarioTest extends RealSshFixture {

    private static void shellOf(String user, String shell) throws Exception {
        RealSshd.run("usermod", "--shell", shell, user);
    }

    /** A forced command that is a script of {@code sh}. */
    private String forced(String script) throws Exception {
        Path command = dir.resolve("forced");
        Files.writeString(command, "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(command, PosixFilePermissions.fromString("rwxr-xr-x"));
        return "ForceCommand " + command;
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bin/sh", "/bin/bash", "/usr/bin/tcsh", "/usr/bin/fish", "/usr/bin/zsh"})
    void worksWithAnyLoginShellOnBothSides(String shell) throws Exception {
        Become other = new Become("su", ASKED, new Secret("opensesame"), "");
        RealSshd sshd = sshd();
        for (String user : new String[] {ADMIN, ASKED}) {
            shellOf(user, shell);
        }
        try {
            Connection connection = connector.connect(sshd.target(ADMIN, ""));
            Exchange question = Exchange.of("id -un; printf '%s\\n' \"it's !fine $((1 + 1))\"");
            assertEquals(ADMIN + "\nit's !fine 2\n", connection.run(question).out());
            assertEquals(
                    "root\nit's !fine 2\n",
                    connection.run(question.as(Become.sudo("root"))).out());
            assertEquals(
                    ASKED + "\nit's !fine 2\n",
                    connection.run(question.as(other)).out());
        } finally {
            shellOf(ADMIN, "/bin/bash");
            shellOf(ASKED, "/bin/bash");
        }
    }

    @Test
    void readsOverWhatALoginPrints() throws Exception {
        String noise = "echo Welcome to this host; printf 'Your account: ' >&2; printf '~0 lines none\\n';"
                + " head -c 100000 /dev/zero; exec sh -c \"$SSH_ORIGINAL_COMMAND\"\n";
        Connection connection = as(PLAIN, forced(noise));
        assertEquals("in", connection.run(Exchange.of("printf in")).out());
        Become other = new Become("su", ASKED, new Secret("opensesame"), "");
        assertEquals(
                ASKED + "\n", connection.run(Exchange.of("id -un").as(other)).out());
    }

    @Test
    void saysWhatALoginShellThatLetsNobodyInSays() throws Exception {
        shellOf(PLAIN, "/usr/sbin/nologin");
        try {
            fails(
                    Kind.UNREACHABLE,
                    as(PLAIN),
                    Exchange.of("true"),
                    "no shell could be started on node1 for user " + PLAIN,
                    "This account is currently not available.");
        } finally {
            shellOf(PLAIN, "/bin/bash");
        }
    }

    @Test
    void saysThatAShellIsRestricted() throws Exception {
        shellOf(PLAIN, "/bin/rbash");
        try {
            fails(Kind.UNREACHABLE, as(PLAIN), Exchange.of("true"), "no shell could be started on node1", "restricted");
        } finally {
            shellOf(PLAIN, "/bin/bash");
        }
    }

    @Test
    void startsAgainWhereSessionsEndAfterOneAnswer() throws Exception {
        Connection connection = as(ADMIN, forced("""
                sh -c "$SSH_ORIGINAL_COMMAND" | {
                  marks=
                  while [ "$marks" != xx ] && IFS= read -r line; do
                    printf '%s\n' "$line"
                    case $line in '~'*) marks=x$marks ;; esac
                  done
                  sleep 0.1
                  kill -KILL 0
                }
                """));
        for (int turn = 0; turn < 5; turn++) {
            assertEquals(
                    "turn " + turn + "\n",
                    connection.run(Exchange.of("echo turn " + turn)).out());
            assertEquals(
                    "root\n",
                    connection
                            .run(Exchange.of("id -un").as(Become.sudo("root")))
                            .out());
        }
    }

    @Test
    void livesWithALimitOfTime() throws Exception {
        Connection connection = as(ADMIN, forced("exec timeout -s KILL 1 sh -c \"$SSH_ORIGINAL_COMMAND\"\n"));
        long until = System.nanoTime() + Duration.ofMillis(2500).toNanos();
        for (int turn = 0; System.nanoTime() < until; turn++) {
            try {
                assertEquals(
                        "x" + turn,
                        connection.run(Exchange.of("printf x" + turn)).out());
            } catch (TransportException midway) {
                assertEquals(Kind.LOST, midway.kind());
            }
        }
        fails(
                Kind.LOST,
                connection,
                Exchange.of("sleep 3"),
                "the shell on node1 ended in the middle of a script",
                "unknown");
        assertEquals("on", connection.run(Exchange.of("printf on")).out());
    }
}
