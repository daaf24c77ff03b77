package io.slipway.automation.module.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Tools;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DnfModuleTest {

    private static final String DNF = "dnf [-y] [--setopt=exit_on_lock=1] ";

    @TempDir
    Path temp;

    private final DnfModule dnf = new DnfModule();
    private Tools tools;
    private LocalNode node;
    private Calls calls;

    /** bash 5-1 is installed, and provides /bin/sh; whatever dnf does ends with nginx there as well. */
    @BeforeEach
    void aNode() {
        tools = new Tools(temp).quietly("rpm", """
                        case "$*" in
                          *-qa*) echo bash-5-1.x86_64; [ ! -e '%1$s/done' ] || echo nginx-1:2-3.noarch ;;
                          *' -q bash'|*' -q bash-5-1.x86_64'|*'whatprovides /bin/sh') ;;
                          '-qp '*) printf bash-5-1.x86_64 ;;
                          *) exit 1 ;;
                        esac""".formatted(temp)).have("dnf", "touch '%s/done'".formatted(temp));
        node = tools.node();
        calls = new Calls(node, new FakeController(temp));
    }

    @Test
    void packagesThatAreThereCostOneLookAtTheDatabase() {
        ModuleResult result = calls.run(dnf, "name", "bash, /bin/sh,/tmp/bash.rpm");
        assertFalse(result.changed());
        assertEquals("Nothing to do", result.values().get("msg"));
        assertEquals(List.of("Installed /tmp/bash.rpm"), result.values().get("results"));
        assertFalse(calls.run(dnf, "name", "nope", "state", "absent").changed());
        assertFalse(calls.run(dnf, "name", "nope", "state", "latest", "update_only", true)
                .changed());
        assertEquals(3, node.exchanges());
        assertEquals(List.of(), tools.log());
    }

    @Test
    void onlyWhatIsMissingIsAskedFor() {
        ModuleResult result = calls.run(dnf, "name", List.of("bash", "nginx", "@web server", "a b >= 1; $(x)"));
        assertTrue(result.changed());
        assertEquals(List.of("Installed: nginx-1:2-3.noarch"), result.values().get("results"));
        assertEquals(0, result.values().get("rc"));
        assertEquals(List.of(DNF + "[install] [nginx] [@web server] [a b >= 1; $(x)]"), tools.log());
        assertEquals(2, node.exchanges());
        assertFalse(calls.run(dnf, "name", "@web").changed());
    }

    @Test
    void repositoriesThatNobodyKnowsAreDoneWithout() {
        tools.have("dnf", """
                case "$*" in
                *enablerepo=nope*) echo "Error: Unknown repo: 'nope'"; exit 1 ;;
                *enablerepo=other*) echo "Error: Unknown repo: 'other'"; exit 1 ;;
                esac
                touch '%s/done'
                """.formatted(temp));
        assertTrue(calls.run(dnf, "name", "a b", "enablerepo", List.of("nope", "epel", "other"))
                .changed());
        assertEquals(
                "dnf [-y] [--enablerepo=epel] [--setopt=exit_on_lock=1] [install] [a b]",
                tools.log().getLast());
        assertEquals(3, tools.log().size());
    }

    @Test
    void theArgumentsBecomeOptions() {
        calls.run(
                dnf,
                "name",
                "x",
                "enablerepo",
                "a,b",
                "disablerepo",
                "*",
                "exclude",
                "k*",
                "disable_gpg_check",
                true,
                "conf_file",
                "/c",
                "installroot",
                "/r",
                "releasever",
                "9",
                "allowerasing",
                true,
                "nobest",
                true,
                "skip_broken",
                true,
                "download_only",
                true,
                "download_dir",
                "/d",
                "cacheonly",
                true,
                "update_cache",
                true,
                "install_weak_deps",
                false,
                "sslverify",
                false,
                "disable_excludes",
                "all",
                "enable_plugin",
                "p",
                "disable_plugin",
                "q");
        assertEquals(
                List.of("dnf [-y] [-c] [/c] [--installroot=/r] [--releasever=9] [--disablerepo=*] [--enablerepo=a]"
                        + " [--enablerepo=b] [--exclude=k*] [--enableplugin=p] [--disableplugin=q]"
                        + " [--disableexcludes=all] [--nogpgcheck] [-C] [--setopt=sslverify=0]"
                        + " [--setopt=install_weak_deps=0] [--refresh] [--setopt=exit_on_lock=1] [--allowerasing]"
                        + " [--skip-broken] [--nobest] [--downloadonly] [--downloaddir=/d] [install] [x]"),
                tools.log());
    }

    @Test
    void latestUpgradesWhatIsThereAndInstallsTheRest() {
        calls.run(dnf, "name", "bash,nginx", "state", "latest", "security", true);
        calls.run(dnf, "name", "*", "state", "latest", "bugfix", true);
        assertEquals(
                List.of(DNF + "[--security] [upgrade] [bash]", DNF + "[install] [nginx]", DNF + "[--bugfix] [upgrade]"),
                tools.log());
    }

    @Test
    void removalLeavesDependenciesUnlessTold() {
        calls.run(dnf, "name", "bash,nope", "state", "removed");
        calls.run(dnf, "name", "bash", "autoremove", true);
        calls.run(dnf, "autoremove", true);
        assertEquals(
                List.of(
                        DNF + "[--setopt=clean_requirements_on_remove=false] [remove] [bash]",
                        DNF + "[--setopt=clean_requirements_on_remove=true] [remove] [bash]",
                        DNF + "[autoremove]"),
                tools.log());
    }

    @Test
    void checkModeReadsTheTableOfWhatWouldBeDone() {
        tools.have("dnf", """
                cat <<'END'
                Dependencies resolved.
                ================================================================
                 Package          Arch     Version       Repository        Size
                ================================================================
                Installing:
                 nginx            noarch   1:2-3         pod              5.4 k
                Upgrading:
                 a-package-with-a-very-long-name-that-takes-a-line-for-itself
                                  x86_64   2.0-1         pod              5.4 k
                     replacing  other.x86_64 1-1
                Removing dependent packages:
                 old              x86_64   1-1           @System          1.0 k

                Transaction Summary
                ================================================================
                Install  1 Package
                Operation aborted.
                END
                exit 1""");
        ModuleResult result = calls.check(dnf, "name", "nginx");
        assertTrue(result.changed());
        assertEquals(
                List.of(
                        "Installed: nginx-1:2-3.noarch",
                        "Installed: a-package-with-a-very-long-name-that-takes-a-line-for-itself-2.0-1.x86_64",
                        "Removed: old-1-1.x86_64"),
                result.values().get("results"));
        assertEquals(List.of("dnf [--assumeno] [--setopt=exit_on_lock=1] [install] [nginx]"), tools.log());
        tools.have("dnf", "echo 'Nothing to do.'");
        assertFalse(calls.check(dnf, "name", "nginx").changed());
    }

    @Test
    void aLockThatAnotherHoldsIsWaitedFor() {
        tools.have("dnf", """
                if [ ! -e '%1$s/second' ]; then touch '%1$s/second'
                  echo 'Waiting for process with pid 4711 to finish.'; exit 200
                fi
                touch '%1$s/done'""".formatted(temp)).quietly("sleep", "");
        assertTrue(calls.run(dnf, "name", "nginx").changed());
        tools.have("dnf", "echo 'Waiting for process with pid 4711 to finish.'; exit 200");
        assertEquals(
                "dnf lockfile is held by process 4711 (wait for it with a longer lock_timeout)",
                calls.failure(dnf, "name", "nginx", "lock_timeout", 0L));
    }

    @Test
    void failuresSayTheirCauseAndRemedy() {
        tools.have("dnf", "echo 'No match for argument: nope'; echo 'Error: Unable to find a match: nope'; exit 1");
        Map<?, ?> values = calls.failedValues(dnf, "name", "nope");
        assertEquals(List.of("No package nope available."), values.get("failures"));
        assertEquals(1, values.get("rc"));
        assertTrue(calls.failure(dnf, "name", "nope")
                .startsWith("Failed to install some of the specified packages: No package nope available."));
        for (String[] pair : new String[][] {
            {"Error: GPG check FAILED", "rpm_key"},
            {"Error: This command has to be run with superuser privileges", "become: true"},
            {"Errors during downloading metadata: Curl error (6): Could not resolve host: m", "yum_repository"},
            {" - nothing provides libx needed by nginx", "allowerasing: true"},
            {"installing package nginx needs 9MB more space on the / filesystem", "a file system of the node is full"}
        }) {
            tools.have("dnf", "echo '" + pair[0] + "'; exit 1");
            String said = calls.failure(dnf, "name", "nginx");
            assertTrue(said.contains(pair[0]) && said.contains(pair[1]), said);
        }
        assertTrue(calls.failure(dnf, "name", "-x").contains("cannot be the name of a package"));
        assertTrue(calls.failure(dnf, "name", List.of("a\nb")).contains("cannot be the name of a package"));
        assertTrue(calls.failure(dnf, "name", "x", "list", "y").contains("mutually exclusive"));
    }

    @Test
    void packagesAreListed() {
        tools.have("dnf", """
                case "$*" in
                  *--installed*) echo 'bash|0|5|1|x86_64|@System' ;;
                  *--available*|*--upgrades*) printf '%s\\n' 'bash|0|6|1|x86_64|pod' '' ;;
                  *repolist*) printf 'repo id  repo name\\npod      The pod\\n' ;;
                esac""");
        List<?> both = (List<?>) calls.run(dnf, "list", "bash").values().get("results");
        assertEquals(
                Map.of(
                        "name",
                        "bash",
                        "epoch",
                        "0",
                        "version",
                        "5",
                        "release",
                        "1",
                        "arch",
                        "x86_64",
                        "repo",
                        "@System",
                        "nevra",
                        "0:bash-5-1.x86_64",
                        "envra",
                        "0:bash-5-1.x86_64",
                        "yumstate",
                        "installed"),
                both.getFirst());
        assertEquals(2, both.size());
        assertEquals(1, ((List<?>) calls.run(dnf, "list", "updates").values().get("results")).size());
        assertEquals(
                List.of(Map.of("repoid", "pod", "state", "enabled")),
                calls.run(dnf, "list", "repos").values().get("results"));
    }
}
