package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.transport.ssh.RealSshd;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The process of a real sshd that serves one host is stopped by SIGSTOP in the middle of a task: its TCP connection stays, and nothing
 * ever comes back. With two places to work in, the others come to their end in the place that is left.
 */
@Tag("full")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class FrozenHostTest {

    private static final String PLAY = """
            - hosts: all
              gather_facts: false
              strategy: %s
              tasks:
                - name: Freeze
                  command: pkill -STOP -P {{ listener }}
                  when: listener is defined
                - name: Go on
                  command: echo {{ item }}
                  loop: [1, 2, 3]
                - name: Reach the end
                  command: echo through
            """;

    /** Ten seconds of silence, in which the others do what takes a fraction of one. */
    private static final String PULSE = "-o ServerAliveInterval=5 -o ServerAliveCountMax=1";

    @TempDir
    Path folder;

    private RealSshd freezing;
    private RealSshd sound;
    private Slipway slipway;
    private Path inventory;

    @BeforeEach
    void start() throws Exception {
        slipway = new Slipway(Files.createDirectory(folder.resolve("home")));
        freezing = new RealSshd(Files.createDirectory(folder.resolve("freezing")));
        sound = new RealSshd(Files.createDirectory(folder.resolve("sound")));
        inventory = Files.writeString(
                folder.resolve("hosts.ini"),
                "frozen listener=%d %s\none %s\ntwo %s\n"
                        .formatted(
                                freezing.pid(),
                                freezing.variables(PULSE),
                                sound.variables(PULSE),
                                sound.variables(PULSE)));
    }

    @AfterEach
    void stop() throws Exception {
        freezing.stop();
        sound.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"free", "host_pinned"})
    void theOthersGoOnAndTheFrozenOneIsNamedUnreachable(String strategy) throws Exception {
        Path playbook = Files.writeString(folder.resolve("site.yml"), PLAY.formatted(strategy));
        Slipway.Said said = slipway.run("run", playbook.toString(), "-i", inventory.toString(), "--forks", "2");
        String out = said.out();
        assertEquals(4, said.status(), said.all());
        int named = out.indexOf("fatal: [frozen]: UNREACHABLE!");
        String why = out.substring(Math.max(0, named)).lines().findFirst().orElseThrow();
        assertTrue(why.contains("the host gave no sign of life for 10 s"), said.all());
        String end = "TASK [Reach the end]";
        assertTrue(out.contains(end) && out.lastIndexOf(end) < named, said.all());
        for (String host : new String[] {"one", "two"}) {
            assertTrue(out.lastIndexOf("changed: [" + host + "]") < named, said.all());
            assertTrue(recap(out, host).contains(" ok=2 changed=2 unreachable=0 failed=0 skipped=1 "), said.all());
        }
        assertTrue(recap(out, "frozen").contains(" ok=0 changed=0 unreachable=1 failed=0 "), said.all());
    }

    /** Of one host, with a single space between numbers. */
    private static String recap(String out, String host) {
        return out.lines()
                .filter(line -> line.startsWith(host + " "))
                .findFirst()
                .orElse("")
                .replaceAll(" +", " ");
    }
}
