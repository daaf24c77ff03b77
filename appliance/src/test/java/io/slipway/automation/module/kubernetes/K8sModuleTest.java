package io.slipway.automation.module.kubernetes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Tools;
import io.slipway.automation.module.Waiting;
import io.slipway.common.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kubectl} is a stand-in: it knows one object, and answers each write with what it was given. */
class K8sModuleTest {

    @TempDir
    Path temp;

    private final Waiting waiting = new Waiting(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), time -> {});
    private final K8sModule k8s = new K8sModule(waiting);
    private final K8sInfoModule info = new K8sInfoModule(waiting);
    private Tools tools;
    private Calls calls;

    @BeforeEach
    void aClusterWithOneMap() {
        String there = Json.write(map("there", "1", "a"));
        tools = new Tools(temp)
                .have(
                        "kubectl",
                        "case $* in *bad.v1.*) echo \"error: the server doesn't have a resource type\" >&2; exit 1 ;; esac\n"
                                + "case \" $* \" in *' get '*there*) echo '" + there + "' ;;\n"
                                + "*' get '*) [ -n \"${KUBECONFIG-}\" ] && cat \"$KUBECONFIG\" >'" + temp
                                + "/config'; : ;;\n"
                                + "*' delete '*) ;; *) cat ;; esac");
        calls = new Calls(tools.node(), new FakeController(temp));
    }

    private static Map<String, Object> map(String name, String version, String value) {
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                Map.of("name", name, "namespace", "ns", "resourceVersion", version),
                "data",
                Map.of("key", value));
    }

    @Test
    void anObjectThatIsAsWantedIsNotChanged() {
        ModuleResult same = calls.run(k8s, "definition", map("there", "2", "a"));
        assertFalse(same.changed());
        assertEquals("update", same.values().get("method"));
        ModuleResult other = calls.diff(k8s, "definition", map("there", "2", "b"));
        assertTrue(other.changed());
        assertTrue(other.diffs().getFirst().after().contains("\"key\": \"b\""));
        assertEquals(
                "kubectl [patch] [-n] [ns] [-o] [json] [--type=strategic] [--patch-file=/dev/stdin] [--] [ConfigMap.v1.] [there]",
                tools.log().getLast());
    }

    @Test
    void whatIsNotThereIsMade() {
        String text =
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: \"-a'b c\"}\n---\n{kind: Secret, metadata: {name: s}}\n";
        ModuleResult made = calls.check(k8s, "definition", text, "namespace", "ns");
        assertTrue(made.changed());
        assertEquals(
                List.of(
                        "kubectl [get] [-n] [ns] [--ignore-not-found] [-o] [json] [--] [Deployment.v1.apps] [-a'b c]",
                        "kubectl [create] [-n] [ns] [--dry-run=server] [-o] [json] [-f] [-]",
                        "kubectl [get] [-n] [ns] [--ignore-not-found] [-o] [json] [--] [Secret.v1.] [s]",
                        "kubectl [create] [-n] [ns] [--dry-run=server] [-o] [json] [-f] [-]"),
                tools.log());
        assertFalse(calls.run(k8s, "definition", map("new", "1", "a"), "state", "patched")
                .changed());
    }

    @Test
    void objectsAreAppliedReplacedAndRemoved() {
        calls.run(k8s, "definition", map("there", "1", "a"), "apply", true);
        calls.run(k8s, "definition", map("there", "1", "a"), "force", true);
        assertTrue(calls.run(k8s, "kind", "ConfigMap", "name", "there", "namespace", "ns", "state", "absent")
                .changed());
        assertFalse(calls.run(k8s, "kind", "ConfigMap", "name", "no", "state", "absent")
                .changed());
        assertEquals(
                List.of(
                        "kubectl [apply] [-n] [ns] [-o] [json] [-f] [-]",
                        "kubectl [replace] [-n] [ns] [-o] [json] [-f] [-]",
                        "kubectl [delete] [-n] [ns] [--wait=false] [--] [ConfigMap.v1.] [there]"),
                tools.log().stream().filter(line -> !line.contains("[get]")).toList());
    }

    @Test
    void tokensStandInAFileThatIsGoneAfterwards() throws Exception {
        calls.run(info, "kind", "Pod", "host", "https://cluster", "api_key", "hidden", "ca_cert", "/ca.pem");
        assertTrue(Files.readString(temp.resolve("config")).contains("\"token\":\"hidden\""));
        assertFalse(tools.log().toString().contains("hidden"));
        assertEquals(
                List.of("kubectl [get] [--ignore-not-found] [-o] [json] [--all-namespaces] [--] [Pod.v1.]"),
                tools.log());
    }

    @Test
    void waitingEnds() {
        assertEquals(
                "\"ConfigMap\" \"there\": Timed out waiting on resource",
                calls.failure(
                        k8s,
                        "definition",
                        map("there", "1", "a"),
                        "wait",
                        true,
                        "wait_timeout",
                        0,
                        "wait_condition",
                        Map.of("type", "Ready")));
        Map<String, Object> ready = Map.of(
                "kind",
                "Deployment",
                "spec",
                Map.of("replicas", 1L),
                "status",
                Map.of("replicas", 1L, "availableReplicas", 1L));
        assertTrue(KubeObject.ready(ready));
        assertFalse(KubeObject.ready(Map.of("kind", "Pod")));
        assertTrue(KubeObject.meets(
                Map.of("type", "Ready"),
                Map.of("status", Map.of("conditions", List.of(Map.of("type", "Ready", "status", "True"))))));
    }

    @Test
    void whatCannotBeIsSaid() {
        assertTrue(calls.failure(k8s, "definition", Map.of("kind", "bad", "metadata", Map.of("name", "x")))
                .startsWith("Failed to find exact match for v1.bad"));
        assertTrue(calls.failure(k8s, "definition", Map.of("kind", "Pod")).contains("has no name"));
        assertTrue(calls.failure(k8s, "name", "x").contains("which kind"));
        assertTrue(calls.failure(k8s, "definition", "only words").contains("not a mapping: only words"));
    }

    @Test
    void labelsAreSelected() {
        Map<String, Object> labels = Map.of("a", "b");
        assertTrue(Selector.matches("a=b", labels)
                && Selector.matches("a in (b, c)", labels)
                && Selector.matches("!x", labels));
        assertFalse(Selector.matches("a!=b", labels)
                || Selector.matches("a notin (b)", labels)
                || Selector.matches("x", labels));
    }
}
