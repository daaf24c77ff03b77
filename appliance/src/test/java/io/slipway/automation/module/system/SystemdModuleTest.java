package io.slipway.automation.module.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Tools;
import io.slipway.automation.module.Waiting;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemdModuleTest {

    @TempDir
    Path temp;

    private final SystemdModule systemd = new SystemdModule();

    /** A systemctl that knows one unit, logs what would change it, and may refuse to start it. */
    private Calls unit(String show, String enabled, int enabledStatus, int actStatus) {
        LocalNode node = tools(show, enabled, enabledStatus, actStatus).node();
        return new Calls(node, new FakeController(temp));
    }

    private Tools tools(String show, String enabled, int enabledStatus, int actStatus) {
        return new Tools(temp)
                .quietly("systemctl", """
                        for w; do case $w in
                          show) printf '%%s\\n' '%s'; exit 0 ;;
                          is-enabled) echo '%s'; exit %d ;;
                        esac; done
                        { printf 'systemctl'; for w; do printf ' [%%s]' "$w"; done; echo; } >>'%s'
                        [ %d -eq 0 ] || echo 'Job failed. See "systemctl status x".' >&2
                        exit %d""".formatted(
                                show, enabled, enabledStatus, temp.resolve("log"), actStatus, actStatus))
                .prints("journalctl", "bad option: --frob");
    }

    private List<String> log() {
        return new Tools(temp).log();
    }

    private static final String RUNNING = "Id=x.service\nLoadState=loaded\nActiveState=active\nDescription={odd";
    private static final String STOPPED = "Id=x.service\nLoadState=loaded\nActiveState=inactive";

    @Test
    void aUnitThatIsAsWantedCostsOneExchange() {
        LocalNode node = tools(RUNNING, "enabled", 0, 0).node();
        ModuleResult result = new Calls(node, new FakeController(temp))
                .run(systemd, "name", "x", "state", "started", "enabled", true, "masked", false);
        assertFalse(result.changed());
        assertEquals("x", result.values().get("name"));
        assertEquals("started", result.values().get("state"));
        assertEquals(true, result.values().get("enabled"));
        assertEquals(
                Map.of("Id", "x.service", "LoadState", "loaded", "ActiveState", "active", "Description", "{odd"),
                result.values().get("status"));
        assertEquals(1, node.exchanges());
        assertEquals(List.of(), log());
    }

    @Test
    void whatDiffersIsDoneInOneMoreExchange() {
        LocalNode node = tools(STOPPED, "disabled", 1, 0).node();
        ModuleResult result = new Calls(node, new FakeController(temp))
                .run(systemd, "name", "x", "state", "started", "enabled", "yes", "daemon_reload", true);
        assertTrue(result.changed());
        assertEquals(
                List.of(
                        "systemctl [daemon-reload]",
                        "systemctl [--no-ask-password] [enable] [--] [x]",
                        "systemctl [--no-ask-password] [start] [--] [x]"),
                log());
        assertEquals(2, node.exchanges());
    }

    @Test
    void restartedAndReloadedStartWhatDoesNotRun() {
        unit(STOPPED, "enabled", 0, 0).run(systemd, "name", "x", "state", "restarted");
        unit(RUNNING, "enabled", 0, 0).run(systemd, "name", "x", "state", "restarted");
        unit(RUNNING, "enabled", 0, 0).run(systemd, "name", "x", "state", "reloaded");
        unit(RUNNING, "enabled", 0, 0).run(systemd, "name", "x", "state", "stopped");
        assertEquals(
                List.of("start", "restart", "reload", "stop"),
                log().stream().map(line -> line.split("[\\[\\]]")[3]).toList());
    }

    @Test
    void checkModeChangesNothingAndPredictsAll() {
        ModuleResult result = unit(STOPPED, "disabled", 1, 0)
                .check(systemd, "name", "x", "state", "started", "enabled", true, "daemon_reload", true);
        assertTrue(result.changed());
        assertEquals(List.of(), log());
    }

    @Test
    void aUnitThatFailsToStartShowsItsJournal() {
        String failure = unit(STOPPED, "enabled", 0, 1).failure(systemd, "name", "x", "state", "started");
        assertEquals(
                "Unable to start service x: Job failed. See \"systemctl status x\".\n"
                        + "last lines of its journal:\nbad option: --frob",
                failure);
    }

    /** {@code systemctl show} knows no instance of it, but {@code is-enabled -l} says where it is. */
    @Test
    void aTemplateIsEnabled() {
        LocalNode node = new Tools(temp).have("systemctl", """
                        for w; do case $w in
                          show) echo 'Failed to get properties: Unit name t@.service is neither a valid invocation ID' >&2; exit 1 ;;
                          is-enabled) printf 'disabled\\n  /etc/x\\n'; exit 1 ;;
                        esac; done""").node();
        assertTrue(new Calls(node, new FakeController(temp))
                .run(systemd, "name", "t@", "enabled", true)
                .changed());
        assertEquals("systemctl [--no-ask-password] [enable] [--] [t@]", log().getLast());
    }

    @Test
    void aUnitFileElsewhereIsEnabledByItsPath() throws Exception {
        Path file = Files.createFile(temp.resolve("own.service"));
        assertTrue(unit("Id=x.mount\nLoadState=not-found\nActiveState=inactive", "", 1, 0)
                .run(systemd, "name", file.toString(), "enabled", true)
                .changed());
        assertEquals(List.of("systemctl [--no-ask-password] [enable] [--] [" + file + "]"), log());
    }

    @Test
    void aUserWhoseSystemdDoesNotRunIsTold() {
        LocalNode node = new Tools(temp)
                .quietly("systemctl", "echo 'Failed to connect to bus: No medium found' >&2; exit 1")
                .node();
        assertTrue(
                new Calls(node, new FakeController(temp))
                        .failure(systemd, "name", "x", "state", "started", "scope", "user")
                        .startsWith(
                                "Unable to ask systemd for service x: Failed to connect to bus: No medium found (a user's own"));
    }

    @Test
    void anUnknownUnitIsNamed() {
        assertEquals(
                "Could not find the requested service nope: host (is the package installed that brings it?"
                        + " 'systemctl list-unit-files' on the node lists what there is)",
                unit("Id=nope.service\nLoadState=not-found\nActiveState=inactive", "", 1, 0)
                        .failure(systemd, "name", "nope", "state", "started"));
        assertEquals(
                "Error loading unit file 'x': bad line",
                unit("LoadState=bad-setting\nActiveState=inactive\nLoadError=bad line", "", 1, 0)
                        .failure(systemd, "name", "x", "enabled", true));
    }

    @Test
    void maskingDoesNotNeedTheUnit() {
        Calls calls = unit("LoadState=not-found\nActiveState=inactive", "", 1, 0);
        assertTrue(calls.run(systemd, "name", "x", "masked", true).changed());
        assertEquals(List.of("systemctl [--no-ask-password] [mask] [--] [x]"), log());
        assertFalse(unit("LoadState=masked\nActiveState=inactive", "masked", 1, 0)
                .run(systemd, "name", "x", "masked", true)
                .changed());
    }

    @Test
    void aliasesAndIndirectUnitsCountAsDisabled() {
        assertTrue(unit(RUNNING, "indirect", 0, 0)
                .check(systemd, "name", "x", "enabled", true)
                .changed());
        assertFalse(unit(RUNNING, "static", 0, 0)
                .check(systemd, "name", "x", "enabled", true)
                .changed());
    }

    @Test
    void scopeAndBlockingAreHandedOn() {
        unit(STOPPED, "disabled", 1, 0)
                .run(systemd, "name", "x", "state", "started", "scope", "user", "no_block", true, "force", true);
        assertEquals(List.of("systemctl [--no-ask-password] [--user] [--no-block] [--force] [start] [--] [x]"), log());
    }

    @Test
    void hostileNamesReachSystemctlAsOneWord() {
        String name = "-x 'y\" $(touch z)\n@a.service";
        unit(STOPPED, "disabled", 1, 0).run(systemd, "name", name, "state", "started");
        assertEquals(
                "systemctl [--no-ask-password] [start] [--] [-x 'y\" $(touch z)\n@a.service]",
                String.join("\n", log()));
        assertTrue(unit(STOPPED, "", 1, 0)
                .failure(systemd, "name", "a*", "state", "started")
                .contains("glob patterns, found '*'"));
        assertEquals(
                "missing parameter(s) required by 'state': name",
                unit(STOPPED, "", 1, 0).failure(systemd, "state", "started"));
    }

    @Test
    void serviceIsSystemdAndWarnsOfWhatItIgnores() {
        ModuleResult result = unit(STOPPED, "disabled", 1, 0)
                .run(
                        new ServiceModule(new SysvinitModule(new Waiting(Clock.systemUTC(), any -> {}))),
                        "name",
                        "x",
                        "state",
                        "started",
                        "sleep",
                        3L,
                        "args",
                        "y");
        assertTrue(result.changed());
        assertEquals(
                List.of(
                        "Ignoring \"sleep\" as it is not used in \"systemd\"",
                        "Ignoring \"arguments\" as it is not used in \"systemd\""),
                result.values().get("warnings"));
        assertEquals(List.of("systemctl [--no-ask-password] [start] [--] [x]"), log());
    }
}
