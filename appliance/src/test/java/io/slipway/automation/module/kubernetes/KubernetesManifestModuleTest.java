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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kubectl} is a stand-in that answers with the files that a test lays out. */
class KubernetesManifestModuleTest {

    @TempDir
    Path temp;

    private final Waiting waiting = new Waiting(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), time -> {});
    private final KubernetesManifestModule module = new KubernetesManifestModule(waiting);
    private Tools tools;
    private Calls calls;

    @BeforeEach
    void aCluster() {
        tools = new Tools(temp)
                .have(
                        "kubectl",
                        "f() { [ ! -e '" + temp + "/'\"$1\" ] || cat '" + temp + "/'\"$1\"; }\n"
                                + """
                                case " $* " in
                                  *' configmap '*) case $1 in get) f list ;; esac ;;
                                  *' events '*) f events ;;
                                  *' pods '*) f pods ;;
                                  ' logs '*) f written ;;
                                  *' -f - '*|*' -f -') :
                                    given=$(cat)
                                    case $1 in
                                      get) if [ -e "DIR/applied" ]; then f now; else f existing; fi ;;
                                      apply) case $given in
                                        *slipway-manifest-*) printf '%s\\n' "$given" >>"DIR/lists" ;;
                                        *) if [ -e "DIR/refusal" ]; then f refusal >&2; exit 1; fi
                                           printf '%s\\n' "$given" >>"DIR/applied"; f now ;;
                                      esac ;;
                                    esac ;;
                                  ' get '*) f "live-$(eval "echo \\${$#}")" ;;
                                esac
                                """.replace("DIR", temp.toString()));
        calls = new Calls(tools.node(), new FakeController(temp));
    }

    private void lay(String name, Object content) throws IOException {
        Files.writeString(temp.resolve(name), content instanceof String text ? text : Json.write(content));
    }

    private static Map<String, Object> map(String name, String value) {
        return Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                Map.of("name", name, "namespace", "ns", "uid", "uid-" + name),
                "data",
                Map.of("key", value));
    }

    private static Map<String, Object> list(Object... items) {
        return Map.of("apiVersion", "v1", "kind", "List", "items", List.of(items));
    }

    private static Map<String, Object> deployment(long available) {
        return Map.of(
                "apiVersion",
                "apps/v1",
                "kind",
                "Deployment",
                "metadata",
                Map.of("name", "operator", "namespace", "gpu", "uid", "u", "generation", 1L),
                "spec",
                Map.of("replicas", 1L, "selector", Map.of("matchLabels", Map.of("app", "operator"))),
                "status",
                Map.of(
                        "observedGeneration",
                        1L,
                        "replicas",
                        1L,
                        "availableReplicas",
                        available,
                        "unavailableReplicas",
                        1L - available,
                        "conditions",
                        List.of(Map.of(
                                "type", "Available",
                                "status", available == 1 ? "True" : "False",
                                "reason", "MinimumReplicasUnavailable",
                                "message", "Deployment does not have minimum availability."))));
    }

    private List<String> words() {
        return tools.log().stream().map(line -> line.replaceAll("[\\[\\]]", "")).toList();
    }

    @Test
    void allObjectsAreAppliedTogetherAndOnlyWhatDiffersIsAChange() throws IOException {
        lay("existing", list(map("a", "1"), map("b", "1")));
        lay("now", list(map("a", "1"), map("b", "2")));
        ModuleResult result = calls.diff(module, "definition", List.of(map("a", "1"), map("b", "2")));
        assertTrue(result.changed());
        assertEquals(List.of("changed ConfigMap ns/b"), result.values().get("changes"));
        assertTrue(result.diffs().getFirst().after().contains("\"key\": \"2\""));
        assertEquals(
                List.of(
                        "kubectl get --ignore-not-found -o json -f -",
                        "kubectl apply --server-side --field-manager=slipway --force-conflicts=false -o json -f -",
                        "kubectl get --ignore-not-found -o json -f -"),
                words());
    }

    @Test
    void whatIsAsWantedIsNotChangedWhateverTheClusterSaysOfItself() throws IOException {
        lay("existing", deployment(0));
        lay("now", deployment(1));
        assertFalse(calls.run(module, "definition", deployment(1)).changed());
    }

    @Test
    void namespacesAndKindsComeFirst() throws IOException {
        lay("now", Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", "ns", "uid", "u")));
        calls.run(
                module,
                "definition",
                List.of(
                        map("a", "1"),
                        Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", "ns"))));
        List<String> applied = Files.readAllLines(temp.resolve("applied"));
        assertTrue(applied.get(0).contains("\"Namespace\""), applied.toString());
        assertTrue(applied.get(1).contains("\"ConfigMap\""), applied.toString());
    }

    @Test
    void inCheckModeNothingIsAskedForWhatIsNotThere() throws IOException {
        lay("now", Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", "ns", "uid", "u")));
        ModuleResult result = calls.check(
                module,
                "definition",
                List.of(
                        map("a", "1"),
                        Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", "ns"))));
        assertEquals(
                List.of("made Namespace ns", "made ConfigMap ns/a"),
                result.values().get("changes"));
        assertTrue(words().get(1).contains("--dry-run=server"), words().toString());
        assertEquals(2, words().size());
    }

    @Test
    void whatASetNoLongerNamesGoesUnlessItIsSomebodyElsesByNow() throws IOException {
        lay(
                "list",
                Map.of("data", Map.of("objects", "v1 ConfigMap ns a\nv1 ConfigMap ns old\nv1 ConfigMap ns theirs\n")));
        lay(
                "live-old",
                Map.of(
                        "kind",
                        "ConfigMap",
                        "metadata",
                        Map.of("uid", "x", "labels", Map.of("slipway.io/manifest", "gpu"))));
        lay("live-theirs", Map.of("kind", "ConfigMap", "metadata", Map.of("uid", "y")));
        lay("existing", map("a", "1"));
        lay("now", map("a", "1"));
        ModuleResult result = calls.run(module, "definition", map("a", "1"), "set", "gpu");
        assertEquals(List.of("removed ConfigMap ns/old"), result.values().get("changes"));
        assertEquals(
                List.of("kubectl delete -n ns --ignore-not-found --wait=false -- ConfigMap.v1. old"),
                words().stream().filter(line -> line.contains("delete")).toList());
        assertTrue(Files.readString(temp.resolve("applied")).contains("\"slipway.io/manifest\":\"gpu\""));
        assertTrue(Files.readString(temp.resolve("lists")).contains("\"v1 ConfigMap ns a\\n\""));
    }

    @Test
    void aSetIsWrittenDownBeforeAnythingOfItIsMade() throws IOException {
        lay("now", map("a", "1"));
        lay("refusal", "Error from server (Forbidden): no\n");
        assertEquals("no", calls.failure(module, "definition", map("a", "1"), "set", "gpu"));
        assertTrue(Files.readString(temp.resolve("lists")).contains("v1 ConfigMap ns a"));
    }

    @Test
    void aWholeSetGoes() throws IOException {
        lay("list", Map.of("data", Map.of("objects", "v1 ConfigMap ns old\n")));
        lay(
                "live-old",
                Map.of(
                        "kind",
                        "ConfigMap",
                        "metadata",
                        Map.of("uid", "x", "labels", Map.of("slipway.io/manifest", "gpu"))));
        ModuleResult result = calls.run(module, "set", "gpu", "state", "absent", "wait", false);
        assertEquals(List.of("removed ConfigMap ns/old"), result.values().get("changes"));
        assertEquals(
                "kubectl delete -n kube-system --ignore-not-found --wait=false -- configmap slipway-manifest-gpu",
                words().getLast());
    }

    @Test
    void aConflictNamesWhoSetWhat() throws IOException {
        lay("refusal", """
                error: Apply failed with 1 conflict: conflict with "kubectl-edit" using apps/v1: .spec.replicas
                Please review the fields above--they currently have other managers. Here
                are the ways you can resolve this warning:
                * If you intend to manage all of these fields, please re-run the apply
                  command with the `--force-conflicts` flag.
                See https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
                """);
        String said = calls.failure(module, "definition", map("a", "1"));
        assertTrue(
                said.startsWith(
                        "Apply failed with 1 conflict: conflict with \"kubectl-edit\" using apps/v1: .spec.replicas"),
                said);
        assertFalse(said.contains("--force-conflicts"), said);
    }

    @Test
    void whatIsNotReadyIsToldDownToTheLastLineThatItWrote() throws IOException {
        lay("existing", deployment(0));
        lay("now", deployment(0));
        lay(
                "pods",
                list(Map.of(
                        "apiVersion", "v1",
                        "kind", "Pod",
                        "metadata", Map.of("name", "operator-x", "namespace", "gpu"),
                        "spec", Map.of("nodeName", "dgx01"),
                        "status",
                                Map.of(
                                        "phase",
                                        "Running",
                                        "containerStatuses",
                                        List.of(Map.of(
                                                "name",
                                                "main",
                                                "ready",
                                                false,
                                                "state",
                                                Map.of(
                                                        "waiting",
                                                        Map.of(
                                                                "reason", "CrashLoopBackOff",
                                                                "message", "back-off 5m0s restarting")),
                                                "lastState",
                                                Map.of("terminated", Map.of("exitCode", 1L))))))));
        lay(
                "events",
                "Normal Pulled: here\nNormal Started: it\nWarning BackOff: Back-off restarting\nWarning Unhealthy: no\n");
        lay("written", "starting\nno GPU was found\n");
        List<Object> arguments = new ArrayList<>(List.of("definition", deployment(0), "wait_timeout", 0));
        assertEquals("""
                Deployment gpu/operator is not ready after 0 s: 0 of 1 pods are available; Available=False MinimumReplicasUnavailable (Deployment does not have minimum availability.)
                  pod operator-x on dgx01 is Running
                    container main waits: CrashLoopBackOff: back-off 5m0s restarting; the time before it ended with 1
                    event: Normal Started: it
                    event: Warning BackOff: Back-off restarting
                    event: Warning Unhealthy: no
                    log of main: starting
                    log of main: no GPU was found""", calls.failure(module, arguments.toArray()));
    }

    @Test
    void aConditionOfOnesOwnIsWaitedFor() throws IOException {
        Map<String, Object> policy = Map.of(
                "apiVersion",
                "nvidia.com/v1",
                "kind",
                "ClusterPolicy",
                "metadata",
                Map.of("name", "p", "uid", "u"),
                "status",
                Map.of("conditions", List.of(Map.of("type", "Ready", "status", "False", "reason", "DriverNotReady"))));
        lay("existing", policy);
        lay("now", policy);
        assertEquals(
                "ClusterPolicy p is not ready after 0 s: it is not Ready: Ready=False DriverNotReady",
                calls.failure(
                        module,
                        "definition",
                        policy,
                        "wait_timeout",
                        0,
                        "wait_conditions",
                        Map.of("ClusterPolicy", "Ready")));
        calls.run(module, "definition", policy, "wait_timeout", 0);
    }

    @Test
    void aJobThatHasFailedIsNotWaitedFor() throws IOException {
        Map<String, Object> job = Map.of(
                "apiVersion",
                "batch/v1",
                "kind",
                "Job",
                "metadata",
                Map.of("name", "j", "namespace", "ns", "uid", "u"),
                "status",
                Map.of(
                        "conditions",
                        List.of(Map.of("type", "Failed", "status", "True", "reason", "BackoffLimitExceeded"))));
        lay("existing", job);
        lay("now", job);
        assertEquals(
                "Job ns/j is not ready after 0 s: it is not Complete: Failed=True BackoffLimitExceeded",
                calls.failure(module, "definition", job));
    }

    @Test
    void somethingMustBeSaid() {
        assertEquals("one of the following is required: resource_definition, src, template", calls.failure(module));
        assertEquals(
                "an object of kind ConfigMap has no name; give it metadata.name",
                calls.failure(module, "definition", Map.of("apiVersion", "v1", "kind", "ConfigMap")));
    }
}
