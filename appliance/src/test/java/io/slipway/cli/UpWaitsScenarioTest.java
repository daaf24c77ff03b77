package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code slipway up} while a node is being installed: in a process of its own, which hears Ctrl-C, and what another process says of the node. */
@Tag("scenario")
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class UpWaitsScenarioTest {

    @TempDir
    Path folder;

    private Slipway slipway;
    private String inventory;

    @BeforeEach
    void arm() throws IOException {
        slipway = new Slipway(folder.resolve("home"));
        inventory = Files.writeString(folder.resolve("pod.yml"), """
                        all:
                          vars: {slipway_pod: {name: t}, ansible_connection: local}
                          children:
                            management: {hosts: {m1: {}}}
                            compute: {hosts: {c1: {slipway: {mac: "52:54:00:00:00:01", boot: {profile: live}}}}}
                        """).toString();
        for (String name : new String[] {"site", "kubernetes", "verify"}) {
            Files.writeString(
                    folder.resolve(name + ".yml"),
                    "- hosts: all\n  gather_facts: false\n  tasks: [{command: \"true\", changed_when: false}]\n");
        }
        Path profile = Files.createDirectories(folder.resolve("home/profiles/live"));
        Files.writeString(profile.resolve("profile.yml"), "kernel: vmlinuz");
        Files.writeString(profile.resolve("vmlinuz"), "");
        said("node", "install", "-i", inventory, "c1");
    }

    private void said(String... words) {
        Slipway.Said said = slipway.run(words);
        assertEquals(0, said.status(), said.all());
    }

    private Process waiting(StringBuilder output) throws IOException {
        Process up = slipway.begin("up", "-i", inventory, "--playbooks", folder.toString());
        var lines = up.inputReader();
        for (String next = lines.readLine(); next != null; next = lines.readLine()) {
            output.append(next).append('\n');
            if (next.startsWith("== wait for their installation: c1")) {
                return up;
            }
        }
        throw new AssertionError(output);
    }

    @Test
    void ctrlCEndsTheWaitingAndTheNextOneKnowsWhoWasReady() throws Exception {
        StringBuilder output = new StringBuilder();
        Process up = waiting(output);
        assertTrue(output.toString().contains("== verify.yml on m1\n"), output.toString());
        assertEquals(
                0,
                new ProcessBuilder("kill", "-INT", Long.toString(up.pid()))
                        .start()
                        .waitFor());
        assertEquals(99, up.waitFor());
        Slipway.Said status = slipway.run("status", "-i", inventory, "--playbooks", folder.toString());
        assertTrue(status.out().contains("m1                   management  verified\n"), status.all());
        assertTrue(status.out().contains("c1                   compute     armed\n"), status.all());
    }

    @Test
    void whoIsInstalledMeanwhileCatchesUp() throws Exception {
        StringBuilder output = new StringBuilder();
        Process up = waiting(output);
        said("node", "disarm", "-i", inventory, "c1");
        up.inputReader().lines().forEach(line -> output.append(line).append('\n'));
        assertEquals(0, up.waitFor(), output.toString());
        assertTrue(output.toString().endsWith("Every node is where it should be.\n"), output.toString());
        assertTrue(output.toString().contains("== kubernetes.yml on m1, c1, for c1\n"), output.toString());
    }
}
