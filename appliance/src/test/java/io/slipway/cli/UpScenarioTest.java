package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Progress;
import io.slipway.lab.Lab;
import io.slipway.lab.LabSpec;
import io.slipway.lab.Labs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code slipway up} over real sshd: killed in the middle, with a node that is dead, and again when all is done. */
@Tag("scenario")
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class UpScenarioTest {

    private static final String LAB = "journey";

    @TempDir
    private Path home;

    private Slipway slipway;
    private Lab lab;
    private Path playbooks;

    @BeforeEach
    void raise() throws IOException {
        slipway = new Slipway(home);
        lab = labs().up(LabSpec.named(LAB).nodes("1+2"));
        playbooks = Files.createDirectories(home.resolve("playbooks"));
        book("site.yml", """
                    - name: Prepare
                      shell: echo prepared >> /srv/site
                      args: {creates: /srv/site}
                """);
        book("kubernetes.yml", """
                    - name: Join
                      shell: echo joined >> /srv/joined; sleep 1
                      args: {creates: /srv/joined}
                    - name: Something that takes its time
                      copy: {dest: "/srv/part{{ item }}", content: "{{ item }}"}
                      loop: "{{ range(20) | list }}"
                """);
        book("verify.yml", """
                    - name: See that it is so
                      command: cat /srv/site /srv/joined /srv/part19
                      changed_when: false
                """);
    }

    @AfterEach
    void strike() {
        labs().down(LAB, false);
    }

    private Labs labs() {
        return new Labs(home, slipway.environment(), Progress.NONE);
    }

    private void book(String name, String tasks) throws IOException {
        Files.writeString(
                playbooks.resolve(name),
                "- hosts: management:compute\n  become: true\n  gather_facts: false\n  tasks:\n" + tasks);
    }

    private String[] words(String verb) {
        return new String[] {verb, "-i", lab.inventory().toString(), "--playbooks", playbooks.toString()};
    }

    @Test
    void aJourneyIsTakenToItsEndWhateverHappens() throws Exception {
        killedAt("== site.yml");
        killedAt("TASK [Join]");
        killedAt("TASK [Something that takes its time]");
        assertEquals(99, stoppedAt("TASK [Something that takes its time]", "INT"));
        Slipway.Said status = slipway.run(words("status"));
        assertTrue(status.out().contains("'slipway up' would go on with what was begun"), status.all());

        docker("kill", nodes().getLast());
        Slipway.Said without = slipway.run(words("up"));
        assertEquals(4, without.status(), without.all());
        assertFalse(without.out().contains("== site.yml"), without.all());
        assertTrue(without.out().contains(line("compute", nodes().get(1), "verified")), without.all());
        assertTrue(without.out().contains(line("compute", nodes().getLast(), "prepared")), without.all());

        docker("start", nodes().getLast());
        labs().up(LabSpec.named(LAB).nodes("1+2"));
        Slipway.Said all = slipway.run(words("up"));
        assertEquals(0, all.status(), all.all());
        assertTrue(all.out().endsWith("Every node is where it should be.\n"), all.all());

        Slipway.Said again = slipway.run(words("up"));
        assertEquals(0, again.status(), again.all());
        assertFalse(again.out().contains("changed: ["), again.all());
    }

    private List<String> nodes() {
        return lab.nodes().stream().map(Lab.LabNode::name).toList();
    }

    private static String line(String role, String node, String step) {
        return "%-20s %-11s %-11s".formatted(node, role, step).stripTrailing();
    }

    /** Takes the journey, and kills it with the signal that can't be caught when it says this. */
    private void killedAt(String line) throws Exception {
        stoppedAt(line, "KILL");
    }

    /** @return how it ended */
    private int stoppedAt(String line, String signal) throws Exception {
        Process up = slipway.begin(words("up"));
        StringBuilder output = new StringBuilder();
        boolean seen = false;
        try (var lines = up.inputReader()) {
            for (String next = lines.readLine(); next != null && !seen; next = lines.readLine()) {
                output.append(next).append('\n');
                seen = next.startsWith(line);
            }
            assertTrue(seen, output.toString());
            assertEquals(
                    0,
                    new ProcessBuilder("kill", "-" + signal, Long.toString(up.pid()))
                            .start()
                            .waitFor());
            lines.lines().forEach(next -> output.append(next).append('\n'));
        }
        return up.waitFor();
    }

    private void docker(String verb, String node) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("docker", "--host", lab.engine(), verb, "slipway-" + LAB + "-" + node)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
    }
}
