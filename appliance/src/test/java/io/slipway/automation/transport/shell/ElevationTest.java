package io.slipway.automation.transport.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.TransportException;
import io.slipway.automation.transport.TransportException.Kind;
import io.slipway.automation.transport.shell.ShellProcess.Ending;
import io.slipway.common.Secret;
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
        assertEquals("exec sudo -H -n -u 'root' -- /bin/sh -c 'loop'", line("admin", Become.sudo("root")));
    }

    @Test
    void keepsThePasswordOutOfTheCommandLine() {
        String line = line("admin", new Become("sudo", "app", new Secret("hunter2"), "-E"));
        assertEquals("exec sudo -H -S -p '~prompt' '-E' -u 'app' -- /bin/sh -c 'loop'", line);
    }

    @Test
    void needsNoSudoWhereRootLogsIn() {
        String line = line("root", new Become("sudo", "o'app", new Secret("hunter2"), ""));
        assertTrue(line.startsWith("exec /bin/sh -c 'if command -v sudo"), line);
        assertTrue(line.endsWith(" sh 'o'\\''app' 'loop' ''"), line);
        assertFalse(line.contains("hunter2"));
    }

    @Test
    void refusesOtherMethods() {
        TransportException refused = assertThrows(
                TransportException.class, () -> Elevation.change(ADMIN_ON_NODE, new Become("su", "root", null, "")));
        assertEquals(Kind.BECOME_FAILED, refused.kind());
        assertTrue(refused.getMessage().contains("become_method 'su' is not supported"));
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
        TransportException failure =
                Elevation.explain(ADMIN_ON_NODE, Become.sudo("app"), new Ending(true, "exit code 1"), said);
        assertEquals(Kind.BECOME_FAILED, failure.kind());
        assertTrue(failure.getMessage().startsWith("cannot become app on node1: "), failure.getMessage());
        assertTrue(failure.getMessage().contains(expected), failure.getMessage());
    }
}
