package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} in the middle of a run, between a notification and its handler, twice; the next run leaves nothing undone. */
@Tag("scenario")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class KillNineScenarioTest {

    private static final String LAB = "kill9";
    private static final String PLAYBOOK = """
            - hosts: all
              become: true
              handlers:
                - name: Restart what was configured
                  shell: echo restarted >> /root/kill9-restarted
              tasks:
                - name: Configure something
                  copy: {dest: /root/kill9-configured, content: "yes"}
                  notify: Restart what was configured
                - name: Write a file that takes a while to compute
                  copy:
                    dest: "/srv/kill9-{{ item }}"
                    content: "{{ ('line ' ~ item ~ '\\n') * 20000 }}"
                  loop: "{{ range(40) | list }}"
                - name: Something that must not be done by halves
                  shell: sleep 0.2; echo done >> /srv/kill9-count
                  args:
                    creates: /srv/kill9-count
            """;

    private Path home;
    private Slipway slipway;
    private Path playbook;

    @BeforeAll
    void raise(@TempDir Path directory) throws IOException {
        home = directory;
        slipway = new Slipway(home);
        playbook = Files.writeString(home.resolve("kill9.yml"), PLAYBOOK);
        Slipway.Said up = slipway.run("lab", "up", "--name", LAB, "--nodes", "1+1");
        assertEquals(0, up.status(), up.all());
    }

    @AfterAll
    void strike() {
        slipway.run("lab", "down", "--name", LAB);
    }

    @Test
    void theNextRunCompletes() throws Exception {
        String inventory =
                home.resolve("labs").resolve(LAB).resolve("inventory.yml").toString();
        killAfterFirstChange(inventory, 1);
        killAfterFirstChange(inventory, 12);

        Slipway.Said last = slipway.run("run", playbook.toString(), "-i", inventory);
        assertEquals(0, last.status(), last.all());
        assertTrue(last.out().contains("RUNNING HANDLER [Restart what was configured]"), last.all());
        assertTrue(last.err().contains("'Restart what was configured' was notified on "), last.all());
        Slipway.Said again = slipway.run("run", playbook.toString(), "-i", inventory);
        assertEquals(0, again.status(), again.all());
        assertEquals(
                2,
                again.out().lines().filter(line -> line.contains("changed=0 ")).count(),
                again.all());

        Slipway.Said left = slipway.run(
                "exec",
                "all",
                "-i",
                inventory,
                "-b",
                "-m",
                "shell",
                "-a",
                "cat /root/kill9-restarted /srv/kill9-count; ls -A /srv | grep -v '^kill9-' | wc -l; ls /srv | wc -l");
        assertEquals(0, left.status(), left.all());
        assertEquals(
                2,
                left.out().split(">>\nrestarted\ndone\n0\n41\n", -1).length - 1,
                "one restart, one line, no strays, all files: " + left.all());
    }

    /** Kills the process with the signal that can't be caught, once its output shows that many items changed. */
    private void killAfterFirstChange(String inventory, int items) throws Exception {
        Process run = slipway.begin("run", playbook.toString(), "-i", inventory);
        int seen = 0;
        StringBuilder output = new StringBuilder();
        try (var lines = run.inputReader()) {
            for (String line = lines.readLine(); line != null && seen < items; line = lines.readLine()) {
                output.append(line).append('\n');
                seen += line.contains("=> (item=") ? 1 : 0;
            }
            run.destroyForcibly().waitFor();
        }
        assertTrue(seen >= items, output.toString());
    }
}
