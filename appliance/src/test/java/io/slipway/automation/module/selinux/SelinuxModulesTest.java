package io.slipway.automation.module.selinux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleCall;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SelinuxModulesTest {

    @TempDir
    Path temp;

    private final SelinuxModule selinux = new SelinuxModule();
    private final SebooleanModule seboolean = new SebooleanModule();
    private final SefcontextModule sefcontext = new SefcontextModule();
    private final SeportModule seport = new SeportModule();
    private final SelinuxPermissiveModule permissive = new SelinuxPermissiveModule();
    private Tools tools;
    private LocalNode node;
    private Calls calls;

    @BeforeEach
    void anEnforcingNode() {
        tools = new Tools(temp)
                .prints("getenforce", "Enforcing")
                .have("setenforce", "")
                .quietly(
                        "getsebool",
                        "case $1 in -a*|httpd_on|old_on) echo 'httpd_on --> on';;"
                                + " httpd_off) echo 'httpd_off --> off pending: off';; *) exit 1;; esac")
                .have("setsebool", "")
                .prints("semodule", "base\npermissive_old_t\nweb 1.0")
                .quietly("semanage", """
                        case "$*" in
                        'fcontext -l -n') cat <<'END'
                        /srv/git(/.*)?                                     all files          system_u:object_r:var_t:s0
                        /srv/git(/.*)?                                     directory          system_u:object_r:git_t:s0:c1,c2
                        /srv/none                                          all files          <<None>>
                        /srv/c = /var/lib
                        END
                        exit 0;;
                        'port -l -n') printf 'http_port_t      tcp      8891, 80, 8000-8010\\nother_t          tcp   9000\\n'; exit 0;;
                        'port -l -n -C') printf 'http_port_t    tcp      8891\\n'; exit 0;;
                        'boolean -l -n') printf 'httpd_on    (on   ,  off)  A\\nhttpd_off   (off  ,   on)  B\\n'; exit 0;;
                        esac
                        { printf semanage; for w; do printf ' [%s]' "$w"; done; echo; } >>'LOG'
                        case "$*" in *nosuch_t*) echo 'ValueError: Type nosuch_t is invalid' >&2; exit 1;; esac
                        """.replace("LOG", temp.resolve("log").toString()));
        node = tools.node();
        calls = new Calls(node, new FakeController(temp));
    }

    private String config(String text) throws IOException {
        return Files.writeString(temp.resolve("con'fig"), text).toString();
    }

    @Test
    void theModeIsSetNowAndInTheFile() throws IOException {
        String file = config("# x\nSELINUX=enforcing\nSELINUXTYPE=targeted");
        ModuleResult kept =
                calls.run(selinux, "state", "enforcing", "policy", policy(), "configfile", with(file, policy()));
        assertFalse(kept.changed());
        assertEquals("", kept.values().get("msg"));
        assertEquals(1, node.exchanges());
        ModuleResult predicted = calls.check(selinux, "state", "permissive", "policy", policy(), "conf", file);
        assertTrue(predicted.changed());
        assertEquals(List.of(), tools.log());
        ModuleResult done = calls.run(selinux, "state", "permissive", "policy", policy(), "configfile", file);
        assertEquals(
                "SELinux state changed from 'enforcing' to 'permissive', "
                        + "Config SELinux state changed from 'enforcing' to 'permissive'",
                done.values().get("msg"));
        assertEquals(false, done.values().get("reboot_required"));
        assertEquals(
                "# x\nSELINUX=permissive\nSELINUXTYPE=" + policy() + "\n", Files.readString(temp.resolve("con'fig")));
        ModuleResult off = calls.run(selinux, "state", "disabled", "configfile", file);
        assertEquals(true, off.values().get("reboot_required"));
        assertEquals(
                List.of("SELinux state temporarily changed from 'enforcing' to 'permissive'."
                        + " State change will take effect next reboot."),
                off.values().get("warnings"));
        assertEquals(policy(), off.values().get("policy"));
        assertEquals(List.of("setenforce [0]", "setenforce [0]"), tools.log());
    }

    /** The policy that this machine would run: what an absent configuration means, or else its own. */
    private static String policy() throws IOException {
        Path own = Path.of("/etc/selinux/config");
        return Files.exists(own)
                ? SelinuxChange.setting(Files.readString(own), "SELINUXTYPE").orElse("targeted")
                : "targeted";
    }

    private static String with(String file, String policy) throws IOException {
        Path path = Path.of(file);
        Files.writeString(path, Files.readString(path).replaceFirst("SELINUXTYPE=.*", "SELINUXTYPE=" + policy));
        return file;
    }

    @Test
    void theKernelsCommandLineFollows() throws IOException {
        String file = with(config("SELINUX=enforcing\nSELINUXTYPE=x"), policy());
        tools.have(
                "grubby",
                "[ \"$1\" != --info=ALL ] || printf 'index=0\\nargs=\"ro quiet\"\\nindex=1\\nargs=\"selinux=0 ro\"\\n'");
        ModuleResult mixed = calls.run(
                selinux, "state", "enforcing", "policy", policy(), "configfile", file, "update_kernel_param", true);
        assertEquals(
                "Kernel SELinux state changed from '<inconsistent>' to 'enabled'",
                mixed.values().get("msg"));
        assertEquals(
                "grubby [--update-kernel=ALL] [--remove-args] [selinux=0]",
                tools.log().getLast());
        tools.have("grubby", "[ \"$1\" != --info=ALL ] || printf 'args=\"ro\"\\n'");
        assertFalse(calls.run(
                        selinux,
                        "state",
                        "enforcing",
                        "policy",
                        policy(),
                        "configfile",
                        file,
                        "update_kernel_param",
                        true)
                .changed());
        calls.run(selinux, "state", "disabled", "configfile", file, "update_kernel_param", true);
        assertEquals(
                "grubby [--update-kernel=ALL] [--args] [selinux=0]", tools.log().getLast());
    }

    @Test
    void whatSelinuxCannotDoChangesNothing() throws IOException {
        String file = config("SELINUX=enforcing\nSELINUXTYPE=targeted\n");
        assertEquals(
                "Policy is required if state is not 'disabled'",
                calls.failure(selinux, "state", "permissive", "configfile", file));
        assertEquals(
                "Policy x\nSELINUX=disabled does not exist in /etc/selinux/",
                calls.failure(selinux, "state", "permissive", "policy", "x\nSELINUX=disabled", "configfile", file));
        assertTrue(calls.failure(selinux, "state", "disabled", "configfile", file + "no")
                .startsWith("Unable to find file " + file + "no ("));
        assertEquals("SELINUX=enforcing\nSELINUXTYPE=targeted\n", Files.readString(temp.resolve("con'fig")));
        assertEquals(List.of(), tools.log());
    }

    @Test
    void booleansAreSwitchedNowAndForLater() {
        assertFalse(calls.run(seboolean, "name", "httpd_on", "state", true).changed());
        assertFalse(calls.run(seboolean, "name", "httpd_on", "state", false, "persistent", true)
                .changed());
        assertEquals(2, node.exchanges());
        assertTrue(calls.check(seboolean, "name", "httpd_on", "state", false).changed());
        assertEquals(List.of(), tools.log());
        calls.run(seboolean, "name", "httpd_off", "state", true);
        ModuleResult done = calls.run(seboolean, "name", "old_on", "state", true, "persistent", true);
        assertEquals("old_on", done.values().get("name"));
        assertEquals(true, done.values().get("state"));
        assertEquals(List.of("setsebool [--] [httpd_off] [on]", "setsebool [-P] [--] [httpd_on] [on]"), tools.log());
        assertEquals("SELinux boolean -a 'x does not exist.", calls.failure(seboolean, "name", "-a 'x", "state", true));
    }

    @Test
    void labelsOfPathsAreAddedChangedAndRemoved() {
        String git = "/srv/git(/.*)?";
        ModuleResult kept = calls.run(sefcontext, "target", git, "setype", "var_t");
        assertFalse(kept.changed());
        assertEquals("system_u", kept.values().get("seuser"));
        assertEquals("s0", kept.values().get("serange"));
        assertFalse(
                calls.run(sefcontext, "target", "/srv/c", "equal", "/var/lib").changed());
        assertFalse(calls.run(sefcontext, "path", "/srv", "state", "absent").changed());
        assertFalse(calls.run(sefcontext, "path", git, "state", "absent", "substitute", "/x")
                .changed());
        assertEquals(4, node.exchanges());
        ModuleResult predicted = calls.check(sefcontext, "target", git, "setype", "x_t", "ftype", "d");
        assertTrue(predicted.changed());
        assertEquals(
                "# Change to semanage file context mappings\n-" + git
                        + "      d      system_u:object_r:git_t:s0:c1,c2\n+" + git
                        + "      d      system_u:object_r:x_t:s0:c1,c2\n",
                predicted.diffs().getFirst().prepared());
        assertEquals(List.of(), tools.log());
        calls.run(sefcontext, "target", git, "setype", "x_t", "ftype", "d", "reload", false);
        calls.run(sefcontext, "target", "-r'$x", "setype", "-t", "seuser", "staff_u");
        calls.run(sefcontext, "target", "/srv/none", "setype", "x_t");
        ModuleResult moved = calls.run(sefcontext, "target", "/srv/c", "substitute", "/var/cache");
        assertNull(moved.values().get("seuser"));
        calls.run(sefcontext, "target", "/srv/c", "state", "absent");
        calls.run(sefcontext, "target", git, "state", "absent");
        assertEquals(
                List.of(
                        "semanage [fcontext] [--noreload] [--modify] [--ftype=d] [--type=x_t] [--seuser=system_u]"
                                + " [--range=s0:c1,c2] [--] [/srv/git(/.*)?]",
                        "semanage [fcontext] [--add] [--ftype=a] [--type=-t] [--seuser=staff_u] [--range=s0] [--] [-r'$x]",
                        "semanage [fcontext] [--add] [--ftype=a] [--type=x_t] [--seuser=system_u] [--range=s0] [--]"
                                + " [/srv/none]",
                        "semanage [fcontext] [--noreload] [--delete] [--equal=/var/lib] [--] [/srv/c]",
                        "semanage [fcontext] [--add] [--equal=/var/cache] [--] [/srv/c]",
                        "semanage [fcontext] [--delete] [--equal=/var/lib] [--] [/srv/c]",
                        "semanage [fcontext] [--delete] [--ftype=a] [--] [/srv/git(/.*)?]"),
                tools.log());
        assertEquals(
                "ValueError: Type nosuch_t is invalid",
                calls.failure(sefcontext, "target", "/x", "setype", "nosuch_t"));
        assertEquals(
                "ValueError: File specification can not include spaces",
                calls.failure(sefcontext, "target", "/a\nb", "setype", "x_t"));
        assertEquals(
                "state is present but any of the following are missing: setype, substitute",
                calls.failure(sefcontext, "target", "/x"));
    }

    @Test
    void portsGetTypes() {
        assertFalse(calls.run(seport, "ports", "80,8000-8010", "proto", "tcp", "setype", "http_port_t")
                .changed());
        assertFalse(calls.run(
                        seport, "ports", 80L, "proto", "tcp", "setype", "http_port_t", "state", "absent", "local", true)
                .changed());
        assertEquals(2, node.exchanges());
        assertTrue(calls.check(seport, "ports", "81", "proto", "tcp", "setype", "http_port_t")
                .changed());
        assertEquals(List.of(), tools.log());
        ModuleResult done =
                calls.run(seport, "ports", "80,81,9000", "proto", "tcp", "setype", "http_port_t", "reload", false);
        assertEquals(List.of("80", "81", "9000"), done.values().get("ports"));
        calls.run(seport, "ports", "8891", "proto", "tcp", "setype", "http_port_t", "state", "absent");
        assertEquals(
                List.of(
                        "semanage [port] [--noreload] [--add] [--type=http_port_t] [--proto=tcp] [--range=s0] [81]",
                        "semanage [port] [--noreload] [--modify] [--type=http_port_t] [--proto=tcp] [--range=s0] [9000]",
                        "semanage [port] [--delete] [--proto=tcp] [8891]"),
                tools.log());
        assertEquals(
                "'-80 x' is neither a port nor a range of ports (8080, 8000-8010)",
                calls.failure(seport, "ports", "-80 x", "proto", "tcp", "setype", "t"));
    }

    @Test
    void domainsAreMadePermissive() {
        assertFalse(calls.run(permissive, "name", "old_t", "permissive", true).changed());
        assertFalse(calls.run(permissive, "name", "new_t", "permissive", false).changed());
        assertTrue(calls.check(permissive, "name", "new_t", "permissive", true).changed());
        assertEquals(3, node.exchanges());
        assertEquals(List.of(), tools.log());
        calls.run(permissive, "domain", "new_t", "permissive", true, "no_reload", true, "store", "-a b");
        calls.run(permissive, "domain", "old_t", "permissive", false);
        assertEquals(
                List.of(
                        "semanage [permissive] [--noreload] [--add] [--store=-a b] [new_t]",
                        "semanage [permissive] [--delete] [old_t]"),
                tools.log());
        assertEquals(
                "'x) (allow' cannot be the name of a domain",
                calls.failure(permissive, "domain", "x) (allow", "permissive", true));
    }

    @Test
    void whatANodeLacksIsNamed() {
        Tools bare = new Tools(temp.resolve("bare"));
        Calls there = new Calls(bare.node(), new FakeController(temp));
        bare.prints("getenforce", "Disabled").quietly("setsebool", "");
        assertEquals(
                "SELinux is disabled on this host. (ansible.posix.selinux enables it at the next boot)",
                there.failure(seboolean, "name", "x", "state", true));
        assertTrue(there.failure(seport, "ports", "80", "proto", "tcp", "setype", "t")
                .startsWith("SELinux is disabled on this host."));
        assertTrue(there.failure(seboolean, "name", "x", "state", true, "ignore_selinux_state", true)
                .startsWith("Failed to get list of boolean names: "));
        ModuleCall call = new ModuleCall(
                seport.spec().check(Map.of("ports", "80", "proto", "tcp", "setype", "t")),
                false,
                false,
                node,
                new FakeController(temp));
        ModuleFailure failure =
                assertThrows(ModuleFailure.class, () -> Policy.ask(call, Script.of("need no-such-tool"), true));
        assertEquals(
                "there is no no-such-tool on the node"
                        + " (install the package no-such-tool (Debian, Ubuntu) or no-such-tool (RHEL))",
                failure.getMessage());
    }
}
