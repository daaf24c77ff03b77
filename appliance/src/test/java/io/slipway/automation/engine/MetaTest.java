package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetaTest {

    @TempDir
    Path folder;

    @Test
    void endHostTakesAHostOutWithoutFailingIt() {
        Stage stage = new Stage(folder, "a", "b");
        assertEquals("""
                TASK [meta]
                TASK [meta]
                skipping: [b]
                TASK [debug]
                ok: [b] ['b']
                """, stage.tasks("""
                - meta: end_host
                  when: inventory_hostname == 'a'
                - debug: {msg: "{{ ansible_play_hosts }}"}
                """));
        assertEquals(RunOutcome.OK, stage.outcome());
    }

    @Test
    void endBatchEndsOneBatchAndEndPlayAll() {
        String play = """
                - hosts: all
                  gather_facts: false
                  serial: 1
                  tasks:
                    - debug: {msg: begin}
                    - meta: END
                    - debug: {msg: never}
                - hosts: all
                  gather_facts: false
                  tasks:
                    - debug: {msg: next}
                """;
        Stage batch = new Stage(folder, "a", "b");
        batch.play(play.replace("END", "end_batch"));
        assertEquals("""
                TASK [debug]
                ok: [a] begin
                TASK [meta]
                TASK [debug]
                ok: [b] begin
                TASK [meta]
                TASK [debug]
                ok: [a] next
                ok: [b] next
                """, batch.transcript.tasks());
        Stage whole = new Stage(folder, "a", "b");
        whole.play(play.replace("END", "end_play"));
        assertEquals("""
                TASK [debug]
                ok: [a] begin
                TASK [meta]
                TASK [debug]
                ok: [a] next
                ok: [b] next
                """, whole.transcript.tasks());
    }

    @Test
    void clearFactsForgetsAndClearHostErrorsForgives() {
        Stage stage = new Stage(folder, "a", "b");
        stage.play("""
                - hosts: all
                  tasks:
                    - meta: clear_facts
                    - debug: {msg: "{{ ansible_distribution | default('forgotten') }}"}
                    - fail: {msg: "no"}
                      when: inventory_hostname == 'a'
                    - meta: clear_host_errors
                    - debug: {msg: goes on}
                - hosts: all
                  gather_facts: false
                  tasks:
                    - debug: {msg: back}
                """);
        assertEquals("""
                TASK [Gathering Facts]
                ok: [a]
                ok: [b]
                TASK [meta]
                TASK [debug]
                ok: [a] forgotten
                ok: [b] forgotten
                TASK [fail]
                failed: [a] no
                skipping: [b]
                TASK [meta]
                TASK [debug]
                ok: [b] goes on
                TASK [debug]
                ok: [a] back
                ok: [b] back
                """, stage.transcript.tasks());
        assertEquals(RunOutcome.OK, stage.outcome());
    }

    @Test
    void resetConnectionMakesAFreshOne() {
        Stage stage = new Stage(folder).host("a", "ansible_host: 10.0.0.1");
        stage.tasks("- meta: reset_connection\n");
        assertEquals(1, stage.connector.forgotten.size());
        assertEquals("a", stage.connector.forgotten.getFirst().name());
    }
}
