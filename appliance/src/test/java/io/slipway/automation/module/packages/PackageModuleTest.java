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

/** {@code package} and {@code package_facts}: what is the same whatever installs the packages. */
class PackageModuleTest {

    @TempDir
    Path temp;

    private Tools tools;
    private LocalNode node;
    private Calls calls;

    @BeforeEach
    void start() {
        tools = new Tools(temp);
        node = tools.node();
        calls = new Calls(node, new FakeController(temp));
    }

    private static Map<?, ?> facts(ModuleResult result) {
        return (Map<?, ?>) result.values().get("ansible_facts");
    }

    @Test
    void packageHandsOnToThePackageManager() {
        tools.quietly("dpkg-query", "printf 'installed\\tnginx\\tamd64\\t1\\n'")
                .prints("dpkg", "amd64")
                .quietly("apt-get", "");
        PackageModule module = new PackageModule(Map.of("apt", new AptModule()));
        assertFalse(
                calls.run(module, "name", List.of("nginx"), "state", "present").changed());
        node.forget();
        node.fact("pkg_mgr", "apt");
        assertFalse(calls.run(module, "name", "nginx", "state", "present", "update_cache", false)
                .changed());
        assertEquals(1, node.exchanges());
        assertFalse(calls.run(module, "name", "nginx").changed());
        assertTrue(calls.failure(module, "name", "x", "state", "present", "use", "ansible.builtin.dnf")
                .startsWith("Could not find a module for dnf."));
        assertTrue(calls.failure(module, "name", "x", "state", "present", "nonsense", 1L)
                .contains("nonsense"));
        assertTrue(calls.failure(module, "name", "x", "state", "installed").contains("state"));
        node.fact("pkg_mgr", "dnf5");
        tools.quietly("rpm", "").quietly("dnf", "");
        DnfModule dnf = new DnfModule();
        assertFalse(calls.run(new PackageModule(Map.of("dnf5", dnf)), "name", "nginx", "state", "present")
                .changed());
    }

    @Test
    void packagesTellWhoseArchiveTheyComeFrom() {
        tools.quietly(
                        "dpkg-query",
                        "case $* in *Status*) printf 'installed\\tbash\\t5\\tamd64\\tshells\\ninstalled\\town\\t1\\tall\\tx\\n' ;; *) printf 'bash\\nown\\n' ;; esac")
                .quietly("apt-cache", """
                        if [ "$2" ]; then cat <<'END'
                        bash:
                          Installed: 5
                          Version table:
                             6 500
                                500 http://new.example.org/debian trixie/main amd64 Packages
                         *** 5 990
                                990 http://m.example.org/debian bookworm/main amd64 Packages
                                100 /var/lib/dpkg/status
                        own:
                          Version table:
                         *** 1 100
                                100 /var/lib/dpkg/status
                        END
                        else cat <<'END'
                        Package files:
                         100 /var/lib/dpkg/status
                             release a=now
                         500 http://m.example.org/debian bookworm/main amd64 Packages
                             release v=12.5,o=Debian Mirror,a=stable,n=bookworm,l=Debian,c=main,b=amd64
                             origin m.example.org
                        Pinned packages:
                        END
                        fi""");
        Map<?, ?> packages =
                (Map<?, ?>) facts(calls.run(new PackageFactsModule())).get("packages");
        assertEquals("Debian Mirror", ((Map<?, ?>) ((List<?>) packages.get("bash")).getFirst()).get("origin"));
        assertEquals("", ((Map<?, ?>) ((List<?>) packages.get("own")).getFirst()).get("origin"));
    }

    @Test
    void packagesAreListedWithTheirVersions() {
        tools.quietly(
                        "dpkg-query",
                        "printf 'installed\\tbash\\t5.2-1\\tamd64\\tshells\\nconfig-files\\told\\t1\\tall\\tx\\ninstalled\\tlibc6\\t2\\tamd64\\tlibs\\ninstalled\\tlibc6\\t2\\ti386\\tlibs\\n'")
                .quietly("apt-cache", "")
                .quietly("rpm", "printf 'kernel\\t5.14\\t1.el9\\tx86_64\\t(none)\\n'");
        PackageFactsModule module = new PackageFactsModule();
        Map<?, ?> packages = (Map<?, ?>) facts(calls.run(module)).get("packages");
        assertEquals(List.of("bash", "libc6"), List.copyOf(packages.keySet()));
        assertEquals(2, ((List<?>) packages.get("libc6")).size());
        assertEquals(
                List.of(Map.of(
                        "name",
                        "bash",
                        "version",
                        "5.2-1",
                        "arch",
                        "amd64",
                        "category",
                        "shells",
                        "origin",
                        "",
                        "source",
                        "apt")),
                packages.get("bash"));
        Map<?, ?> both = (Map<?, ?>) facts(calls.run(module, "strategy", "all", "manager", "apt,rpm"))
                .get("packages");
        assertEquals("1.el9", ((Map<?, ?>) ((List<?>) both.get("kernel")).getFirst()).get("release"));
        assertTrue(
                calls.failure(module, "manager", "portage").startsWith("Could not detect a supported package manager"));
    }
}
