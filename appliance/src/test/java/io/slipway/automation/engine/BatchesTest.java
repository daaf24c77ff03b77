package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which hosts a play is done on, in which batches, and when it is broken off. */
class BatchesTest {

    @TempDir
    Path folder;

    @Test
    void serialSendsBatchesThroughOneAfterTheOther() {
        Stage stage = new Stage(folder, "a", "b", "c", "d", "e");
        stage.play("""
                - hosts: all
                  gather_facts: false
                  serial: [1, "40%"]
                  tasks:
                    - debug: {msg: "{{ ansible_play_batch | join('') }} of {{ ansible_play_hosts_all | join('') }}"}
                      run_once: true
                """);
        assertEquals(
                List.of("ok: [a] a of abcde", "ok: [b] bc of abcde", "ok: [d] de of abcde"),
                stage.transcript.lines().stream()
                        .filter(line -> line.startsWith("ok"))
                        .toList());
    }

    @Test
    void aFailedBatchEndsTheRunAndAFailedHostStaysOut() {
        Stage stage = new Stage(folder, "a", "b", "c");
        assertEquals("""
                PLAY [all] a,b
                TASK [fail]
                failed: [a] no
                skipping: [b]
                PLAY [all] c
                TASK [fail]
                skipping: [c]
                PLAY [all] b,c
                TASK [debug]
                ok: [b] b,c of a,b,c
                ok: [c] b,c of a,b,c
                TASK [fail]
                failed: [b] no
                failed: [c] no
                PLAY [third]\s
                RECAP a ok=0 changed=0 unreachable=0 failed=1 skipped=0 rescued=0 ignored=0
                RECAP b ok=1 changed=0 unreachable=0 failed=1 skipped=1 rescued=0 ignored=0
                RECAP c ok=1 changed=0 unreachable=0 failed=1 skipped=1 rescued=0 ignored=0
                """, stage.play("""
                - hosts: all
                  gather_facts: false
                  serial: 2
                  tasks:
                    - fail: {msg: "no"}
                      when: inventory_hostname == 'a'
                - hosts: all
                  gather_facts: false
                  tasks:
                    - debug: {msg: "{{ ansible_play_hosts | join(',') }} of {{ ansible_play_hosts_all | join(',') }}"}
                    - fail: {msg: "no"}
                - hosts: all
                  name: third
                  tasks:
                    - debug: {msg: never}
                """));
    }

    @Test
    void anyErrorsFatalAndMaxFailPercentageStopTheOthers() {
        Stage fatal = new Stage(folder, "a", "b");
        fatal.play("""
                - hosts: all
                  gather_facts: false
                  any_errors_fatal: true
                  tasks:
                    - fail: {msg: "no"}
                      when: inventory_hostname == 'a'
                    - debug: {msg: never}
                - hosts: all
                  tasks:
                    - debug: {msg: never}
                """);
        assertEquals("TASK [fail]\nfailed: [a] no\nskipping: [b]\nNO MORE HOSTS LEFT\n", fatal.transcript.tasks());

        Stage percentage = new Stage(folder, "a", "b", "c");
        percentage.play("""
                - hosts: all
                  gather_facts: false
                  max_fail_percentage: 50
                  tasks:
                    - fail: {msg: first}
                      when: inventory_hostname == 'a'
                    - fail: {msg: second}
                      when: inventory_hostname == 'b'
                    - debug: {msg: never}
                """);
        assertFalse(percentage.transcript.tasks().contains("never"));
        assertEquals(RunOutcome.FAILED, percentage.outcome());
    }

    @Test
    void limitAndOrderChooseTheHosts() {
        Stage stage = new Stage(folder, "a", "b", "c").options(o -> Options.limit(o, "a:c"));
        stage.play("""
                - name: "{{ what }}"
                  hosts: "{{ where }}"
                  order: reverse_inventory
                  gather_facts: false
                  vars: {where: all, what: named}
                - hosts: b
                - hosts: webb
                """);
        assertEquals("""
                PLAY [named] c,a
                PLAY [b] no hosts
                PLAY [webb] no hosts
                """, stage.transcript.text());
    }
}
