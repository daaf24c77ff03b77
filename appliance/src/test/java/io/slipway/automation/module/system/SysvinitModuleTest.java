package io.slipway.automation.module.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.Tools;
import io.slipway.automation.module.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SysvinitModuleTest {

    @TempDir
    Path temp;

    private final List<Duration> slept = new ArrayList<>();
    private SysvinitModule sysvinit;
    private Tools tools;
    private LocalNode node;
    private Calls calls;
    private Path root;

    /** Its script says whether a file is there, which start and stop make and remove. */
    @BeforeEach
    void aNodeWithAService() throws IOException {
        root = temp.resolve("root");
        Files.createDirectories(root.resolve("etc/rc2.d"));
        for (String name : List.of("munge", "-odd 'one'")) {
            LocalNode.fakeCommand(
                    root.resolve("etc/init.d"),
                    name,
                    "case $1 in status) [ -e '" + temp
                            + "/up' ] && echo running && exit 0; echo stopped; exit 3 ;; esac\n"
                            + "{ printf %s script; printf ' [%s]' \"$@\"; echo; } >>'" + temp + "/log'\n"
                            + "case $1 in start) touch '" + temp + "/up' ;; stop) rm '" + temp
                            + "/up' ;; reload) echo 'cannot reload' >&2; exit 1 ;; esac");
        }
        tools = new Tools(temp).have("update-rc.d", "");
        node = tools.node();
        calls = new Calls(node, new FakeController(temp));
        sysvinit = new SysvinitModule(new Waiting(Clock.systemUTC(), slept::add), root.toString());
    }

    @Test
    void aServiceIsStartedOnce() {
        assertTrue(calls.check(sysvinit, "name", "munge", "state", "started").changed());
        assertTrue(calls.run(sysvinit, "name", "munge", "state", "started", "args", "--fast 'a b'")
                .changed());
        node.forget();
        assertFalse(calls.run(sysvinit, "name", "munge", "state", "started").changed());
        assertEquals(1, node.exchanges());
        calls.run(sysvinit, "name", "munge", "state", "restarted", "sleep", 7);
        calls.run(sysvinit, "name", "-odd 'one'", "state", "stopped");
        assertFalse(calls.run(sysvinit, "name", "munge", "state", "stopped").changed());
        assertEquals(
                List.of("script [start] [--fast] [a b]", "script [stop]", "script [start]", "script [stop]"),
                tools.log());
        assertEquals(List.of(Duration.ofSeconds(7), Duration.ofSeconds(7)), slept);
    }

    /** Minimal systems have no {@code ps}, and busybox's has no arguments. */
    @Test
    void aServiceRunsWhenItsPatternIsInTheListOfProcessesWithAndWithoutPs() throws IOException {
        Process process = new ProcessBuilder("sleep", "98765").start();
        try {
            for (boolean ps : List.of(true, false)) {
                if (!ps) {
                    tools.have("ps", "exit 1");
                }
                assertFalse(calls.run(sysvinit, "name", "munge", "state", "started", "pattern", "sleep 98765")
                        .changed());
                assertTrue(calls.check(sysvinit, "name", "munge", "state", "started", "pattern", "sleep 98766")
                        .changed());
            }
        } finally {
            process.destroy();
        }
    }

    @Test
    void aServiceIsEnabledOnce() throws IOException {
        assertTrue(calls.run(sysvinit, "name", "munge", "enabled", true).changed());
        Files.createFile(root.resolve("etc/rc2.d/S01munge"));
        assertFalse(calls.run(sysvinit, "name", "munge", "enabled", true).changed());
        calls.run(sysvinit, "name", "munge", "enabled", false);
        calls.run(sysvinit, "name", "munge", "enabled", true, "runlevels", List.of("2", "3"));
        assertEquals(
                List.of(
                        "update-rc.d [munge] [defaults]",
                        "update-rc.d [munge] [disable]",
                        "update-rc.d [munge] [enable] [2] [3]"),
                tools.log());
    }

    @Test
    void whatFailsIsSaid() {
        assertEquals(
                "Failed to reload service: munge: cannot reload",
                calls.failure(sysvinit, "name", "munge", "state", "reloaded"));
        assertEquals(
                "Could not find the requested service ../munge: host (there is no script /etc/init.d/../munge on testnode)",
                calls.failure(sysvinit, "name", "../munge", "state", "started"));
        assertEquals(
                "'2; x' is no run level: 0 to 6 and S are",
                calls.failure(sysvinit, "name", "munge", "enabled", true, "runlevels", List.of("2; x")));
    }

    @Test
    void theModuleServiceGoesByTheNodesManager() {
        node.fact("service_mgr", "sysvinit");
        ServiceModule service = new ServiceModule(sysvinit);
        assertTrue(calls.run(service, "name", "munge", "state", "started", "daemon_reload", true)
                .changed());
        assertEquals(List.of("script [start]"), tools.log());
    }
}
