package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BlocksTest {

    @TempDir
    Path folder;

    @Test
    void aFailedHostIsRescuedAndAllMeetAgainAtTheEnd() {
        Stage stage = new Stage(folder, "a", "b");
        assertEquals("""
                TASK [fails on a]
                failed: [a] no
                skipping: [b]
                TASK [rest of the block]
                ok: [b] b goes on
                TASK [rescue]
                ok: [a] fails on a said no
                TASK [always]
                ok: [a] always
                ok: [b] always
                TASK [after]
                ok: [a] after
                ok: [b] after
                """, stage.tasks("""
                - block:
                    - name: fails on a
                      fail: {msg: "no"}
                      when: inventory_hostname == 'a'
                    - name: rest of the block
                      debug: {msg: "{{ inventory_hostname }} goes on"}
                  rescue:
                    - name: rescue
                      debug: {msg: "{{ ansible_failed_task.name }} said {{ ansible_failed_result.msg }}"}
                  always:
                    - name: always
                      debug: {msg: always}
                - name: after
                  debug: {msg: after}
                """));
        assertEquals(RunOutcome.OK, stage.outcome());
        assertEquals(
                "RECAP a ok=3 changed=0 unreachable=0 failed=0 skipped=0 rescued=1 ignored=0",
                stage.transcript.lines().get(stage.transcript.lines().size() - 2));
    }

    @Test
    void withoutARescueAlwaysRunsAndTheHostIsOut() {
        Stage stage = new Stage(folder, "a");
        assertEquals("""
                TASK [fail]
                failed: [a] no
                TASK [debug]
                ok: [a] cleaned up
                """, stage.tasks("""
                - block:
                    - fail: {msg: "no"}
                  always:
                    - debug: {msg: cleaned up}
                - debug: {msg: never}
                """));
        assertEquals(RunOutcome.FAILED, stage.outcome());
    }

    @Test
    void aFailingRescueFailsTheOuterBlockWhoseRescueIsNext() {
        assertEquals("""
                TASK [fail]
                failed: [a] inner
                TASK [fail]
                failed: [a] in the rescue
                TASK [debug]
                ok: [a] inner always
                TASK [debug]
                ok: [a] outer rescue
                TASK [debug]
                ok: [a] outer always
                TASK [debug]
                ok: [a] after
                """, new Stage(folder, "a").tasks("""
                - block:
                    - block:
                        - fail: {msg: inner}
                      rescue:
                        - fail: {msg: in the rescue}
                      always:
                        - debug: {msg: inner always}
                    - debug: {msg: never}
                  rescue:
                    - debug: {msg: outer rescue}
                  always:
                    - debug: {msg: outer always}
                - debug: {msg: after}
                """));
    }

    @Test
    void whenOnABlockCountsForEachOfItsTasks() {
        assertEquals("""
                TASK [debug]
                skipping: [a]
                ok: [b] one
                TASK [debug]
                skipping: [a]
                ok: [b] two
                """, new Stage(folder, "a", "b").tasks("""
                - when: inventory_hostname == 'b'
                  block:
                    - debug: {msg: one}
                    - debug: {msg: two}
                """));
    }

    @Test
    void anUnreachableHostIsNotRescued() {
        Stage stage = new Stage(folder, "a", "b");
        stage.connector.down.add("a");
        assertEquals("""
                TASK [sh]
                UNREACHABLE: [a] cannot connect to a
                changed: [b] hi
                TASK [debug]
                ok: [b] always
                """, stage.tasks("""
                - block:
                    - sh: say hi
                  rescue:
                    - debug: {msg: never}
                  always:
                    - debug: {msg: always}
                """));
        assertEquals(RunOutcome.UNREACHABLE, stage.outcome());
    }
}
