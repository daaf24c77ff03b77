package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A package that is broken off in the middle: by Ctrl-C, which must not hurt the node, and by a power loss, which is repaired. */
@Tag("scenario")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class InterruptedAptScenarioTest {

    private static final String LAB = "brokenapt";
    private static final String CONTROL = """
            Package: slipway-slow
            Version: 1.0
            Architecture: all
            Maintainer: nobody <nobody@example.org>
            Description: waits in the middle of its installation
            """;
    private static final String PREINST = """
            #!/bin/sh
            touch /srv/unpacking
            until [ -e /srv/go ]; do sleep 0.1; done
            """;
    private static final String AWAIT_UNPACKING =
            "timeout 60 sh -c 'until [ -e /srv/unpacking ]; do sleep 0.1; done'; ";
    private static final String STATE =
            "echo audit=$(dpkg --audit) state=$(dpkg-query -W -f '${db:Status-Abbrev}' slipway-slow) left=$(ls -d /tmp/tmp.* 2>&1 | grep -c ^/tmp)";

    private Path home;
    private Slipway slipway;
    private Path playbook;
    private String inventory = "";

    @BeforeAll
    void raise(@TempDir Path directory) throws Exception {
        home = directory;
        slipway = new Slipway(home);
        Path root = Files.createDirectories(home.resolve("package/DEBIAN"));
        Files.writeString(root.resolve("control"), CONTROL);
        Files.writeString(root.resolve("preinst"), PREINST);
        Files.setPosixFilePermissions(root.resolve("preinst"), PosixFilePermissions.fromString("rwxr-xr-x"));
        Path file = home.resolve("slow.deb");
        Process build = new ProcessBuilder(
                        "dpkg-deb",
                        "--root-owner-group",
                        "--build",
                        root.getParent().toString(),
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertEquals(0, build.waitFor());
        playbook = Files.writeString(home.resolve("slow.yml"), """
                - hosts: all
                  become: true
                  gather_facts: false
                  tasks:
                    - copy: {src: %s, dest: /srv/slow.deb}
                    - name: Install it
                      apt: {deb: /srv/slow.deb}
                """.formatted(file));
        Slipway.Said up = slipway.run("lab", "up", "--name", LAB, "--nodes", "1+1");
        assertEquals(0, up.status(), up.all());
        inventory = home.resolve("labs").resolve(LAB).resolve("inventory.yml").toString();
    }

    @AfterAll
    void strike() {
        slipway.run("lab", "down", "--name", LAB);
    }

    @Test
    void ctrlCLeavesTheTransactionToItselfAndTheNextRunWaitsForIt() throws Exception {
        Process run = begin("mgmt01");
        on("mgmt01", AWAIT_UNPACKING);
        assertEquals(
                0,
                new ProcessBuilder("kill", "-INT", Long.toString(run.pid()))
                        .start()
                        .waitFor());
        String said = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        run.waitFor();
        assertTrue(said.contains("task 'Install it' was running; apt goes on at mgmt01"), said);
        assertTrue(on("mgmt01", "pgrep -x dpkg").contains("rc=0"));

        on("mgmt01", "systemd-run --on-active=3 --timer-property=AccuracySec=100ms touch /srv/go");
        Slipway.Said next = slipway.run("run", playbook.toString(), "-i", inventory, "-l", "mgmt01");
        assertEquals(0, next.status(), next.all());
        assertEnds("mgmt01");
    }

    @Test
    void whatAPowerLossLeftIsRepaired() {
        on("dgx01", "true");
        Slipway.Said copied = slipway.run(
                "exec",
                "dgx01",
                "-i",
                inventory,
                "-b",
                "-m",
                "copy",
                "-a",
                "src=" + home.resolve("slow.deb") + " dest=/srv/slow.deb");
        assertEquals(0, copied.status(), copied.all());
        on(
                "dgx01",
                "systemd-run dpkg -i /srv/slow.deb; " + AWAIT_UNPACKING
                        + "pkill -KILL -x dpkg; touch /srv/go; dpkg --audit | grep -q slipway-slow");
        Slipway.Said run = slipway.run("run", playbook.toString(), "-i", inventory, "-l", "dgx01");
        assertEquals(0, run.status(), run.all());
        assertTrue(run.all().contains("dpkg had been interrupted on this node"), run.all());
        assertFalse(run.all().contains("changed=0 "), run.all());
        assertEnds("dgx01");
    }

    private void assertEnds(String node) {
        String state = on(node, STATE);
        assertTrue(state.contains("audit= state=ii left=0"), state);
    }

    private String on(String node, String line) {
        Slipway.Said said = slipway.run("exec", node, "-i", inventory, "-b", "-m", "shell", "-a", line);
        assertEquals(0, said.status(), said.all());
        return said.out();
    }

    private Process begin(String node) throws IOException {
        return slipway.begin("run", playbook.toString(), "-i", inventory, "-l", node);
    }
}
