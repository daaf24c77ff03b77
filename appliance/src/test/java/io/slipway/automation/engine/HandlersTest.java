package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HandlersTest {

    @TempDir
    Path folder;

    @Test
    void handlersRunOnceInOrderOfDefinitionAtTheEndOfTheSection() {
        Stage stage = new Stage(folder, "a", "b");
        stage.play("""
                - hosts: all
                  gather_facts: false
                  pre_tasks:
                    - touch:
                      notify: second
                  tasks:
                    - touch:
                      notify: [second, first]
                      when: inventory_hostname == 'b'
                    - touch:
                      notify: first
                    - debug: {msg: not changed}
                      notify: never
                  handlers:
                    - name: first
                      debug: {msg: "1"}
                    - name: second
                      debug: {msg: "2"}
                    - name: never
                      debug: {msg: never}
                """);
        assertEquals("""
                TASK [touch]
                changed: [a]
                changed: [b]
                HANDLER [second]
                ok: [a] 2
                ok: [b] 2
                TASK [touch]
                skipping: [a]
                changed: [b]
                TASK [touch]
                changed: [a]
                changed: [b]
                TASK [debug]
                ok: [a] not changed
                ok: [b] not changed
                HANDLER [first]
                ok: [a] 1
                ok: [b] 1
                HANDLER [second]
                ok: [b] 2
                """, stage.transcript.tasks());
    }

    @Test
    void theyAreCalledByTopicByTemplatedNameAndByRole() {
        Stage stage = new Stage(folder, "a")
                .file("roles/web/tasks/main.yml", "- touch:\n  notify: reload\n")
                .file("roles/web/handlers/main.yml", """
                        - name: reload
                          debug: {msg: the role's}
                        """);
        stage.play("""
                - hosts: all
                  gather_facts: false
                  vars: {service: nginx}
                  roles: [web]
                  tasks:
                    - touch:
                      notify: ["web : reload", config changed, "restart {{ service }}"]
                  handlers:
                    - name: "restart {{ service }}"
                      debug: {msg: "restarting {{ service }}"}
                    - name: other
                      listen: [something, config changed]
                      touch:
                      notify: last
                    - name: last
                      debug: {msg: notified by a handler}
                """);
        assertEquals("""
                TASK [web : touch]
                changed: [a]
                TASK [touch]
                changed: [a]
                HANDLER [web : reload]
                ok: [a] the role's
                HANDLER [restart nginx]
                ok: [a] restarting nginx
                HANDLER [other]
                changed: [a]
                HANDLER [last]
                ok: [a] notified by a handler
                """, stage.transcript.tasks());
    }

    @Test
    void metaFlushRunsThemAtOnceAndAFailedHostLosesItsNotices() {
        Stage stage = new Stage(folder, "a", "b");
        stage.play("""
                - hosts: all
                  gather_facts: false
                  tasks:
                    - touch:
                      notify: h
                    - meta: flush_handlers
                      when: inventory_hostname == 'a'
                    - fail: {msg: oops}
                      when: inventory_hostname == 'b'
                  handlers:
                    - name: h
                      debug: {msg: handled}
                """);
        assertEquals("""
                TASK [touch]
                changed: [a]
                changed: [b]
                TASK [meta]
                TASK [meta]
                skipping: [b]
                HANDLER [h]
                ok: [a] handled
                TASK [fail]
                skipping: [a]
                failed: [b] oops
                """, stage.transcript.tasks());
    }

    @Test
    void forcedHandlersRunOnFailedHostsToo() {
        Stage stage = new Stage(folder, "a");
        stage.play("""
                - hosts: all
                  gather_facts: false
                  force_handlers: true
                  tasks:
                    - touch:
                      notify: h
                    - fail: {msg: oops}
                  post_tasks:
                    - debug: {msg: never}
                  handlers:
                    - name: h
                      debug: {msg: handled}
                """);
        assertEquals("""
                TASK [touch]
                changed: [a]
                TASK [fail]
                failed: [a] oops
                HANDLER [h]
                ok: [a] handled
                """, stage.transcript.tasks());
        assertEquals(RunOutcome.FAILED, stage.outcome());
    }

    @Test
    void anUnknownHandlerIsAnErrorThatSaysWhichWasMeant() {
        Stage stage = new Stage(folder, "a");
        stage.play("""
                - hosts: all
                  gather_facts: false
                  tasks:
                    - touch:
                      notify: restart ngnix
                  handlers:
                    - name: restart nginx
                      touch:
                """);
        assertEquals("""
                TASK [touch]
                changed: [a]
                ERROR: site.yml:5:15: The requested handler 'restart ngnix' was not found in either the main handlers list nor in the \
                listening handlers list (did you mean 'restart nginx'?)
                """, stage.transcript.tasks());
    }

    @Test
    void aHandlerThatIncludesAFileRunsAllOfIt() {
        Stage stage = new Stage(folder, "a").file("more.yml", "- debug: {msg: one}\n- debug: {msg: two}\n");
        stage.play("""
                - hosts: all
                  gather_facts: false
                  tasks:
                    - touch:
                      notify: h
                  handlers:
                    - name: h
                      include_tasks: more.yml
                """);
        assertEquals("""
                TASK [touch]
                changed: [a]
                HANDLER [h]
                included: more.yml for a
                HANDLER [debug]
                ok: [a] one
                HANDLER [debug]
                ok: [a] two
                """, stage.transcript.tasks());
    }
}
