package io.slipway.automation.module.facts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gathers facts of the machine that runs the tests. */
class SetupModuleTest {

    @TempDir
    Path temp;

    private final LocalNode node = new LocalNode();

    private Map<?, ?> gather(Object... arguments) {
        return (Map<?, ?>) run(arguments).values().get("ansible_facts");
    }

    private ModuleResult run(Object... arguments) {
        return new Calls(node, new FakeController(temp)).run(new SetupModule(), arguments);
    }

    @Test
    void oneExchangeFindsWhatContentAsksFor() {
        Map<?, ?> facts = gather();
        for (String name : List.of(
                "os_family",
                "distribution",
                "distribution_major_version",
                "distribution_version",
                "distribution_release",
                "kernel",
                "architecture",
                "machine",
                "system",
                "hostname",
                "fqdn",
                "nodename",
                "default_ipv4",
                "default_ipv6",
                "all_ipv4_addresses",
                "all_ipv6_addresses",
                "interfaces",
                "env",
                "product_name",
                "selinux",
                "service_mgr",
                "pkg_mgr",
                "memtotal_mb",
                "processor_vcpus",
                "mounts",
                "lsb",
                "date_time",
                "virtualization_type",
                "virtualization_role",
                "user_id",
                "uptime_seconds",
                "local",
                "dns",
                "cmdline",
                "devices",
                "lo",
                "is_chroot")) {
            assertTrue(facts.containsKey("ansible_" + name), name);
        }
        assertEquals("Linux", facts.get("ansible_system"));
        assertTrue(assertInstanceOf(Long.class, facts.get("ansible_memtotal_mb")) > 0);
        assertEquals("127.0.0.1", ((Map<?, ?>) ((Map<?, ?>) facts.get("ansible_lo")).get("ipv4")).get("address"));
        assertEquals(List.of("all"), facts.get("gather_subset"));
        assertEquals(1, node.exchanges());
    }

    @Test
    void theEnvironmentIsTheNodesAndSurvivesOddValues() {
        node.env("ODD", "a=b\nc 'd' \"$(e)\"").env("LC_ALL", "C.UTF-8");
        Map<?, ?> environment = (Map<?, ?>) gather("gather_subset", "env").get("ansible_env");
        assertEquals("a=b\nc 'd' \"$(e)\"", environment.get("ODD"));
        assertEquals("C.UTF-8", environment.get("LC_ALL"));
    }

    @Test
    void subsetsAndFiltersNarrowTheSearch() {
        Set<Object> minimal = names(gather("gather_subset", List.of("!all")));
        assertTrue(minimal.contains("ansible_distribution"));
        assertFalse(minimal.contains("ansible_memtotal_mb"));
        Set<Object> network = names(gather("gather_subset", List.of("!all", "!min", "network")));
        assertTrue(network.contains("ansible_interfaces"));
        assertTrue(network.contains("ansible_distribution"), "which it needs, in Ansible");
        assertFalse(network.contains("ansible_env"));
        assertTrue(names(gather("gather_subset", List.of("processor")))
                .containsAll(Set.of("ansible_processor", "ansible_distribution")));
        assertFalse(names(gather("gather_subset", "!hardware,!network")).contains("ansible_devices"));
        assertFalse(
                names(gather("gather_subset", "!hardware")).contains("ansible_interfaces"),
                "what is only excluded leaves the minimum");
        assertEquals(
                Set.of("ansible_numa", "gather_subset", "module_setup"),
                names(gather("gather_subset", List.of("!all", "!min", "numa"))));
        assertFalse(names(gather("gather_subset", "!min")).contains("ansible_distribution"));
        assertEquals(
                Set.of("ansible_kernel", "ansible_os_family"),
                names(gather("filter", List.of("ansible_kernel", "os_fam*"))));
        assertEquals(Set.of("module_setup"), names(gather("gather_subset", "!all", "filter", "module*")));
        assertTrue(names(gather("gather_subset", "!all", "filter", "*")).contains("gather_subset"));
        assertEquals(Set.of("gather_subset", "module_setup"), names(gather("gather_subset", List.of("!all", "!min"))));
    }

    private static Set<Object> names(Map<?, ?> facts) {
        return facts.keySet().stream().collect(Collectors.toSet());
    }

    @Test
    void anUnknownSubsetIsRefusedWithAHint() {
        ModuleFailure failure = assertThrows(ModuleFailure.class, () -> run("gather_subset", "netwrk"));
        assertTrue(failure.problem().what().startsWith("Bad subset 'netwrk' given to Ansible."));
        assertEquals("did you mean 'network'?", failure.problem().hint());
        assertEquals(0, node.exchanges());
    }

    @Test
    void aNodesOwnFactsAreReadOrRun() throws Exception {
        Path facts = Files.createDirectory(temp.resolve("my facts.d"));
        Files.writeString(facts.resolve("json.fact"), "{\"a\": [1, null]}");
        Files.writeString(
                facts.resolve("ini.fact"),
                "# c\n[Main]\nKey = v: w\n  more\nother: x\n[empty]\n[DEFAULT]\nbase=/srv\n[Paths]\nlog=%(BASE)s/log 5%%\n");
        Files.writeString(facts.resolve("bad.fact"), "neither");
        Files.writeString(facts.resolve("run.fact"), "#!/bin/sh\necho '{\"gpus\": 8}'; echo noise >&2\n");
        Files.writeString(facts.resolve("fail.fact"), "#!/bin/sh\necho out; echo err >&2; exit 3\n");
        assertTrue(facts.resolve("run.fact").toFile().setExecutable(true));
        assertTrue(facts.resolve("fail.fact").toFile().setExecutable(true));
        ModuleResult result = run("gather_subset", List.of("!all", "!min", "local"), "fact_path", facts.toString());
        Map<?, ?> local = (Map<?, ?>) ((Map<?, ?>) result.values().get("ansible_facts")).get("ansible_local");
        assertEquals(java.util.Arrays.asList(1L, null), ((Map<?, ?>) local.get("json")).get("a"));
        assertEquals(
                Map.of(
                        "Main", Map.of("key", "v: w\nmore", "other", "x", "base", "/srv"),
                        "empty", Map.of("base", "/srv"),
                        "Paths", Map.of("log", "/srv/log 5%", "base", "/srv")),
                local.get("ini"));
        assertEquals(Map.of("gpus", 8L), local.get("run"));
        assertEquals(
                "error loading facts as JSON or ini - please check content: " + facts + "/bad.fact", local.get("bad"));
        assertEquals("Failure executing fact script (" + facts + "/fail.fact), rc: 3, err: err\n", local.get("fail"));
        assertEquals(2, ((List<?>) result.values().get("warnings")).size());
    }
}
