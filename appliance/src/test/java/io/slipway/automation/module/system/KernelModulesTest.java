package io.slipway.automation.module.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Tools;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sysctl} and {@code modprobe}. */
class KernelModulesTest {

    @TempDir
    Path temp;

    private final SysctlModule sysctl = new SysctlModule();
    private final ModprobeModule modprobe = new ModprobeModule();
    private Tools tools;
    private LocalNode node;
    private Calls calls;
    private Path file;

    @BeforeEach
    void start() {
        tools = new Tools(temp).have("sysctl", "");
        node = tools.node();
        calls = new Calls(node, new FakeController(temp));
        file = temp.resolve("99 my.conf");
    }

    private static String ostype() throws Exception {
        return Files.readString(Path.of("/proc/sys/kernel/ostype")).strip();
    }

    @Test
    void aSettingInFileAndKernelCostsOneExchange() throws Exception {
        Files.writeString(file, "# c\nkernel.ostype = " + ostype() + "\n");
        ModuleResult result =
                calls.run(sysctl, "name", "kernel.ostype", "value", ostype(), "sysctl_file", file.toString());
        assertFalse(result.changed());
        assertEquals(1, node.exchanges());
        assertEquals(List.of(), tools.log());
    }

    @Test
    void aNewSettingIsWrittenAndTheFileReloaded() throws Exception {
        Files.writeString(file, "; old\na.b=1\na.b=2\n\nkernel.x=  3 \n");
        ModuleResult result =
                calls.diff(sysctl, "name", "kernel.ostype", "value", ostype(), "sysctl_file", file.toString());
        assertTrue(result.changed());
        assertEquals("; old\na.b=1\n\nkernel.x=3\nkernel.ostype=" + ostype() + "\n", Files.readString(file));
        assertEquals(List.of("sysctl [-p] [" + file + "]"), tools.log());
        assertEquals(Files.readString(file), result.diffs().getFirst().after());
        calls.run(sysctl, "name", "a.b", "value", true, "sysctl_file", file.toString(), "reload", false);
        assertFalse(calls.run(sysctl, "name", "a.b", "value", "Yes", "sysctl_file", file.toString(), "reload", false)
                .changed());
        assertTrue(calls.run(sysctl, "name", "a.b", "state", "absent", "sysctl_file", file.toString(), "reload", false)
                .changed());
        assertFalse(Files.readString(file).contains("a.b"));
        assertEquals(1, tools.log().size());
    }

    @Test
    void whatTheKernelDoesNotTakeIsAnError() throws Exception {
        assertTrue(calls.failure(
                        sysctl,
                        "name",
                        "kernel.ostype",
                        "value",
                        "x",
                        "sysctl_file",
                        file.toString(),
                        "sysctl_set",
                        true)
                .startsWith("setting kernel.ostype failed: "));
        assertFalse(Files.exists(file));
        tools.have("sysctl", "echo 'sysctl: setting key \"a\": Read-only file system' >&2");
        assertEquals(
                "Failed to reload sysctl: sysctl: setting key \"a\": Read-only file system",
                calls.failure(sysctl, "name", "kernel.ostype", "value", "y", "sysctl_file", file.toString()));
        tools.have(
                "sysctl", "echo 'sysctl: cannot stat /proc/sys/net/bridge/x: No such file or directory' >&2; exit 255");
        assertEquals(
                "Failed to reload sysctl: sysctl: cannot stat /proc/sys/net/bridge/x: No such file or directory (bridges have"
                        + " settings once their module is loaded: modprobe: {name: br_netfilter, persistent: present})",
                calls.failure(sysctl, "name", "net.bridge.x", "value", "1", "sysctl_file", file.toString()));
        assertEquals("value cannot be blank", calls.failure(sysctl, "name", "a", "value", " "));
        assertTrue(calls.failure(sysctl, "name", "../../etc/x", "value", "1").contains("cannot be a kernel setting"));
    }

