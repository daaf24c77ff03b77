package io.slipway.automation.transport.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.TransportException.Kind;
import io.slipway.automation.transport.shell.Answer.NotStarted;
import io.slipway.automation.transport.shell.ShellProcess.Ending;
import io.slipway.common.Secret;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ElevationTest {

    private static final ShellHost ADMIN_ON_NODE = new NoHost("admin");

    private record NoHost(String user) implements ShellHost {
        @Override
        public String name() {
            return "node1";
        }

        @Override
        public ShellProcess start(String commandLine) {
            throw new AssertionError("nothing is started here");
        }

        @Override
        public boolean alive() {
            return true;
        }

        @Override
        public long heard() {
            return 0;
        }

        @Override
        public void close() {}
    }

    private static String line(String loginUser, Become become) {
        Optional<Become> change = Elevation.change(new NoHost(loginUser), become);
        return Elevation.commandLine(loginUser, change, "loop", "~prompt");
    }

    @Test
    void startsTheLoopAsTheLoginUser() {
        assertEquals("exec /bin/sh -c 'loop'", line("admin", null));
        assertEquals("exec /bin/sh -c 'loop'", line("root", Become.sudo("root")));
    }

    @Test
    void neverLetsSudoAskWhenThereIsNoPassword() {
        assertEquals("exec sudo -H -n -u root -- /bin/sh -c loop", line("admin", Become.sudo("root")));
    }

    @Test
    void keepsThePasswordOutOfTheCommandLine() {
        String line = line("admin", new Become("sudo", "app", new Secret("hunter2"), "-E -n"));
        assertEquals("exec sudo -H -S -p '~prompt' -E -u app -- /bin/sh -c loop", line);
        for (String method : List.of("su", "doas")) {
            assertFalse(line("admin", new Become(method, "app", new Secret("hunter2"), ""))
                    .contains("hunter2"));
        }
    }

    @Test
    void needsNoSudoWhereRootLogsIn() {
        String line = line("root", new Become("sudo", "o'app", new Secret("hunter2"), ""));
        assertTrue(line.startsWith("exec /bin/sh -c 'if command -v \"$1\""), line);
        assertTrue(line.endsWith(" 'o'\\''app' loop"), line);
        assertFalse(line.contains("hunter2"));
    }

    @Test
    void startsSuWithTheLoginShellOfTheOtherUser() {
        String line = line("admin", new Become("su", "app", null, "-", "sudo su"));
        assertTrue(line.endsWith(" sh '~prompt' sudo su - app -c 'exec /bin/sh -c '\\''loop'\\''" + "'"), line);
    }

    @Test
    void neverLetsDoasAskWhenThereIsNoPassword() {
        assertEquals(
                "exec /opt/doas -n -C x -u app -- /bin/sh -c loop",
                line("admin", new Become("doas", "app", null, "-C x", "/opt/doas")));
    }

    @Test
    void refusesOtherMethodsAndNoNames() {
        TransportException refused = assertThrows(
                TransportException.class, () -> Elevation.change(ADMIN_ON_NODE, new Become("runas", "root", null, "")));
        assertEquals(Kind.BECOME_FAILED, refused.kind());
        assertEquals(
                "cannot become root on node1: become_method 'runas' is not supported (use one of sudo, su, doas)",
                refused.getMessage());
        assertThrows(TransportException.class, () -> Elevation.change(ADMIN_ON_NODE, new Become("su", "-s", null, "")));
    }

    /** What sudo 1.8 and 1.9, sudo-rs and shells say. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    sudo: a password is required                                   | sudo wants a password, and none is given for admin
                    sudo: a terminal is required to read the password; either use… | sudo wants a password, and none is given for admin
                    sudo: sorry, you must have a tty to run sudo                   | 'Defaults:admin !requiretty'
                    admin is not in the sudoers file.                              | let admin run /bin/sh as app in the node's sudoers
                    Sorry, user admin is not allowed to execute '/bin/sh' as app.  | let admin run /bin/sh as app in the node's sudoers
                    Sorry, user admin may not run sudo on node1.                   | let admin run /bin/sh as app in the node's sudoers
                    sudo: unknown user: app                                        | the node has no user 'app'
                    sh: 1: exec: sudo: not found                                   | the node has no sudo
                    bash: line 1: exec: sudo: command not found                    | the node has no sudo
                    sudo: something new                                            | sudo: something new
                    ''                                                             | sudo ended with exit code 1
                    """)
    void saysWhySudoRefused(String said, String expected) {
        TransportException failure = Refusal.explain(
                ADMIN_ON_NODE, Become.sudo("app"), new NotStarted(new Ending(true, "exit code 1"), said, false));
        assertEquals(Kind.BECOME_FAILED, failure.kind());
        assertTrue(failure.getMessage().startsWith("cannot become app on node1: "), failure.getMessage());
        assertTrue(failure.getMessage().contains(expected), failure.getMessage());
    }

    /** What opendoas 6.8 says. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    doas: Authentication required                | doas wants a password, and none is given for admin (give
                    doas: Authentication failed                  | doas does not accept the become password: doas: Authentication failed
                    doas: Operation not permitted                | /etc/doas.conf needs a rule such as: permit admin as app
                    doas: unknown user                           | the node has no user 'app'
                    sh: 1: exec: doas: not found                 | the node has no doas
                    slipway-no-terminal                          | install util-linux there
                    """)
    void saysWhyDoasRefused(String said, String expected) {
        NotStarted dead = new NotStarted(new Ending(true, "signal KILL"), said, true);
        TransportException failure = Refusal.explain(ADMIN_ON_NODE, new Become("doas", "app", null, ""), dead);
        assertTrue(failure.getMessage().startsWith("cannot become app on node1: "), failure.getMessage());
        assertTrue(failure.getMessage().contains(expected), failure.getMessage());
    }
}
