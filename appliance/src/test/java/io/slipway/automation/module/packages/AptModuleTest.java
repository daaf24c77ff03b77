package io.slipway.automation.module.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AptModuleTest {

    private static final String OPTIONS =
            "apt-get [-y] [-o] [Dpkg::Options::=--force-confdef] [-o] [Dpkg::Options::=--force-confold] [-o] [DPkg::Lock::Timeout=60] ";
    private static final String DONE = """
            Reading package lists...
            Building dependency tree...
            Reading state information...
            The following NEW packages will be installed:
              curl
            0 upgraded, 1 newly installed, 0 to remove and 3 not upgraded.
            Setting up curl (7.88.1-10) ...""";
    private static final String NOTHING = """
            Reading package lists...
            0 upgraded, 0 newly installed, 0 to remove and 3 not upgraded.""";

    @TempDir
    Path temp;

    private final AptModule apt = new AptModule();
    private Tools tools;
    private LocalNode node;
    private Calls calls;

    /** nginx 1.22-9 and libc6 2.36-9 are installed, postfix provides mail-transport-agent, old is removed but for its configuration. */
    @BeforeEach
    void aNode() {
        tools = new Tools(temp)
                .quietly("dpkg-query", """
                        case $* in *Provides*)
                          printf 'installed\\tpostfix\\tmail-transport-agent, default-mta (= 3), sendmail-old (= 3)\\n'
                          printf 'installed\\tnginx\\t\\n'; exit 0 ;;
                        esac
                        while [ "$1" != -- ]; do shift; done; shift
                        for n; do case nginx in $n|${n%:amd64}) printf 'installed\\tnginx\\tamd64\\t1.22.1-9\\n' ;; esac
                          case libc6 in $n) printf 'installed\\tlibc6\\tamd64\\t2.36-9\\n' ;; esac
                          case old in $n) printf 'config-files\\told\\tall\\t1\\n' ;; esac
                        done""")
                .prints("dpkg", "amd64")
                .quietly("stat", "echo 1000")
                .quietly("date", "echo 4600")
                .quietly("apt-cache", """
                        case $* in
                          pkgnames*) printf '%s\\n' nginx nginx-doc nginx-light ;;
                          *policy*) printf 'nginx:\\n  Installed: 1.22.1-9\\n  Candidate: 1.24.0-1\\nlibc6:\\n  Candidate: 2.36-9\\nnew:\\n  Candidate: (none)\\nsendmail-old:\\n  Candidate: 9\\n' ;;
                        esac""")
                .quietly("awk", "printf '%s\\n' libc6 zlib1g")
                .have("apt-mark", "")
                .have("apt-get", "cat <<'END'\n" + DONE + "\nEND");
        node = tools.node();
        calls = new Calls(node, new FakeController(temp));
    }

    @Test
    void packagesThatAreThereCostOneLookAtDpkg() {
        ModuleResult result = calls.run(apt, "name", List.of("nginx", "nginx=1.22*", "nginx:amd64", "nginx>=1.9"));
        assertFalse(result.changed());
        assertEquals(false, result.values().get("cache_updated"));
        assertEquals(1000L, result.values().get("cache_update_time"));
        assertFalse(calls.run(apt, "name", "mail-transport-agent,default-mta").changed());
        assertFalse(calls.run(apt, "name", "curl", "state", "absent").changed());
        assertEquals(3, node.exchanges());
        assertEquals(List.of(), tools.log());
    }

    /** A transitional package that another one also provides is installed when it is named. */
    @Test
    void aRealPackageIsNotThereBecauseAnotherProvidesItsName() {
        calls.run(apt, "name", List.of("default-mta", "sendmail-old"));
        assertEquals(List.of(OPTIONS + "[install] [--] [sendmail-old]"), tools.log());
    }

    @Test
    void onlyWhatIsMissingIsAskedFor() {
        ModuleResult result = calls.diff(
                apt, "name", List.of("curl", "nginx", "nginx=1.24*", "vim=2:9.0"), "install_recommends", false);
        assertTrue(result.changed());
        assertEquals(
                List.of(OPTIONS + "[-o] [APT::Install-Recommends=no] [install] [--] [curl] [nginx=1.24*] [vim=2:9.0]"),
                tools.log());
        assertTrue(String.valueOf(result.values().get("stdout")).contains("Setting up curl"));
        assertEquals("""
                The following NEW packages will be installed:
                  curl
                0 upgraded, 1 newly installed, 0 to remove and 3 not upgraded.
                """, result.diffs().getFirst().after());
        assertEquals(2, node.exchanges());
    }

    @Test
    void dependenciesThatAreNamedBecomeManual() {
        assertFalse(calls.run(apt, "name", "libc6").changed());
        assertEquals(List.of("apt-mark [manual] [--] [libc6]"), tools.log());
        assertFalse(calls.check(apt, "name", "libc6").changed());
        assertEquals(1, tools.log().size());
    }

    @Test
    void latestUpgradesWhatHasANewerCandidate() {
        calls.run(apt, "name", List.of("nginx", "libc6"), "state", "latest");
        assertEquals(List.of(OPTIONS + "[install] [--] [nginx]"), tools.log());
    }

    @Test
    void patternsMeanKnownPackages() {
        calls.run(apt, "name", "nginx-*");
        calls.run(apt, "name", List.of("lib*", "ngi?x", "curl*"), "state", "absent");
        assertEquals(
                List.of(
                        OPTIONS + "[install] [--] [nginx-doc] [nginx-light]",
                        OPTIONS + "[remove] [--] [libc6] [nginx]"),
                tools.log());
        assertEquals("No package(s) matching 'zzz*' available", calls.failure(apt, "name", "zzz*"));
    }

    @Test
    void removalCanPurge() {
        assertFalse(calls.run(apt, "name", "old", "state", "absent").changed());
        calls.run(apt, "name", "old", "state", "absent", "purge", true, "autoremove", true);
        assertEquals(List.of(OPTIONS + "[--purge] [--auto-remove] [remove] [--] [old]"), tools.log());
    }

    @Test
    void checkModeSimulates() {
        assertTrue(calls.check(apt, "name", "curl", "update_cache", true).changed());
        assertEquals(List.of(OPTIONS + "[--simulate] [install] [--] [curl]"), tools.log());
    }

    @Test
    void listsAreFetchedWhenTheyAreTooOld() {
        ModuleResult fresh = calls.run(apt, "update_cache", true, "cache_valid_time", 3601L, "name", "nginx");
        assertEquals(false, fresh.values().get("cache_updated"));
        assertEquals(List.of(), tools.log());
        calls.run(apt, "update_cache", true, "cache_valid_time", 3600L, "name", "nginx");
        calls.run(apt, "cache_valid_time", 10L);
        calls.run(apt, "update_cache", true);
        assertEquals(
                "apt-get [-q] [-o] [APT::Update::Error-Mode=any] [update]",
                String.join("", List.copyOf(new java.util.HashSet<>(tools.log()))));
        assertEquals(3, tools.log().size());
        assertFalse(
                calls.run(apt, "update_cache", false, "cache_valid_time", 10L).changed());
        assertTrue(calls.check(apt, "update_cache", true).changed());
        assertEquals(3, tools.log().size());
    }

    @Test
    void freshListsShowAsAChange() throws Exception {
        Files.writeString(temp.resolve("stamp"), "1000");
        tools.quietly("stat", "cat '" + temp + "/stamp'")
                .have("apt-get", "printf 4600 >'" + temp + "/stamp'")
                .quietly("touch", "");
        ModuleResult result = calls.run(apt, "update_cache", true);
        assertTrue(result.changed());
        assertEquals(true, result.values().get("cache_updated"));
        assertEquals(4600L, result.values().get("cache_update_time"));
    }

    @Test
    void listsThatCannotBeFetchedFailAfterSomeTries() {
        tools.have("apt-get", "echo 'E: Failed to fetch http://x/InRelease' >&2; exit 100")
                .quietly("sleep", "");
        assertEquals(
                "Failed to update apt cache: E: Failed to fetch http://x/InRelease",
                calls.failure(apt, "update_cache", true, "update_cache_retries", 3L));
        assertEquals(3, tools.log().size());
    }

    @Test
    void upgradesReadWhatAptSays() {
        assertTrue(calls.run(apt, "upgrade", "dist", "autoremove", true).changed());
        tools.have("apt-get", "cat <<'END'\n" + NOTHING + "\nEND");
        ModuleResult result = calls.run(apt, "upgrade", "yes");
        assertFalse(result.changed());
        assertEquals(NOTHING + "\n", result.values().get("msg"));
        calls.run(apt, "name", "*", "state", "latest");
        assertEquals(
                List.of(
                        OPTIONS + "[--auto-remove] [dist-upgrade]",
                        OPTIONS + "[upgrade] [--with-new-pkgs]",
                        OPTIONS + "[upgrade] [--with-new-pkgs]"),
                tools.log());
        assertEquals(3, node.exchanges());
    }

    @Test
    void cleaningUpReadsWhatAptSays() {
        assertFalse(calls.run(apt, "autoremove", true, "purge", true).changed());
        tools.have("apt-get", "echo 'The following packages will be REMOVED:'");
        assertTrue(calls.run(apt, "autoremove", true).changed());
        tools.have("apt-get", "echo 'Del foo 1.0 [12 kB]'");
        assertTrue(calls.run(apt, "autoclean", true).changed());
        assertTrue(calls.run(apt, "clean", true).changed());
        assertEquals(
                List.of(
                        OPTIONS + "[--purge] [autoremove]",
                        OPTIONS + "[autoremove]",
                        OPTIONS + "[autoclean]",
                        "apt-get [clean]"),
                tools.log());
    }

    @Test
    void aLockThatAnotherHoldsIsWaitedFor() throws Exception {
        tools.have("apt-get", """
                        if [ ! -e '%s/second' ]; then touch '%s/second'
                          echo 'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 7 (apt)' >&2; exit 100
                        fi
                        echo '1 upgraded'""".formatted(temp, temp)).quietly("sleep", "");
        assertTrue(calls.run(apt, "name", "curl").changed());
        assertEquals(2, tools.log().size());
        Files.delete(temp.resolve("second"));
        assertTrue(calls.failure(apt, "name", "curl", "lock_timeout", 0L).contains("held by process 7"));
    }

    @Test
    void refusalsAreSaidAsAnsibleSaysThem() {
        tools.have("apt-get", "echo 'E: Unable to locate package nope' >&2; exit 100");
        assertTrue(calls.failure(apt, "name", "nope").startsWith("No package matching 'nope' is available"));
        tools.have("apt-get", "echo \"E: Version '9' for 'nginx' was not found\" >&2; exit 100");
        assertEquals("no available installation candidate for nginx=9", calls.failure(apt, "name", "nginx=9"));
        assertEquals("no available installation candidate for nginx>=2", calls.failure(apt, "name", "nginx>=2"));
        assertEquals("invalid package spec: a=1=2", calls.failure(apt, "name", "a=1=2"));
        assertEquals("invalid package spec: a>=1 2 ('1 2' is not a version)", calls.failure(apt, "name", "a>=1 2"));
        assertTrue(calls.failure(apt, "name", "-o x").startsWith("No package matching '-o x'"));
        tools.have("apt-get", "echo out; echo 'E: boom' >&2; exit 100");
        ModuleFailure failure = assertThrows(ModuleFailure.class, () -> calls.run(apt, "name", "curl"));
        assertTrue(failure.getMessage().startsWith("'apt-get -y -o Dpkg::Options::=--force-confdef "));
        assertTrue(failure.getMessage().endsWith("install -- curl' failed: E: boom"));
        assertEquals(100, failure.values().get("rc"));
        assertEquals("out\n", failure.values().get("stdout"));
    }

    @Test
    void aTaskThatOnlyUpdatesTheListsDoesNothingElse() {
        assertFalse(calls.run(apt, "update_cache", true, "cache_valid_time", 99999L, "autoremove", true)
                .changed());
        assertEquals(List.of(), tools.log());
    }

    @Test
    void anUnknownPackageIsComparedWithTheKnownOnes() {
        tools.have("apt-get", "echo 'E: Unable to locate package ngnix-doc' >&2; exit 100")
                .quietly("apt-cache", "[ \"$2\" = ng ] && printf '%s\\n' nginx nginx-doc ngircd")
                .quietly("ls", "echo x_Packages");
        assertEquals(
                "No package matching 'ngnix-doc' is available (did you mean 'nginx-doc'?)",
                calls.failure(apt, "name", "ngnix-doc"));
        tools.quietly("apt-cache", "").quietly("ls", "exit 2");
        assertEquals(
                "No package matching 'ngnix-doc' is available: the node has no package lists yet (fetch them: update_cache: true)",
                calls.failure(apt, "name", "ngnix-doc"));
    }

    /** What apt prints, and words of the advice. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 4711 (unattended-upgr) | process 4711 (unattended-upgr) on the node holds the lock
            E: You don't have enough free space in /var/cache/apt/archives/. | a file system of the node is full
            dpkg: error: cannot copy extracted data: failed to write (No space left on device) | a file system of the node is full
            E: There were unauthenticated packages and -y was used without --allow-unauthenticated | nobody signed where these packages come from
            W: GPG error: http://m s InRelease: NO_PUBKEY 3B4FE6ACC0B21F32 | does not have the key 3B4FE6ACC0B21F32
            E: Failed to fetch http://m/x.deb  Could not connect to m:80 (10.0.0.1), connection timed out | the node cannot reach m:80
            E: Failed to fetch http://m/x.deb  Temporary failure resolving 'm' | the node cannot resolve the name m
            E: Failed to fetch http://m/x.deb  404  Not Found [IP: 10.0.0.1 80] | fetch them again: update_cache: true
            E: Held packages were changed and -y was used without --allow-change-held-packages. | set allow_change_held_packages: true
            E: Packages were downgraded and -y was used without --allow-downgrades. | set allow_downgrade: true
            E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), are you root? | set become: true
            dpkg: unable to make new file: Read-only file system | is mounted read-only
            """)
    void failuresSayTheirCauseAndRemedy(String printed, String advice) {
        tools.have("apt-get", "cat >&2 <<'END'\n" + printed + "\nEND\nexit 100");
        String said = calls.failure(apt, "name", "curl", "lock_timeout", 0L);
        assertTrue(said.contains(printed) && said.contains(advice), said);
    }

    @Test
    void aPackageFileIsInstalledUnlessThatVersionIsThere() {
        tools.quietly(
                        "dpkg-deb",
                        "case $3 in Package) echo nginx ;; Version) echo \"${VER:-1}\" ;; *) echo amd64 ;; esac")
                .quietly("dpkg-query", "printf 'amd64 installed 1.22\\n'");
        assertTrue(calls.run(apt, "deb", "/tmp/a b.deb").changed());
        assertEquals(List.of(OPTIONS + "[install] [/tmp/a b.deb]"), tools.log());
        node.env("VER", "1.22");
        assertFalse(calls.run(apt, "deb", "/tmp/a b.deb").changed());
        assertEquals(1, tools.log().size());
        assertEquals("deb only supports state=present", calls.failure(apt, "deb", "x.deb", "state", "absent"));
    }

    @Test
    void whatAptConfiguredInPassingIsAChange() {
        tools.quietly("dpkg-query", "[ -e '%s/done' ] && echo 'curl ii 1' || echo 'curl iU 1'".formatted(temp))
                .have(
                        "apt-get",
                        "touch '%s/done'; cat <<'END'\n%s\nSetting up curl (1) ...\nEND".formatted(temp, NOTHING));
        assertTrue(calls.run(apt, "name", "curl").changed());
        assertFalse(calls.run(apt, "name", "curl").changed());
        tools.have("apt-get", "printf '%s\\n' 0 'Conf curl (1 stable [amd64])'; echo '" + NOTHING + "'");
        assertTrue(calls.check(apt, "name", "curl").changed());
    }

    @Test
    void whatWasInterruptedIsFinishedOnce() {
        tools.have("dpkg", "case $1 in --print*) echo amd64 ;; *) touch '%s/whole' ;; esac".formatted(temp))
                .have("apt-get", """
                        if [ ! -e '%s/whole' ]; then
                          echo "E: dpkg was interrupted, you must manually run 'sudo dpkg --configure -a' to correct the problem. " >&2
                          exit 100
                        fi
                        echo '%s'""".formatted(temp, NOTHING));
        ModuleResult result = calls.run(apt, "name", "curl");
        assertTrue(result.changed());
        assertEquals(
                List.of(
                        "dpkg had been interrupted on this node: its work was finished first, by 'dpkg --configure -a'"),
                result.values().get("warnings"));
        assertTrue(tools.log().contains("dpkg [--force-confdef] [--force-confold] [--configure] [-a]"));
        assertEquals(
                2,
                tools.log().stream().filter(line -> line.startsWith("apt-get")).count());
    }

    @Test
    void aSecondInterruptionIsToldInsteadOfRepairedForEver() {
        tools.have("apt-get", "echo 'E: dpkg was interrupted, you must manually run it' >&2; exit 100");
        assertTrue(calls.failure(apt, "name", "curl").contains("dpkg was interrupted"));
        assertEquals(2, tools.log().size());
    }
}
