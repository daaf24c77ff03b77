package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.pod.journey.JourneyLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code slipway up} with small playbooks, on nodes that are all this machine. */
class UpCommandTest {

    @TempDir
    Path folder;

    private Path inventory;
    private Path playbooks;

    @BeforeEach
    void make() throws IOException {
        playbooks = Files.createDirectories(folder.resolve("playbooks"));
        inventory = Files.writeString(folder.resolve("pod.yml"), """
                all:
                  vars: {slipway_pod: {name: t}, ansible_connection: local, work: %s}
                  children:
                    management: {hosts: {m1: {}}}
                    compute:
                      hosts:
                        c1: {}
                        c2: {}
                """.formatted(folder));
        book("site.yml", "{copy: {dest: '{{ work }}/{{ inventory_hostname }}', content: site}}");
        book(
                "kubernetes.yml",
                "{command: {argv: [test, -e, '{{ work }}/{{ inventory_hostname }}']}, changed_when: false}");
        book("verify.yml", "{assert: {that: true}}");
    }

    private void book(String name, String... tasks) throws IOException {
        Files.writeString(
                playbooks.resolve(name),
                "- hosts: management:compute\n  gather_facts: false\n  tasks:\n    - " + String.join("\n    - ", tasks)
                        + "\n");
    }

    private Slipway.Said said(String verb, String... words) {
        List<String> all =
                new ArrayList<>(List.of(verb, "-i", inventory.toString(), "--playbooks", playbooks.toString()));
        all.addAll(Arrays.asList(words));
        return new Slipway(folder.resolve("home")).run(all.toArray(String[]::new));
    }

    private Slipway.Said up(int status, String... words) {
        Slipway.Said said = said("up", words);
        assertEquals(status, said.status(), said.all());
        return said;
    }

    private String status() {
        Slipway.Said said = said("status");
        assertEquals(0, said.status(), said.all());
        return said.out().replaceAll("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d", "TIME");
    }

    private static List<String> headings(Slipway.Said said) {
        return said.out().lines().filter(line -> line.startsWith("== ")).toList();
    }

    @Test
    void theWholePodGoesItsWayAndTheSecondTimeNothingChanges() {
        assertEquals("""
                m1                   management  approved
                c1                   compute     approved
                c2                   compute     approved

                'slipway up' would begin:
                  see who answers: m1, c1, c2
                  site.yml on m1, c1, c2
                  kubernetes.yml on m1, c1, c2
                  verify.yml on m1, c1, c2
                """, status());
        List<String> all = List.of(
                "== see who answers: m1, c1, c2",
                "== site.yml on m1, c1, c2",
                "== kubernetes.yml on m1, c1, c2",
                "== verify.yml on m1, c1, c2",
                "== where the nodes are");
        Slipway.Said first = up(0);
        assertEquals(all, headings(first));
        assertTrue(first.out().endsWith("""
                == where the nodes are
                m1                   management  verified
                c1                   compute     verified
                c2                   compute     verified

                Every node is where it should be.
                """), first.all());
        assertTrue(status().contains("the pod is up since TIME; 'slipway up' would look at every node again:\n"));
        Slipway.Said second = up(0);
        assertEquals(all, headings(second));
        assertFalse(second.out().contains("changed=1"), second.all());
    }

    @Test
    void oneComputeNodeThatFailsIsNamedAndTheOthersFinish() throws IOException {
        book(
                "kubernetes.yml",
                "{name: Join, fail: {msg: no room}, when: inventory_hostname == 'c2' and not (work ~ '/mended') is exists}");
        Slipway.Said said = up(2);
        assertTrue(said.out().contains("""
                m1                   management  verified
                c1                   compute     verified
                c2                   compute     prepared    'Join' failed: no room

                One node got no further, for the reason above; 'slipway up' goes on with what is left.
                """), said.all());
        String status = status();
        assertTrue(
                status.contains(
                        "c2                   compute     prepared    at 'joined' TIME: 'Join' failed: no room"),
                status);
        assertTrue(status.endsWith("""
                'slipway up' would go on with what was begun TIME:
                  kubernetes.yml on m1, c1, c2, for c2
                  verify.yml on m1, c1, c2
                """), status);
        Files.writeString(folder.resolve("mended"), "");
        assertEquals(3, headings(up(0)).size());
    }

