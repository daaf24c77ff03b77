package io.slipway.automation.module.kube;

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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KubeModuleTest {

    @TempDir
    Path folder;

    private Tools tools;
    private LocalNode node;

    @BeforeEach
    void kubectl() {
        tools = new Tools(folder).have("kubectl", "echo 'service/a configured'; echo 'service/b unchanged'");
        node = tools.node();
    }

    private ModuleResult run(@Nullable Object... arguments) {
        return new Calls(node, new FakeController(folder)).run(new KubeModule(), arguments);
    }

    @Test
    void presentAppliesFilesInOneExchange() {
        ModuleResult result =
                run("name", "x", "namespace", "kube-system", "filename", "/a b.yml, -c.yml", "wait", true);
        assertEquals(
                List.of("kubectl [--namespace=kube-system] [apply] [--force] [--wait] [--filename=/a b.yml,-c.yml]"),
                tools.log());
        assertEquals(
                "success: service/a configured service/b unchanged",
                result.values().get("msg"));
        assertFalse(result.changed());
        assertEquals(1, node.exchanges());
    }

    @Test
    void everyOptionReachesKubectl() {
        run(
                "state",
                "latest",
                "files",
                List.of("/d"),
                "server",
                "https://h:6443",
                "kubeconfig",
                "/etc/k.conf",
                "log_level",
                3,
                "recursive",
                true);
        assertEquals(
                List.of("kubectl [--server=https://h:6443] [--kubeconfig=/etc/k.conf] [--v=3] [apply] [--force]"
                        + " [--recursive=True] [--filename=/d]"),
                tools.log());
    }

    @Test
    void whatIsThereIsRemoved() {
        ModuleResult result = run("state", "absent", "resource", "svc", "name", "it's", "label", "a=b", "all", true);
        assertEquals(
                List.of(
                        "kubectl [get] [svc] [it's] [--selector=a=b] [--all-namespaces] [--no-headers]",
                        "kubectl [delete] [svc] [it's] [--selector=a=b] [--all]"),
                tools.log());
        assertEquals(
                "success: service/a configured service/b unchanged",
                result.values().get("msg"));
        assertEquals(1, node.exchanges());
    }

    @Test
    void whatIsNotThereIsLeftAlone() {
        tools.have("kubectl", "echo 'not found' >&2; exit 1");
        assertEquals(
                "success: ",
                run("state", "absent", "resource", "svc", "name", "a").values().get("msg"));
        assertEquals(
                "False", run("state", "exists", "filename", "/a.yml").values().get("msg"));
        assertEquals(
                List.of("kubectl [get] [svc] [a] [--no-headers]", "kubectl [get] [--filename=/a.yml] [--no-headers]"),
                tools.log());
    }

    @Test
    void existsTells() {
        assertEquals(
                "True",
                run("state", "exists", "resource", "svc", "name", "a").values().get("msg"));
    }

    @Test
    void withForceNobodyLooks() {
        run("state", "absent", "resource", "ds", "name", "a", "force", true);
        run("state", "stopped", "filename", "/a", "force", true, "recursive", true);
        assertEquals(
                List.of(
                        "kubectl [delete] [ds] [a] [--ignore-not-found]",
                        "kubectl [stop] [--filename=/a] [--recursive=True]"),
                tools.log());
    }

    @Test
    void failuresSayWhatKubectlSaid() {
        tools.have("kubectl", "echo half; echo 'no route' >&2; exit 4");
        ModuleResult result = run("filename", "/a.yml");
        assertTrue(result.failed());
        assertEquals(
                "error running kubectl (kubectl apply --force --filename=/a.yml) command (rc=4), out='half\n', err='no route\n'",
                result.values().get("msg"));
    }

    @Test
    void mistakesAreTold() {
        Calls calls = new Calls(node, new FakeController(folder));
        assertEquals("filename required to create", calls.failure(new KubeModule()));
        assertEquals("filename required to reload", calls.failure(new KubeModule(), "state", "reloaded"));
        assertEquals(
                "resource required to delete without filename",
                calls.failure(new KubeModule(), "state", "absent", "force", true));
        String said = calls.failure(new KubeModule(), "filename", "/a", "kubectl", "/no/such");
        assertTrue(said.contains("\"/no/such\" on testnode"), said);
        assertTrue(tools.log().isEmpty(), tools.log().toString());
    }

    @Test
    void inCheckModeNothingIsAsked() {
        assertTrue(new Calls(node, new FakeController(folder))
                .check(new KubeModule(), "filename", "/a")
                .skipped());
        assertEquals(0, node.exchanges());
    }
}
