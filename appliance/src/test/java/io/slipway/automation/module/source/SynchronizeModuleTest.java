package io.slipway.automation.module.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Route;
import io.slipway.automation.module.Tools;
import io.slipway.automation.transport.Become;
import io.slipway.automation.transport.Target;
import io.slipway.common.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SynchronizeModuleTest {

    private static final String USUAL = "[--delay-updates] [-F] [--compress] [--archive]";
    private static final String FORMAT = "[--out-format=<<CHANGED>>%i %n%L]";
    private static final String SSH = "[--rsh=ssh -S none -o Port=22 -o BatchMode=yes -o StrictHostKeyChecking=yes]";

    @TempDir
    Path temp;

    private Tools tools;
    private LocalNode node;
    private FakeController controller;

    @BeforeEach
    void tools() {
        tools = new Tools(temp);
        tools.have("rsync", "").quietly("ssh", "");
        node = tools.node();
        controller = new FakeController(temp).set("ansible_rsync_path | default('rsync', true)", "rsync");
    }

    private Target.Ssh host() {
        return new Target.Ssh("n1", "10.0.0.1", 22, "ops", List.of(), null, List.of(), true, Duration.ofSeconds(9), "");
    }

    private Calls to(Target target, @Nullable Become become, boolean oneMachine) {
        return new Calls(node, controller.route(new Route(node, target, become, oneMachine)));
    }

    private static Object[] with(Object... more) {
        return Stream.concat(Stream.of("src", "/a", "dest", "/b"), Stream.of(more))
                .toArray();
    }

    private String called(Calls calls, Object... more) {
        calls.run(new SynchronizeModule(), with(more));
        return tools.log().getLast().replaceFirst("^rsync ", "");
    }

    @Test
    void whatRsyncSaysIsTheDifference() {
        tools.have("rsync", "echo '<<CHANGED>>>f+++++++++ one'");
        ModuleResult result =
                to(new Target.Local("n1"), null, true).diff(new SynchronizeModule(), "src", "/a", "dest", "/b");
        assertEquals(List.of(ModuleResult.Diff.prepared(">f+++++++++ one\n")), result.diffs());
    }

    @Test
    void onOneMachineThereIsNoShell() {
        Calls calls = to(new Target.Local("n1"), Become.sudo("root"), true);
        String ends = " " + FORMAT + " [/a] [/b]";
        assertEquals(USUAL + ends, called(calls));
        assertEquals("[--archive]" + ends, called(calls, "delay_updates", false, "compress", false));
        assertEquals(
                "[--archive] [--no-recursive] [--no-links] [--no-perms] [--no-times] [--no-owner] [--no-group]" + ends,
                called(
                        calls,
                        "delay_updates",
                        false,
                        "compress",
                        false,
                        "recursive",
                        false,
                        "links",
                        false,
                        "perms",
                        false,
                        "times",
                        false,
                        "owner",
                        false,
                        "group",
                        false));
        assertEquals(
                "[--recursive] [--links] [--times] [--dirs]" + ends,
                called(
                        calls,
                        "delay_updates",
                        false,
                        "compress",
                        false,
                        "archive",
                        false,
                        "recursive",
                        true,
                        "links",
                        true,
                        "times",
                        true,
                        "perms",
                        false,
                        "dirs",
                        true));
        assertEquals(
                "[--delay-updates] [-F] [--compress] [--timeout=7] [--delete-after] [--existing] [--checksum] [--copy-links] [--archive]"
                        + " [--exclude=a b] [-v] [--partial] [-H] [-vv] [--link-dest] [/c d]" + ends,
                called(
                        calls,
                        "rsync_timeout",
                        7,
                        "delete",
                        true,
                        "existing_only",
                        true,
                        "checksum",
                        true,
                        "copy_links",
                        true,
                        "partial",
                        true,
                        "rsync_opts",
                        List.of("--exclude='a b' -v", ""),
                        "link_dest",
                        List.of("/c d")));
    }

    @Test
    void anotherMachineIsReachedAsSlipwayReachesIt() {
        Calls calls = to(host(), null, false);
        assertEquals(USUAL + " " + SSH + " " + FORMAT + " [/a] [ops@10.0.0.1:/b]", called(calls));
        assertEquals(USUAL + " " + SSH + " " + FORMAT + " [ops@10.0.0.1:/a] [/b]", called(calls, "mode", "pull"));
        assertEquals(
                USUAL + " " + SSH.replace("=22", "=2222") + " " + FORMAT + " [/a] [10.0.0.1:/b]",
                called(calls, "dest_port", 2222, "set_remote_user", false));
        assertEquals(
                USUAL + " [--rsync-path=/opt/my rsync] [--rsh=ssh -x] " + FORMAT + " [/a] [ops@10.0.0.1:/b]",
                called(calls, "rsync_path", "/opt/my rsync", "rsync_opts", List.of("--rsh='ssh -x'")));
        assertEquals(
                USUAL + " " + SSH + " [--rsync-path=sudo -u 'a b' rsync] " + FORMAT + " [/a] [ops@10.0.0.1:/b]",
                called(to(host(), Become.sudo("a b"), false)));
        assertTrue(to(host(), new Become("su", "root", null, ""), false)
                .failure(new SynchronizeModule(), with())
                .startsWith("synchronize cannot become root by su"));
    }

    @Test
    void theHostsOwnKeyPortFilesAndOptionsCountInRsyncsQuoting() {
        Target.Ssh other = new Target.Ssh(
                "n1",
                "fe80::1",
                22522,
                "ops",
                List.of(Path.of("/k/it's mine")),
                null,
                List.of(),
                false,
                Duration.ofSeconds(9),
                "-o ProxyJump=gate");
        assertEquals(
                USUAL
                        + " [--rsh=ssh -S none -i '/k/it''s mine' -o Port=22522 -o BatchMode=yes -o StrictHostKeyChecking=no"
                        + " -o UserKnownHostsFile=/dev/null] " + FORMAT + " [/a] [ops@[fe80::1]:/b]",
                called(to(other, null, false)));
        assertEquals(
                USUAL
                        + " [--rsh=ssh -i /k/2 -o Port=22522 -o ProxyJump=gate -o BatchMode=yes -o StrictHostKeyChecking=yes] "
                        + FORMAT + " [/a] [ops@[fe80::1]:/b]",
                called(
                        to(other, null, false),
                        "private_key",
                        "/k/2",
                        "use_ssh_args",
                        true,
                        "verify_host",
                        true,
                        "ssh_connection_multiplexing",
                        true));
    }

    @Test
    void hostileNamesReachRsyncWhole() {
        String name = "/-a b'c\"$(d);\ne";
        to(host(), null, false).run(new SynchronizeModule(), "src", name, "dest", "-x " + name);
        assertEquals(
                "rsync " + USUAL + " " + SSH + " [--protect-args] " + FORMAT + " [" + name + "] [ops@10.0.0.1:./-x "
                        + name + "]",
                String.join("\n", tools.log()));
    }

    @Test
    void serversOfRsyncNeedNoShell() {
        Calls calls = to(host(), null, false);
        calls.run(new SynchronizeModule(), "src", "/a", "dest", "rsync://mirror/m");
        assertEquals(
                "rsync " + USUAL + " " + FORMAT + " [/a] [rsync://mirror/m]",
                tools.log().getLast());
        assertTrue(calls.failure(new SynchronizeModule(), "src", "rsync://a/b", "dest", "rsync://c/d")
                .startsWith("src and dest are both rsync:// addresses"));
    }

    @Test
    void whatRsyncMarksIsChanged() {
        tools.have("rsync", "echo '<<CHANGED>>>f+++ x'; echo; echo '<<CHANGED>>cd y'");
        ModuleResult result = to(new Target.Local("n1"), null, true).check(new SynchronizeModule(), with());
        assertTrue(result.changed());
        assertEquals(List.of(">f+++ x", "cd y"), result.values().get("stdout_lines"));
        assertEquals(">f+++ x\n\ncd y\n", result.values().get("msg"));
        assertEquals(
                temp
                        + "/bin/rsync --delay-updates -F --compress --dry-run --archive --out-format='<<CHANGED>>%i %n%L' /a /b",
                result.values().get("cmd"));
        assertEquals(1, node.exchanges());
    }

    @Test
    void whatFailsSaysWhatToDo() {
        Target.Ssh withPassword = new Target.Ssh(
                "n1",
                "10.0.0.1",
                22,
                "ops",
                List.of(),
                new Secret("geheim"),
                List.of(),
                true,
                Duration.ofSeconds(9),
                "");
        Calls calls = to(withPassword, null, false);
        List<List<String>> table = List.of(
                List.of("sh: rsync: not found", "rsync is missing on n1: install the package rsync there"),
                List.of(
                        "ops@10.0.0.1: Permission denied (publickey,password).",
                        "cannot be given the password of n1: a key"),
                List.of("Host key verification failed.", "add the key of n1 to the known_hosts"),
                List.of("sudo: a password is required", "allow the login user to run rsync without a password"));
        for (List<String> row : table) {
            tools.have("rsync", "echo '" + row.getFirst() + "' >&2; exit 12");
            String failure = calls.failure(new SynchronizeModule(), with());
            assertTrue(failure.contains(row.getFirst()) && failure.contains(row.getLast()), failure);
            assertEquals(12, calls.failedValues(new SynchronizeModule(), with()).get("rc"));
        }
        controller.set("ansible_rsync_path | default('rsync', true)", "no-such-rsync");
        assertTrue(calls.failure(new SynchronizeModule(), with()).contains("\"no-such-rsync\" on testnode"));
    }

    @Test
    void anotherMachineCannotReachThisOne() {
        assertTrue(to(new Target.Local("localhost"), null, false)
                .failure(new SynchronizeModule(), with())
                .contains("cannot reach localhost"));
    }

    @Test
    void aTreeThatWouldLinkToItselfIsRefused() {
        assertTrue(to(new Target.Local("n1"), null, true)
                .failure(new SynchronizeModule(), with("link_dest", List.of("/")))
                .contains("it would link to itself"));
    }
}
