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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class K8sDrainModuleTest {

    @TempDir
    Path temp;

    private final K8sDrainModule module =
            new K8sDrainModule(new Waiting(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), time -> {}));

    /** A cluster with one node; what is evicted or deleted there is gone. */
    private Tools cluster(boolean closed, List<Map<String, Object>> pods) {
        String node = Json.write(Map.of("kind", "Node", "spec", Map.of("unschedulable", closed)));
        String all = Json.write(Map.of("items", pods));
        return new Tools(temp)
                .have(
                        "kubectl",
                        "case \" $* \" in *' Node.v1. none '*) ;; *' get '*Node.v1.*) cat <<'END'\n" + node
                                + "\nEND\n;;\n"
                                + "*' get '*Pod.v1.*) if [ -e '" + temp
                                + "/empty' ]; then echo '{\"items\":[]}'; else cat <<'END'\n"
                                + all + "\nEND\nfi ;;\n"
                                + "*' create '*) grep -q policy/v1beta1 || { echo 'no kind Eviction' >&2; exit 1; }; : >'"
                                + temp + "/empty' ;; *' delete '*) : >'" + temp + "/empty' ;; esac");
    }

    private Calls calls(Tools tools) {
        return new Calls(tools.node(), new FakeController(temp));
    }

    private static Map<String, Object> pod(String name, Map<String, Object> metadata, Map<String, Object> spec) {
        Map<String, Object> all = new java.util.HashMap<>(metadata);
        all.put("name", name);
        all.put("namespace", "n");
        return Map.of("metadata", all, "spec", spec, "status", Map.of("phase", "Running"));
    }

    private static Map<String, Object> ownedBy(String kind) {
        return Map.of("ownerReferences", List.of(Map.of("kind", kind)));
    }

    private static List<String> changes(Tools tools) {
        return tools.log().stream().filter(line -> !line.contains("[get]")).toList();
    }

    @Test
    void closesAndOpens() {
        Tools open = cluster(false, List.of());
        assertFalse(calls(open).run(module, "name", "w", "state", "uncordon").changed());
        assertTrue(calls(open).check(module, "name", "w", "state", "cordon").changed());
        assertEquals(List.of(), changes(open));
        ModuleResult closed = calls(open).run(module, "name", "-w '", "state", "cordon");
        assertEquals("node -w ' marked unschedulable.", closed.values().get("result"));
        assertEquals(
                List.of(
                        "kubectl [patch] [--type=merge] [--patch={\"spec\":{\"unschedulable\":true}}] [--] [Node.v1.] [-w ']"),
                changes(open));
        assertEquals(
                "node w already marked unschedulable.",
                calls(cluster(true, List.of()))
                        .run(module, "name", "w", "state", "cordon")
                        .values()
                        .get("result"));
        assertEquals("Node none not found.", calls(open).failure(module, "name", "none"));
    }

    @Test
    void podsLeaveByEviction() {
        Tools tools = cluster(false, List.of(pod("a", ownedBy("ReplicaSet"), Map.of())));
        ModuleResult checked = calls(tools).check(module, "name", "w");
        assertEquals(
                "node w marked unschedulable. 1 Pod(s) deleted from node.",
                checked.values().get("result"));
        assertEquals(List.of(), changes(tools));
        ModuleResult drained = calls(tools)
                .run(module, "name", "w", "delete_options", Map.of("wait_timeout", 0, "terminate_grace_period", 4));
        assertEquals(checked.values().get("result"), drained.values().get("result"));
        assertFalse(drained.values().containsKey("warnings"));
        assertEquals(
                "kubectl [create] [--raw] [/api/v1/namespaces/n/pods/a/eviction] [-f] [-]",
                changes(tools).getLast());
    }

    @Test
    void podsThatMayNotGoKeepTheNodeOpen() {
        List<Map<String, Object>> pods = List.of(
                pod("alone", Map.of(), Map.of()),
                pod("daemon", ownedBy("DaemonSet"), Map.of()),
                pod("data", ownedBy("Job"), Map.of("volumes", List.of(Map.of("emptyDir", Map.of())))),
                pod("mirror", Map.of("annotations", Map.of("kubernetes.io/config.mirror", "x")), Map.of()));
        Tools tools = cluster(false, pods);
        String failure = calls(tools).failure(module, "name", "w");
        assertTrue(failure.startsWith("Pod deletion errors: cannot delete Pods not managed by"), failure);
        assertTrue(failure.contains("local storage: n/data.")
                && failure.contains("ignore_daemonset set to yes): n/daemon."));
        assertEquals(List.of(), changes(tools));
        ModuleResult forced = calls(tools)
                .run(
                        module,
                        "name",
                        "w",
                        "delete_options",
                        Map.of(
                                "force",
                                true,
                                "ignore_daemonsets",
                                true,
                                "delete_emptydir_data",
                                true,
                                "disable_eviction",
                                true));
        assertEquals(
                "node w marked unschedulable. 2 Pod(s) deleted from node.",
                forced.values().get("result"));
        assertTrue(
                String.valueOf(forced.values().get("warnings")).contains("Ignoring DaemonSet-managed Pods: n/daemon."));
        assertTrue(changes(tools)
                .getLast()
                .contains("[delete] [-n] [n] [--ignore-not-found] [--wait=false] [--] [Pod.v1.] [data]"));
    }

    @Test
    void optionsAreChecked() {
        assertTrue(calls(cluster(true, List.of()))
                .failure(module, "name", "w", "delete_options", Map.of("forse", true))
                .contains("delete_options.forse"));
    }
}
