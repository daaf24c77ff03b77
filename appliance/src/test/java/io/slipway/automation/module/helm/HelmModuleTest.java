package io.slipway.automation.module.helm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.ModuleResult;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HelmModuleTest {

    @TempDir
    Path temp;

    private final HelmModule module = new HelmModule();
    private FakeHelm helm;

    @BeforeEach
    void nothingInstalled() {
        helm = new FakeHelm(temp);
    }

    private static @Nullable Object[] release(@Nullable Object... more) {
        List<@Nullable Object> all = new ArrayList<>(List.of("name", "r", "namespace", "n", "chart_ref", "repo/c"));
        all.addAll(java.util.Arrays.asList(more));
        return all.toArray();
    }

    @Test
    void installsOnceAndThenAsksOnlyOnce() {
        Map<String, Object> values = Map.of("a", Map.of("b", 1000000L));
        ModuleResult first = helm.calls.run(module, release("values", values));
        assertTrue(first.changed());
        assertEquals("Release \"r\" has been upgraded.\n", first.values().get("stdout"));
        assertEquals("careful", first.values().get("stderr"));
        assertEquals(
                temp + "/bin/helm upgrade -i --reset-values --values=- -- r repo/c",
                first.values().get("command"));
        assertEquals(values, Helm.map(first.values().get("status")).get("values"));
        assertEquals("{\"a\":{\"b\":1000000}}", helm.text("values"));

        helm.has("values", "{\"a\":{\"b\":1e+06}}");
        helm.node.forget();
        ModuleResult second = helm.calls.run(module, release("values", values));
        assertFalse(second.changed(), "helm writes the same number otherwise");
        assertEquals(1, helm.node.exchanges());
        assertEquals("deployed", Helm.map(second.values().get("status")).get("status"));
        assertTrue(
                helm.calls.run(module, release("values", values, "force", true)).changed());
        assertTrue(helm.changes().getLast().contains("[--force]"));
    }

    @Test
    void aCheckChangesNothing() {
        ModuleResult check = helm.calls.check(module, release("values", Map.of("a", 1L), "update_repo_cache", true));
        assertTrue(check.changed());
        assertEquals(List.of(), helm.changes());
        assertEquals(
                Map.of("values", Map.of("current", Map.of(), "declared", Map.of())),
                check.values().get("status"));
        assertTrue(check.diffs().getFirst().after().contains("\"c-1.10\""));
    }

    @Test
    void everyOptionBecomesItsFlag() {
        helm.calls.run(
                module,
                release(
                        "chart_version",
                        "1.10",
                        "chart_repo_url",
                        "https://charts.example",
                        "wait",
                        true,
                        "wait_timeout",
                        "7m",
                        "atomic",
                        true,
                        "disable_hook",
                        true,
                        "create_namespace",
                        true,
                        "values_files",
                        List.of(file("f.yml", "a: 1")),
                        "post_renderer",
                        "/bin/cat",
                        "skip_crds",
                        true,
                        "history_max",
                        3,
                        "set_values",
                        List.of(Map.of("value", "x=1"), Map.of("value", "y=2", "value_type", "string"))));
        assertEquals(
                List.of("helm [upgrade] [-i] [--reset-values] [--version=1.10] [--repo=https://charts.example] [--wait]"
                        + " [--timeout=7m] [--atomic] [--no-hooks] [--create-namespace] [--values] [" + temp
                        + "/f.yml] [--set] [x=1] [--set-string] [y=2] [--post-renderer] [/bin/cat] [--skip-crds]"
                        + " [--history-max=3] [--] [r] [repo/c]"),
                helm.changes());
        helm.calls.run(module, release("replace", true, "timeout", "1m", "force", true));
        assertEquals(
                "helm [install] [--timeout=1m] [--force] [--replace] [--] [r] [repo/c]",
                helm.changes().getLast());
    }

    private String file(String name, String text) {
        helm.has(name, text);
        return temp.resolve(name).toString();
    }

    @Test
    void filesValuesAndSettingsLieOverEachOther() {
        helm.calls.run(module, release());
        helm.has("values", "{\"a\":{\"f\":1,\"v\":2,\"s\":\"3\"},\"l\":[null,true]}");
        @Nullable
        Object[] wanted = release(
                "values_files",
                List.of(file("f.yml", "a: {f: 1, v: 1, s: 1}")),
                "values",
                Map.of("a", Map.of("v", 2L, "s", 2L)),
                "set_values",
                List.of(Map.of("value", "a.s=3", "value_type", "string"), Map.of("value", "l[1]=true")));
        assertFalse(helm.calls.run(module, wanted).changed());
        helm.has("values", "{\"a\":{\"f\":1,\"v\":2,\"s\":3},\"l\":[null,true]}");
        assertTrue(helm.calls.run(module, wanted).changed(), "a number is no string");
        assertEquals(
                "the file of values cannot be read on the node: /none",
                helm.calls.failure(module, release("values_files", List.of("/none"))));
    }

    @Test
    void theChartsVersionCounts() {
        helm.calls.run(module, release());
        assertFalse(helm.calls.run(module, release()).changed(), "1.10 and 1.0 are no numbers");
        helm.has("chart", "name: c\nversion: 1.11\nappVersion: 1.0\n");
        ModuleResult newer = helm.calls.diff(module, release());
        assertTrue(newer.changed());
        assertTrue(newer.diffs().getFirst().before().contains("c-1.10"));
        assertTrue(newer.diffs().getFirst().after().contains("c-1.11"));
    }

    @Test
    void thePluginDecidesWhereItIsThere() {
        helm.calls.run(module, release());
        helm.has("plugins", "diff\t3.4.0\tPreview\n").has("difference", "").has("values", "{\"other\":1}");
        assertFalse(helm.calls.run(module, release()).changed());
        assertTrue(
                helm.calls.run(module, release("chart_repo_url", "https://x")).changed(),
                "too old for repositories by URL");
        helm.has("difference", "- a\n+ b\n");
        ModuleResult differs = helm.calls.check(module, release());
        assertTrue(differs.changed());
        assertEquals(List.of(ModuleResult.Diff.prepared("- a\n+ b")), differs.diffs());
    }

    @Test
    void removes() {
        assertFalse(helm.calls
                .run(module, "name", "r", "namespace", "n", "state", "absent")
                .changed());
        helm.calls.run(module, release());
        ModuleResult gone =
                helm.calls.run(module, "name", "r", "namespace", "n", "state", "absent", "wait", true, "purge", false);
        assertTrue(gone.changed());
        assertNull(gone.values().get("status"));
        assertEquals(
                "helm [uninstall] [--keep-history] [--wait] [--] [r]",
                helm.changes().getLast());
        helm.has("version", "v3.6.0");
        helm.calls.run(module, release());
        ModuleResult old = helm.calls.run(module, "name", "r", "namespace", "n", "state", "absent", "wait", true);
        assertEquals("helm [uninstall] [--] [r]", helm.changes().getLast());
        assertTrue(String.valueOf(old.values().get("warnings")).contains("3.7.0"));
    }

    @Test
    void dependenciesComeFirst() {
        assertTrue(String.valueOf(helm.calls
                        .run(module, release("dependency_update", true))
                        .values()
                        .get("warnings"))
                .contains("no dependencies block"));
        helm.has("chart", "name: c\nversion: 1.10\nappVersion: 1.0\ndependencies:\n- name: d\n");
        helm.calls.run(module, release("dependency_update", true));
        assertEquals("helm [dependency] [update] [--] [repo/c]", helm.changes().getLast());
        assertTrue(helm.calls
                .failure(module, release("dependency_update", true, "chart_repo_url", "https://x"))
                .contains("adding 'replace' option"));
    }

    @Test
    void secretsStandInNoCommandLine() {
        helm.calls.run(
                module,
                release(
                        "api_key",
                        "hidden",
                        "host",
                        "https://cluster",
                        "values",
                        Map.of("password", "hidden"),
                        "kubeconfig",
                        Map.of("users", List.of(Map.of("token", "hidden")))));
        assertFalse(helm.tools.log().toString().contains("hidden"));
        String env = helm.text("env");
        assertTrue(env.contains("HELM_KUBETOKEN=hidden") && env.contains("HELM_NAMESPACE=n"), env);
        assertTrue(env.contains("HELM_KUBEAPISERVER=https://cluster"), env);
        String config = env.replaceFirst("(?s).*KUBECONFIG=([^\n]*).*", "$1");
        assertFalse(Path.of(config).toFile().exists(), config);
    }

    @Test
    void hostileNamesStayWords() {
        String name = "-a'b $(touch x) \"\n.*";
        helm.calls.run(module, "name", name, "namespace", "-n", "chart_ref", "-c '$(y)", "values", Map.of("a", "'\n"));
        String log = String.join("\n", helm.tools.log());
        assertTrue(log.contains("[--] [" + name + "] [-c '$(y)]"), log);
        assertTrue(log.contains("[--filter=^-a'b \\$\\(touch x\\) \"\n\\.\\*$]"), log);
    }

    @Test
    void failuresSayWhatToDo() {
        helm.has("broken", "Error: another operation (install/upgrade/rollback) is in progress\n");
        String failure = helm.calls.failure(module, release());
        assertTrue(
                failure.startsWith("Failure when executing Helm command. Exited 1.\nstdout: \nstderr: Error: another"));
        assertTrue(failure.contains("helm rollback"), failure);
        assertEquals("", helm.calls.failedValues(module, release()).get("stdout"));
        helm.has("version", "v3.9.0");
        assertTrue(helm.calls.failure(module, release("validate_certs", false)).contains("needs helm 3.10"));
        assertTrue(helm.calls
                .failure(module, release("binary_path", "/none/helm"))
                .contains("required executable \"/none/helm\""));
    }
}
