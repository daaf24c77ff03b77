package io.slipway.automation.module.control;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Waiting;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlModulesTest {

    @TempDir
    Path temp;

    private final LocalNode node = new LocalNode();
    private FakeController controller;
    private Calls calls;

    @BeforeEach
    void start() {
        controller = new FakeController(temp);
        calls = new Calls(node, controller);
    }

    @AfterEach
    void noneOfThemTalksToTheNode() {
        assertEquals(0, node.exchanges());
    }

    @Test
    void debugShowsAMessageOrAVariable() {
        controller.set("x", List.of(1L, 2L)).set("name", "x");
        DebugModule debug = new DebugModule();
        assertEquals("Hello world!", calls.run(debug).values().get("msg"));
        assertEquals(
                List.of("a"), calls.run(debug, "msg", List.of("a")).values().get("msg"));
        assertEquals(List.of(1L, 2L), calls.run(debug, "var", "x").values().get("x"));
        assertEquals(
                List.of(1L, 2L), calls.run(debug, "var", "{{ name }}").values().get("x"));
        assertEquals(
                "VARIABLE IS NOT DEFINED!",
                calls.run(debug, "var", "nope").values().get("nope"));
        assertEquals(
                "x",
                calls.run(debug, "var", YamlReader.read("t", "name")).values().get("name"));
        assertEquals("'msg' and 'var' are incompatible options", calls.failure(debug, "msg", "a", "var", "b"));
    }

    @Test
    void debugMayWaitForVerbosity() {
        ModuleResult result = calls.run(new DebugModule(), "msg", "a", "verbosity", 1L);
        assertTrue(result.skipped());
        assertEquals("Verbosity threshold not met.", result.values().get("skipped_reason"));
    }

    @Test
    void assertNamesTheFirstConditionThatDoesNotHold() {
        controller.set("yes", true).set("no", false).set("list", List.of("yes", "no"));
        AssertModule module = new AssertModule();
        ModuleResult good = calls.run(module, "that", List.of("yes", true));
        assertFalse(good.failed());
        assertEquals("All assertions passed", good.values().get("msg"));
        ModuleResult bad = calls.run(module, "that", List.of("yes", "no"));
        assertTrue(bad.failed());
        assertEquals("no", bad.values().get("assertion"));
        assertEquals(false, bad.values().get("evaluated_to"));
        assertEquals("Assertion failed", bad.values().get("msg"));
        assertEquals("oh", calls.run(module, "that", "no", "msg", "oh").values().get("msg"));
        assertEquals(
                List.of("a", "b"),
                calls.run(module, "that", "no", "fail_msg", List.of("a", "b"))
                        .values()
                        .get("msg"));
        assertEquals(
                "fine",
                calls.run(module, "that", "yes", "success_msg", "fine").values().get("msg"));
        assertTrue(calls.run(module, "that", "{{ list }}").failed());
        assertFalse(calls.run(module, "that", "yes", "quiet", true).values().containsKey("_ansible_verbose_always"));
    }

    @Test
    void failFails() {
        assertEquals("Failed as requested from task", calls.failure(new FailModule()));
        assertEquals("no", calls.failure(new FailModule(), "msg", "no"));
    }

    @Test
    void setFactTakesAnyNamesAndKeepsTypes() {
        SetFactModule module = new SetFactModule();
        ModuleResult result = calls.run(module, "a", 1L, "b", null, "c", "Yes", "d", "text");
        assertEquals(
                Arrays.asList(1L, null, true, "text"),
                new ArrayList<>(((Map<?, ?>) result.values().get("ansible_facts")).values()));
        assertFalse(result.changed());
        assertEquals(
                true, calls.run(module, "a", 1L, "cacheable", "yes").values().get("_ansible_facts_cacheable"));
        assertTrue(calls.failure(module, "no-good", 1L).startsWith("The variable name 'no-good' is not valid."));
        assertTrue(calls.failure(module, "cacheable", true).startsWith("No key/value pairs provided"));
    }

    @Test
    void includedVariablesStayUnevaluated() throws Exception {
        Files.createDirectories(temp.resolve("vars"));
        Files.writeString(temp.resolve("vars/a.yml"), "x: '{{ y }}'\nz: [1]\n");
        ModuleResult result = calls.run(new IncludeVarsModule(), "_raw_params", "a.yml");
        Map<?, ?> facts = (Map<?, ?>) result.values().get("ansible_facts");
        assertEquals(
                "{{ y }}",
                assertInstanceOf(YamlNode.Scalar.class, facts.get("x")).text());
        assertEquals(
                List.of(temp.resolve("vars/a.yml").toString()), result.values().get("ansible_included_var_files"));
        Map<?, ?> named = (Map<?, ?>) calls.run(new IncludeVarsModule(), "file", "a.yml", "name", "all")
                .values()
                .get("ansible_facts");
        assertEquals(
                Map.of("x", "{{ y }}", "z", List.of(1L)),
                assertInstanceOf(YamlNode.Mapping.class, named.get("all")).toValue());
    }

    @Test
    void aDirectoryOfVariablesIsReadInOrder() throws Exception {
        Path dir = Files.createDirectories(temp.resolve("vars/d/sub"));
        Files.writeString(dir.resolve("c.yml"), "x: 3");
        Files.writeString(dir.resolveSibling("a.yml"), "x: 1\na: 1");
        Files.writeString(dir.resolveSibling("b.json"), "{\"x\": 2}");
        Files.writeString(dir.resolveSibling("z.txt"), "no");
        IncludeVarsModule module = new IncludeVarsModule();
        ModuleResult foreign = calls.run(module, "dir", "d");
        assertTrue(foreign.failed());
        assertTrue(String.valueOf(foreign.values().get("message"))
                .endsWith("z.txt does not have a valid extension: yaml, yml, json"));
        assertEquals("3", fact(calls.run(module, "dir", "d", "ignore_unknown_extensions", true), "x"));
        assertEquals("2", fact(calls.run(module, "dir", "d", "ignore_files", List.of("txt"), "depth", 1L), "x"));
        assertEquals("1", fact(calls.run(module, "dir", "d", "files_matching", "^a", "depth", 0L), "x"));
        assertEquals(
                "You are mixing file only and dir only arguments, these are incompatible",
                calls.failure(module, "dir", "d", "file", "a.yml"));
    }

    @Test
    void whatIsNoMappingOrNoYamlIsRefusedWithItsPlace() throws Exception {
        Files.writeString(temp.resolve("list.yml"), "- a\n");
        Files.writeString(temp.resolve("empty.yml"), "---\n");
        IncludeVarsModule module = new IncludeVarsModule();
        ModuleResult list = calls.run(module, "file", "list.yml");
        assertTrue(list.failed() && String.valueOf(list.values().get("message")).contains("list.yml:1:1"));
        assertEquals(Map.of(), calls.run(module, "file", "empty.yml").values().get("ansible_facts"));
    }

    private static String fact(ModuleResult result, String name) {
        return ((YamlNode.Scalar) ((Map<?, ?>) result.values().get("ansible_facts")).get(name)).text();
    }

    @Test
    void pauseAsksWhoIsThere() {
        PauseModule module = new PauseModule(new Waiting(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), time -> {}));
        controller.answering(question -> "heard " + question);
        assertEquals(
                "heard []\nok? (output is hidden):*",
                calls.run(module, "prompt", "ok?", "echo", false).values().get("user_input"));
        ModuleResult plain = calls.run(module);
        assertEquals(
                "heard []\nPress enter to continue, Ctrl+C to interrupt:",
                plain.values().get("user_input"));
        assertFalse(plain.values().containsKey("warnings"));
        assertEquals("", calls.run(module, "seconds", 1).values().get("user_input"));
    }

    @Test
    void pauseWaitsWithoutATerminal() {
        List<Duration> slept = new ArrayList<>();
        PauseModule module = new PauseModule(new Waiting(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), slept::add));
        ModuleResult result = calls.run(module, "seconds", 5L);
        assertEquals("Paused for 0.0 seconds", result.values().get("stdout"));
        assertEquals("1970-01-01 00:00:00.000000", result.values().get("start"));
        calls.run(module, "minutes", "2");
        calls.run(module, "seconds", 0L);
        assertEquals(
                List.of("Not waiting for response to prompt as stdin is not interactive"),
                calls.run(module, "prompt", "ok?").values().get("warnings"));
        assertEquals(List.of(Duration.ofSeconds(5), Duration.ofMinutes(2), Duration.ofSeconds(1)), slept);
    }

    @Test
    void addHostAndGroupBySayWhatTheEngineIsToDo() {
        assertEquals(
                Map.of(
                        "host_name", "h1",
                        "groups", List.of("a", "b"),
                        "host_vars", Map.of("ansible_ssh_port", 2222L, "x", 1L)),
                calls.run(new AddHostModule(), "hostname", "h1:2222", "groups", "a, b,a", "x", 1L)
                        .values()
                        .get("add_host"));
        ModuleResult group = calls.run(new GroupByModule(), "key", "os Debian 12", "parents", List.of("o s"));
        assertEquals("os-Debian-12", group.values().get("add_group"));
        assertEquals(List.of("o-s"), group.values().get("parent_groups"));
    }

    @Test
    void statsAreCheckedForTheirNames() {
        assertEquals(
                Map.of("data", Map.of("a", 1L), "per_host", true, "aggregate", true),
                calls.run(new SetStatsModule(), "data", Map.of("a", 1L), "per_host", "yes")
                        .values()
                        .get("ansible_stats"));
        assertTrue(
                calls.failure(new SetStatsModule(), "data", Map.of("a b", 1L)).contains("'a b' is not valid"));
    }
}
