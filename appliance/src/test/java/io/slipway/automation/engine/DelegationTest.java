package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that run once for all, or on another host. */
class DelegationTest {

    @TempDir
    Path folder;

    @Test
    void runOnceActsOnTheFirstHostAndTellsAll() {
        assertEquals("""
                TASK [give]
                ok: [a] a
                TASK [debug]
                ok: [a] a
                ok: [b] a
                """, new Stage(folder, "a", "b").tasks("""
                - give: {msg: "{{ inventory_hostname }}"}
                  run_once: true
                  register: r
                - debug: {msg: "{{ r.msg }}"}
                """));
    }

    @Test
    void delegateToRunsElsewhereWithTheOthersConnection() {
        Stage stage = new Stage(folder)
                .host("a", "{ansible_host: 10.0.0.1, who: a}")
                .host("b", "{ansible_host: 10.0.0.2, ansible_port: 2222, who: b}");
        assertEquals("""
                TASK [sh]
                changed: [a -> b(10.0.0.2)] a
                TASK [sh]
                changed: [a -> 10.0.0.9] x
                TASK [sh]
                changed: [a -> localhost] y
                """, stage.tasks("""
                - sh: "say {{ who }}"
                  delegate_to: b
                  run_once: true
                - sh: say x
                  delegate_to: 10.0.0.9
                  run_once: true
                - sh: say y
                  delegate_to: localhost
                  run_once: true
                """));
        assertEquals("""
                b 10.0.0.2:2222
                10.0.0.9 10.0.0.9
                localhost local
                """, stage.targets());
    }

    @Test
    void aProgramGetsToTheTasksHostFromThisSideOrTheDelegate() {
        Stage stage = new Stage(folder).host("a", "{ansible_host: 10.0.0.1}").host("b", "{ansible_host: 10.0.0.2}");
        assertEquals("""
                TASK [route]
                ok: [a] a far
                TASK [route]
                ok: [a -> b(10.0.0.2)] a far
                TASK [route]
                ok: [a -> a(10.0.0.1)] a here
                TASK [route]
                ok: [a -> localhost] a far
                TASK [route]
                ok: [a] a here
                """, stage.tasks("""
                - route: {}
                  run_once: true
                - route: {}
                  run_once: true
                  become: true
                  delegate_to: b
                - route: {}
                  run_once: true
                  delegate_to: a
                - route: {}
                  run_once: true
                  delegate_to: localhost
                - route: {}
                  run_once: true
                  connection: local
                """));
        assertEquals("""
                localhost local
                b 10.0.0.2
                a 10.0.0.1
                localhost local
                localhost local
                """, stage.targets());
    }

    @Test
    void aModuleOfThisSideRunsOnLocalhost() {
        assertEquals("""
                TASK [sh]
                changed: [a -> localhost] x
                """, new Stage(folder, "a").tasks("- local_action: sh say x\n"));
    }

    @Test
    void delegatedFactsBelongToTheOtherHost() {
        assertEquals("""
                TASK [give]
                ok: [a -> b]
                TASK [debug]
                ok: [a] none fact
                """, new Stage(folder, "a", "b").tasks("""
                - give: {facts: {ansible_x: fact}}
                  delegate_to: b
                  delegate_facts: true
                  run_once: true
                - debug: {msg: "{{ ansible_x | default('none') }} {{ hostvars.b.ansible_facts.x }}"}
                  when: inventory_hostname == 'a'
                """).replace("skipping: [b]\n", ""));
    }
}
