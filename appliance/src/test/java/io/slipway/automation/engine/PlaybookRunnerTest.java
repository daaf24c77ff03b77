package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlaybookRunnerTest {

    @TempDir
    Path folder;

    @Test
    void aPlayRunsItsTasksOnAllHostsInTurnAndCountsTheResults() {
        String happened = new Stage(folder, "a", "b").play("""
                - hosts: all
                  tasks:
                    - name: greet
                      debug: {msg: "I am {{ inventory_hostname }} on {{ ansible_distribution }}"}
                    - name: remember
                      set_fact: {greeting: "hello {{ ansible_facts.hostname }}"}
                    - touch:
                      when: inventory_hostname == 'b'
                    - debug: {msg: "{{ greeting }}"}
                """);
        assertEquals("""
                PLAY [all] a,b
                TASK [Gathering Facts]
                ok: [a]
                ok: [b]
                TASK [greet]
                ok: [a] I am a on Debian
                ok: [b] I am b on Debian
                TASK [remember]
                ok: [a]
                ok: [b]
                TASK [touch]
                skipping: [a]
                changed: [b]
                TASK [debug]
                ok: [a] hello a
                ok: [b] hello b
                RECAP a ok=4 changed=0 unreachable=0 failed=0 skipped=1 rescued=0 ignored=0
                RECAP b ok=5 changed=1 unreachable=0 failed=0 skipped=0 rescued=0 ignored=0
                """, happened);
    }
}