    @Test
    void whatEveryComputeNodeFailsAtDoesNotKeepTheManagementNodesFromTheirEnd() throws IOException {
        Files.writeString(playbooks.resolve("kubernetes.yml"), """
                - hosts: compute
                  gather_facts: false
                  tasks: [{fail: {msg: sick}}]
                - hosts: management
                  gather_facts: false
                  tasks: [{copy: {dest: "{{ work }}/network", content: laid}}]
                """);
        Slipway.Said said = up(2);
        assertTrue(said.out().contains("m1                   management  verified\n"), said.all());
        assertTrue(Files.exists(folder.resolve("network")), said.all());
    }

    @Test
    void whatCannotBeReachedIsToldByTheExitCode() throws IOException {
        Files.writeString(
                inventory,
                Files.readString(inventory)
                        .replace("c2: {}", "c2: {ansible_connection: ssh, ansible_host: 127.0.0.1, ansible_port: 1}"));
        Slipway.Said said = up(4);
        assertTrue(said.out().contains("c1                   compute     verified\n"), said.all());
        assertTrue(
                said.out()
                        .lines()
                        .anyMatch(line -> line.startsWith("c2                   compute     approved    ")
                                && line.contains("127.0.0.1")),
                said.all());
    }

    @Test
    void anotherInventoryIsAnotherJourney() throws IOException {
        up(0);
        Files.writeString(inventory, Files.readString(inventory).replace("c2: {}", "c2: {rack: r2}"));
        assertTrue(status().contains("the inventory or the playbooks have changed since TIME;"), status());
    }

    @Test
    void aPlanTouchesNothing() throws IOException {
        for (String word : List.of("--plan", "--check")) {
            assertTrue(up(0, word).out().contains("  site.yml on m1, c1, c2\n"));
        }
        assertFalse(Files.exists(folder.resolve("m1")));
        assertTrue(status().contains("'slipway up' would begin:"));
    }

    @Test
    void onlyTheNodesThatAreNamedGoFurther() {
        Slipway.Said said = up(2, "--limit", "c1");
        assertEquals(List.of("== see who answers: c1", "== site.yml on c1", "== where the nodes are"), headings(said));
        assertTrue(said.out().contains("it waits for the management nodes"), said.all());
        up(0, "--limit", "m1");
        assertEquals(
                List.of("== kubernetes.yml on m1, c1, for c1", "== verify.yml on c1", "== where the nodes are"),
                headings(up(0, "--limit", "c1")).stream().toList());
    }

    @Test
    void oneAtATime() {
        up(0, "--plan");
        try (JourneyLock _ = JourneyLock.of(folder.resolve("home"))) {
            assertTrue(up(1).err().contains("another 'slipway up' is at work in this home"));
        }
        up(0);
    }

    @Test
    void whatIsMissingIsSaidBeforeAnythingIsDone() throws IOException {
        book("verify.yml", "{assrt: {that: true}}");
        assertTrue(up(1).err().contains("assrt"));
        Files.delete(playbooks.resolve("verify.yml"));
        assertTrue(up(1).err().contains("verify.yml could not be found"));
        assertFalse(Files.exists(folder.resolve("m1")));
        Files.writeString(inventory, "all: {hosts: {lonely: {}}}");
        book("verify.yml", "{assert: {that: true}}");
        assertTrue(up(1).err().contains("the inventory has no nodes of a pod"));
    }

    @Test
    void theStatusIsADocument() {
        up(0);
        Map<?, ?> document = (Map<?, ?>) said("status", "--output", "json").json();
        assertEquals("again", document.get("way"));
        assertEquals(
                Map.of("name", "m1", "role", "management", "step", "verified", "boot", "ready"),
                ((List<?>) document.get("nodes")).getFirst());
        assertEquals(
                Map.of("move", "reach", "nodes", List.of("m1", "c1", "c2")),
                ((List<?>) document.get("next")).getFirst());
        assertEquals(Map.of(), document.get("held"));
    }
}
