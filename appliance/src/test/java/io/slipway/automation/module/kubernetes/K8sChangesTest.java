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

/** What changes or asks one object: {@code kubectl} is a stand-in that knows what each test says. */
class K8sChangesTest {

    private static final String HOSTILE = "-a'b $(x) \"c";

    @TempDir
    Path temp;

    private final Waiting waiting = new Waiting(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), time -> {});
    private final K8sJsonPatchModule patch = new K8sJsonPatchModule(waiting);
    private final K8sScaleModule scale = new K8sScaleModule(waiting);

    private Tools tools(String body) {
        return new Tools(temp).have("kubectl", "case \" $* \" in " + body + " esac");
    }

    private Calls calls(Tools tools) {
        return new Calls(tools.node(), new FakeController(temp));
    }

    private static String echo(Map<String, ?> object) {
        return "cat <<'END'\n" + Json.write(object) + "\nEND\n";
    }

    private static Map<String, Object> set(String name, long replicas, long ready) {
        return Map.of(
                "kind",
                "StatefulSet",
                "metadata",
                Map.of("name", name, "namespace", "ns", "resourceVersion", "7"),
                "spec",
                Map.of("replicas", replicas),
                "status",
                Map.of("updatedReplicas", ready, "readyReplicas", ready));
    }

    @Test
    void aPatchIsTriedByTheClusterFirst() {
        List<Map<String, String>> operations = List.of(Map.of("op", "add", "path", "/data/a", "value", "it's\n"));
        Tools tools = tools("*' get '*) " + echo(Map.of("data", Map.of())) + ";; *' patch '*) cat >'" + temp
                + "/patch'; " + echo(Map.of("data", Map.of("a", "it's\n"))) + ";;");
        ModuleResult checked =
                calls(tools).check(patch, "kind", "ConfigMap", "name", HOSTILE, "namespace", "ns", "patch", operations);
        assertTrue(checked.changed());
        assertTrue(checked.diffs().getFirst().after().contains("it's"));
        assertEquals(
                "kubectl [patch] [-n] [ns] [--dry-run=server] [-o] [json] [--type=json] [--patch-file=/dev/stdin] [--]"
                        + " [ConfigMap.v1.] [" + HOSTILE + "]",
                tools.log().getLast());
        ModuleResult made = calls(tools).run(patch, "kind", "ConfigMap", "name", "m", "patch", operations);
        assertEquals(
                Map.of("a", "it's\n"),
                KubeObject.map(made.values().get("result")).get("data"));
        assertFalse(tools.log().getLast().contains("dry-run"));
    }

    @Test
    void aPatchThatChangesNothingOrCannotBe() {
        Tools same = tools("*) " + echo(Map.of("data", Map.of())) + ";;");
        assertFalse(calls(same)
                .run(patch, "kind", "ConfigMap", "name", "m", "patch", List.of(Map.of()))
                .changed());
        assertTrue(calls(same)
                .failure(patch, "kind", "ConfigMap", "name", "m", "patch", List.of("x"))
                .contains("not a mapping"));
        Tools refused = tools("*' get '*) ;; *) echo 'Error from server: the path does not exist' >&2; exit 1 ;;");
        assertTrue(calls(refused)
                .failure(
                        patch, "kind", "ConfigMap", "name", "m", "patch", List.of(Map.of("op", "remove", "path", "/x")))
                .contains("ConfigMap m: Failed to retrieve requested object"));
        Tools conflict =
                tools("*' get '*) echo '{\"a\":1}' ;; *) echo 'error: the path does not exist' >&2; exit 1 ;;");
        assertEquals(
                "Failed to patch existing object: the path does not exist",
                calls(conflict)
                        .failure(patch, "kind", "ConfigMap", "name", "m", "patch", List.of(Map.of("op", "remove"))));
    }

    @Test
    void scalesAndWaits() {
        Tools tools = tools("*' get '*) if [ -e '" + temp + "/done' ]; then " + echo(set("s", 3, 3)) + "else "
                + echo(set("s", 1, 1)) + "fi ;; *' scale '*) : >'" + temp + "/done' ;;");
        Object[] wanted = {
            "kind", "StatefulSet", "api_version", "apps/v1", "name", "s", "namespace", "ns", "replicas", 3
        };
        ModuleResult check = calls(tools).check(scale, wanted);
        assertTrue(check.changed());
        assertEquals(
                3L,
                KubeObject.map(KubeObject.map(check.values().get("result")).get("spec"))
                        .get("replicas"));
        ModuleResult made = calls(tools).run(scale, wanted);
        assertTrue(made.changed());
        assertEquals(0L, made.values().get("duration"));
        assertTrue(tools.log().contains("kubectl [scale] [-n] [ns] [--replicas=3] [--] [StatefulSet.v1.apps] [s]"));
        assertFalse(calls(tools).run(scale, wanted).changed());
    }

    @Test
    void leavesAloneWhatIsOtherThanThought() {
        Calls calls = calls(tools("*) " + echo(set("s", 1, 0)) + ";;"));
        assertEquals(
                "current replicas 2 does not match with actual 1 for object kind=StatefulSet name=s namespace=ns.",
                calls.run(scale, "kind", "StatefulSet", "name", "s", "replicas", 3, "current_replicas", 2)
                        .values()
                        .get("warning"));
        assertTrue(String.valueOf(
                        calls.run(scale, "kind", "StatefulSet", "name", "s", "replicas", 3, "resource_version", "6")
                                .values()
                                .get("warning"))
                .startsWith("expected resource version 6 does not match with actual 7"));
        assertEquals(
                "Resource scaling timed out",
                calls.failure(scale, "kind", "StatefulSet", "name", "s", "replicas", 3, "wait_timeout", 0));
    }

    @Test
    void severalAreScaledTogetherAndJobsByTheirParallelism() {
        Map<String, Object> job = Map.of(
                "kind",
                "Job",
                "metadata",
                Map.of("name", HOSTILE, "namespace", "ns"),
                "spec",
                Map.of("parallelism", 1L));
        Map<String, Object> odd = Map.of("kind", "Job", "metadata", Map.of("name", "odd"), "spec", Map.of());
        Tools tools = tools(
                "*' --selector='*) " + echo(Map.of("items", List.of(job, odd))) + ";; *' get '*) " + echo(job) + ";;");
        ModuleResult all = calls(tools)
                .run(
                        scale,
                        "kind",
                        "Job",
                        "api_version",
                        "batch/v1",
                        "replicas",
                        2,
                        "label_selectors",
                        List.of("a=b"),
                        "continue_on_error",
                        true);
        assertTrue(all.changed());
        assertTrue(String.valueOf(all.values().get("errors")).contains("Failed to retrieve the available count"));
        assertTrue(tools.log()
                .contains("kubectl [patch] [-n] [ns] [--type=merge] [--patch={\"spec\":{\"parallelism\":2}}] [--]"
                        + " [Job.v1.batch] [" + HOSTILE + "]"));
    }

    @Test
    void aCommandRunsInTheFirstContainer() {
        K8sExecModule exec = new K8sExecModule();
        Tools tools = tools("*' get '*) printf main ;; *' fail '*) echo out; echo bad >&2;"
                + " echo 'command terminated with exit code 3' >&2; exit 3 ;; *' gone '*) echo 'Error: no pod' >&2; exit 1 ;;"
                + " *) printf 'a\\0b' ;;");
        ModuleResult fine = calls(tools).run(exec, "namespace", "n", "pod", HOSTILE, "command", "echo 'a b' $HOME");
        assertEquals("a\0b", fine.values().get("stdout"));
        assertEquals(
                "kubectl [exec] [-n] [n] [-c] [main] [pod/" + HOSTILE + "] [--] [echo] [a b] [$HOME]",
                tools.log().getLast());
        ModuleResult failed =
                calls(tools).run(exec, "namespace", "n", "pod", "p", "container", "c", "command", "fail now");
        assertTrue(failed.failed());
        assertEquals(3, failed.values().get("rc"));
        assertEquals("bad\n", failed.values().get("stderr"));
        assertEquals(
                "Failed to execute on pod p due to : Error: no pod",
                calls(tools).failure(exec, "namespace", "n", "pod", "p", "command", "gone now"));
        assertTrue(calls(tools)
                .check(exec, "namespace", "n", "pod", "p", "command", "x")
                .skipped());
    }

    @Test
    void logsAreOfOnePod() {
        K8sLogModule log = new K8sLogModule();
        Tools tools = tools("*' --selector=a=b '*) printf 'p1 p2' ;; *' get '*) ;; *) printf 'one\\ntwo' ;;");
        ModuleResult told = calls(tools)
                .run(log, "name", HOSTILE, "namespace", "n", "tail_lines", 5, "since_seconds", "9", "previous", true);
        assertEquals(List.of("one", "two"), told.values().get("log_lines"));
        assertEquals(
                "kubectl [logs] [-n] [n] [--since=9s] [--tail=5] [--previous=true] [--] [pod/" + HOSTILE + "]",
                tools.log().getLast());
        calls(tools).run(log, "label_selectors", List.of("a=b"), "all_containers", true);
        assertEquals(
                "kubectl [logs] [--all-containers=true] [--] [pod/p1]",
                tools.log().getLast());
        calls(tools).run(log, "kind", "Deployment", "api_version", "apps/v1", "name", "d", "container", "c");
        assertEquals(
                "kubectl [logs] [--container=c] [--] [Deployment.v1.apps/d]",
                tools.log().getLast());
        assertEquals(
                "No pods in namespace n matched selector x=y",
                calls(tools).failure(log, "namespace", "n", "label_selectors", List.of("x=y")));
        assertTrue(calls(tools).failure(log, "kind", "Pod").contains("must be provided"));
    }
}