    @Test
    void checkModeWritesNothing() {
        assertTrue(calls.check(sysctl, "name", "a.b", "value", "1", "sysctl_file", file.toString())
                .changed());
        assertFalse(Files.exists(file));
    }

    @Test
    void dotsAndSlashesSwapWhenADotComesFirst() {
        assertEquals("net/ipv4/conf/eth0.100/forwarding", SysctlModule.path("net.ipv4.conf.eth0/100.forwarding"));
        assertEquals("net/ipv4/conf/eth0.100/forwarding", SysctlModule.path("net/ipv4/conf/eth0.100/forwarding"));
        assertEquals("x", SysctlModule.path("x"));
    }

    /** A node that has br_netfilter loaded; what would be written under /etc is caught. */
    private void modules() {
        tools.quietly("uname", "echo 0-none")
                .quietly(
                        "grep",
                        "case $* in *'^br_netfilter '*/proc/modules) exit 0 ;; *'^nvidia '*/proc/modules) [ -e '" + temp
                                + "/nvidia' ]; exit ;; esac; exit 1")
                .have(
                        "modprobe",
                        "case $*,$1 in *' nvidia'*,--) touch '" + temp + "/nvidia' ;; *' nvidia',-r) rm '" + temp
                                + "/nvidia' ;; esac; [ \"$2\" != bad ] || { echo 'modprobe: FATAL: Module bad not found in directory /lib/modules/x' >&2; exit 1; }")
                .quietly("mktemp", "touch '" + temp + "/new'; echo '" + temp + "/new'")
                .quietly("mkdir", "")
                .have("mv", "cp '" + temp + "/new' '" + temp + "/kept'");
    }

    @Test
    void kernelModulesAreLoadedAndUnloaded() {
        modules();
        assertFalse(calls.run(modprobe, "name", "br-netfilter").changed());
        assertEquals(1, node.exchanges());
        assertTrue(
                calls.run(modprobe, "name", "nvidia", "params", "a=1 b='x y'").changed());
        assertTrue(
                calls.run(modprobe, "name", "br_netfilter", "state", "absent").changed());
        assertTrue(calls.run(modprobe, "name", "nvidia", "state", "absent").changed());
        assertFalse(calls.run(modprobe, "name", "nvidia", "state", "absent").changed());
        assertTrue(calls.check(modprobe, "name", "nvidia").changed());
        assertFalse(calls.run(modprobe, "name", "an-alias").changed(), "it succeeds, and no such module is loaded");
        assertEquals(
                List.of(
                        "modprobe [--] [nvidia] [a=1] [b=x y]",
                        "modprobe [-r] [--] [br_netfilter]",
                        "modprobe [-r] [--] [nvidia]",
                        "modprobe [-n] [--] [nvidia]",
                        "modprobe [--] [an-alias]",
                        "modprobe [-n] [--first-time] [--] [an-alias]"),
                tools.log());
        assertEquals(
                "modprobe: FATAL: Module bad not found in directory /lib/modules/x (is the name right, and is the package"
                        + " installed that has it for the kernel that runs ('uname -r' on the node; linux-modules-extra, a"
                        + " driver's DKMS build)? a newer kernel runs after a reboot)",
                calls.failure(modprobe, "name", "bad"));
        assertTrue(calls.failure(modprobe, "name", "a/../b").contains("cannot be the name"));
    }

    @Test
    void persistenceIsAFileOfItsOwn() throws Exception {
        modules();
        assertTrue(calls.run(modprobe, "name", "br_netfilter", "persistent", "present")
                .changed());
        assertEquals(List.of("mv [-f] [--] [" + temp + "/new] [/etc/modules-load.d/br_netfilter.conf]"), tools.log());
        assertEquals("br_netfilter\n", Files.readString(temp.resolve("kept")));
        assertFalse(calls.run(modprobe, "name", "br_netfilter", "persistent", "absent")
                .changed());
    }
}
