package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.lab.Lab;
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

/** {@code async} over SSH, on nodes without Python: jobs outlive the connection and the controller, also as another user. */
@Tag("full")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class AsyncOnNodesTest {

    private static final String LAB = "asyncjobs";

    /** A job that ends when the next run says so, not after some time. */
    private static final String BEGIN = """
            - hosts: all
              gather_facts: false
              become: true
              tasks:
                - name: A job
                  shell: until [ -e /srv/go ]; do sleep 0.2; done; id -un; echo went on; exit 3
                  async: 300
                  poll: 0
                  register: job
                - copy: {dest: /srv/jid, content: "{{ job.ansible_job_id }}"}
                - name: Now
                  debug: {msg: "the job has begun"}
                - name: Never ending
                  shell: until [ -e /srv/never ]; do sleep 0.2; done
            """;

    private static final String FIND = """
            - hosts: all
              gather_facts: false
              become: true
              tasks:
                - slurp: {src: /srv/jid}
                  register: jid
                - async_status: {jid: "{{ jid.content | b64decode }}"}
                  register: running
                - debug: {msg: "before {{ running.finished }}"}
                - file: {path: /srv/go, state: touch}
                - async_status: {jid: "{{ jid.content | b64decode }}"}
                  register: ended
                  until: ended.finished
                  retries: 100
                  delay: 1
                  ignore_errors: true
                - debug: {msg: "after {{ ended.finished }} {{ ended.rc }} {{ ended.stdout_lines | join(' ') }}"}
                - async_status: {jid: "{{ jid.content | b64decode }}", mode: cleanup}
                - find: {paths: /root/.ansible_async, hidden: true, recurse: true}
                  register: left
                - debug: {msg: "left {{ left.matched }}"}
                - file: {path: /srv/never, state: touch}
            """;

    private static final String AS_OTHERS = """
            - hosts: all
              gather_facts: false
              tasks:
                - command: id -un
                  async: 60
                  poll: 1
                  register: plain
                - command: id -un
                  become: true
                  async: 60
                  poll: 1
                  register: root
                - command: id -un
                  become: true
                  become_user: nobody
                  environment: {ANSIBLE_ASYNC_DIR: /tmp/nobodys}
                  async: 60
                  poll: 1
                  register: nobody
                - debug: {msg: "{{ plain.stdout }} {{ root.stdout }} {{ nobody.stdout }}"}
                - shell: find /root/.ansible_async /tmp/nobodys ~%s/.ansible_async -type f | wc -l
                  become: true
                  register: left
                - debug: {msg: "left {{ left.stdout }}"}
            """;

    private Path home;
    private Slipway slipway;
    private String inventory = "";

    @BeforeAll
    void raise(@TempDir Path directory) {
        home = directory;
        slipway = new Slipway(home);
        Slipway.Said up = slipway.run("lab", "up", "--name", LAB, "--nodes", "1+1");
        assertEquals(0, up.status(), up.all());
        inventory = home.resolve("labs").resolve(LAB).resolve("inventory.yml").toString();
    }

    @AfterAll
    void strike() {
        slipway.run("lab", "down", "--name", LAB);
    }

    @Test
    void aJobGoesOnWhenTheControllerIsKilledAndTheNextRunFindsIt() throws Exception {
        Process run = slipway.begin("run", playbook("begin.yml", BEGIN), "-i", inventory);
        StringBuilder output = new StringBuilder();
        try (var lines = run.inputReader()) {
            int begun = 0;
            for (String line = lines.readLine(); line != null && begun < 2; line = lines.readLine()) {
                output.append(line).append('\n');
                begun += line.contains("the job has begun") ? 1 : 0;
            }
            assertTrue(run.isAlive(), output.toString());
            run.destroyForcibly().waitFor();
        }

        Slipway.Said found = slipway.run("run", playbook("find.yml", FIND), "-i", inventory);
        assertEquals(0, found.status(), found.all());
        for (String said : new String[] {"\"before 0\"", "\"after 1 3 root went on\"", "\"left 0\""}) {
            assertEquals(2, found.out().split(said, -1).length - 1, said + " of both nodes: " + found.all());
        }
    }

    @Test
    void jobsRunAsTheUserThatTheTaskBecomes() throws Exception {
        String user = Lab.USER;
        Slipway.Said said = slipway.run("run", playbook("others.yml", AS_OTHERS.formatted(user)), "-i", inventory);
        assertEquals(0, said.status(), said.all());
        assertEquals(2, said.out().split(user + " root nobody", -1).length - 1, said.all());
        assertEquals(2, said.out().split("\"left 0\"", -1).length - 1, said.all());
        assertFalse(said.all().contains("WARNING"), said.all());
    }

    private String playbook(String name, String text) throws IOException {
        return Files.writeString(home.resolve(name), text).toString();
    }
}
