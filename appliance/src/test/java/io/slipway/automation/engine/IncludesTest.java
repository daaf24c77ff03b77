package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncludesTest {

    @TempDir
    Path folder;

    @Test
    void hostsThatAskForTheSameFileGoThroughItTogether() {
        Stage stage = new Stage(folder, "a", "b", "c")
                .file("x.yml", "- debug: {msg: x}\n- debug: {msg: x2}\n")
                .file("y.yml", "- debug: {msg: y}\n");
        assertEquals("""
                TASK [include_tasks]
                included: x.yml for a,c
                included: y.yml for b
                TASK [debug]
                ok: [a] x
                ok: [c] x
                TASK [debug]
                ok: [a] x2
                ok: [c] x2
                TASK [debug]
                ok: [b] y
                TASK [debug]
                ok: [a] met again
                ok: [b] met again
                ok: [c] met again
                """, stage.tasks("""
                - include_tasks: "{{ which }}.yml"
                  vars: {which: "{{ 'y' if inventory_hostname == 'b' else 'x' }}"}
                - debug: {msg: met again}
                """));
    }

    @Test
    void aLoopIncludesOncePerItemAndHandsItDown() {
        Stage stage = new Stage(folder, "a", "b").file("x.yml", "- debug: {msg: \"{{ item }} {{ extra }}\"}\n");
        assertEquals("""
                TASK [include_tasks]
                included: x.yml for a,b => (item=1)
                included: x.yml for a,b => (item=2)
                TASK [debug]
                ok: [a] 1 with 1
                ok: [b] 1 with 1
                TASK [debug]
                ok: [a] 2 with 2
                ok: [b] 2 with 2
                """, stage.tasks("""
                - include_tasks: x.yml
                  loop: [1, 2]
                  vars: {extra: "with {{ item }}"}
                """));
    }

    @Test
    void anIncludeInheritsWhatSurroundsItButNotItsOwnTagsUnlessApplied() {
        Stage stage = new Stage(folder, "a").file("x.yml", "- touch:\n- give: {msg: \"{{ v }}\"}\n  tags: own\n");
        stage.options(o -> Options.tags(o, "t"));
        assertEquals("""
                TASK [include_tasks]
                included: x.yml for a
                TASK [include_tasks]
                included: x.yml for a
                TASK [touch]
                changed: [a]
                TASK [give]
                ok: [a] applied
                """, stage.tasks("""
                - include_tasks: x.yml
                  tags: t
                - include_tasks: {file: x.yml, apply: {tags: t, vars: {v: applied}}}
                  tags: t
                - include_tasks: x.yml
                """));
    }

    @Test
    void aRoleIsIncludedWithItsDefaultsHandlersAndFiles() {
        Stage stage = new Stage(folder, "a")
                .file("roles/web/defaults/main.yml", "port: 80\n")
                .file("roles/web/vars/main.yml", "kind: web\n")
                .file("roles/web/tasks/main.yml", "- include_tasks: more.yml\n")
                .file("roles/web/tasks/more.yml", """
                        - give: {msg: "{{ role_name }} {{ port }} {{ kind }} {{ lookup('file', 'f') }}", changed: true}
                          notify: restart
                        """)
                .file("roles/web/tasks/other.yml", "- debug: {msg: \"other {{ port }}\"}\n")
                .file("roles/web/files/f", "from the role")
                .file("roles/web/handlers/main.yml", "- name: restart\n  debug: {msg: restarted}\n");
        assertEquals("""
                TASK [include_role : web]
                TASK [web : include_tasks]
                included: roles/web/tasks/more.yml for a
                TASK [web : give]
                changed: [a] web 8080 web from the role
                TASK [include_role : web]
                TASK [web : debug]
                ok: [a] other 80
                TASK [debug]
                ok: [a] closed
                TASK [include_role : web]
                TASK [web : debug]
                ok: [a] other 80
                TASK [debug]
                ok: [a] open 80
                HANDLER [web : restart]
                ok: [a] restarted
                """, stage.tasks("""
                - include_role: {name: web}
                  vars: {port: 8080}
                - include_role: {name: web, tasks_from: other}
                - debug: {msg: "{{ 'open' if port is defined else 'closed' }}"}
                - include_role: {name: web, tasks_from: other, public: true}
                - debug: {msg: "open {{ port }}"}
                """));
    }

    @Test
    void aRoleInThePlayRunsOncePerHostUnlessItAllowsMore() {
        Stage stage = new Stage(folder, "a", "b")
                .file("roles/base/tasks/main.yml", "- debug: {msg: \"base {{ n | default('') }}\"}\n")
                .file("roles/many/tasks/main.yml", "- debug: {msg: many}\n")
                .file("roles/many/meta/main.yml", "allow_duplicates: true\ndependencies: [base]\n");
        stage.play("""
                - hosts: all
                  gather_facts: false
                  roles: [base, many, many, {role: base, n: 2}, base]
                """);
        assertEquals("""
                TASK [base : debug]
                ok: [a] base\s
                ok: [b] base\s
                TASK [many : debug]
                ok: [a] many
                ok: [b] many
                TASK [many : debug]
                ok: [a] many
                ok: [b] many
                TASK [base : debug]
                ok: [a] base 2
                ok: [b] base 2
                """, stage.transcript.tasks());
    }

    @Test
    void aFileThatIsNotThereFailsTheHostAndSaysWhereItLooked() {
        Stage stage = new Stage(folder, "a");
        String happened =
                stage.tasks("- block:\n    - include_tasks: none.yml\n  rescue:\n    - debug: {msg: rescued}\n");
        assertTrue(happened.startsWith("TASK [include_tasks]\nfailed: [a] site.yml:5:"), happened);
        assertTrue(happened.contains("none.yml"), happened);
        assertTrue(happened.endsWith("TASK [debug]\nok: [a] rescued\n"), happened);
    }

    @Test
    void aFileThatIncludesItselfForEverIsStopped() {
        Stage stage = new Stage(folder, "a").file("x.yml", "- include_tasks: x.yml\n");
        String happened = stage.tasks("- include_tasks: x.yml\n");
        assertTrue(
                happened.contains(
                        "failed: [a] x.yml:1:3: this file includes itself without end: it is 100 times inside itself, and nothing"),
                happened.substring(Math.max(0, happened.length() - 400)));
        assertTrue(happened.split("TASK").length < 110, happened);
    }

    @Test
    void filesThatIncludeEachOtherForEverAreNamed() {
        Stage stage = new Stage(folder, "a")
                .file("x.yml", "- include_tasks: y.yml\n")
                .file("y.yml", "- include_tasks: x.yml\n");
        String happened = stage.tasks("- include_tasks: x.yml\n");
        assertTrue(
                happened.matches(
                        "(?s).*it is 100 times inside itself.*: … → (x.yml → y.yml|y.yml → x.yml)( → [xy].yml){5}\\b.*"),
                happened.substring(Math.max(0, happened.length() - 400)));
    }

    @Test
    void aConditionAroundTheIncludeLetsAFileIncludeItselfDeeper() {
        Stage stage = new Stage(folder, "a").file("x.yml", """
                - set_fact: {n: "{{ n + 1 }}"}
                - when: n < 120
                  block:
                    - include_tasks: x.yml
                """);
        String happened = stage.tasks("- set_fact: {n: 0}\n- include_tasks: x.yml\n- debug: {msg: \"{{ n }}\"}\n");
        assertTrue(happened.endsWith("ok: [a] 120\n"), happened.substring(Math.max(0, happened.length() - 400)));
    }

    @Test
    void includeVarsStaysLazyAndWinsOverTaskVars() {
        Stage stage = new Stage(folder, "a").file("vars/more.yml", "x: \"{{ y }}\"\ny: 1\n");
        assertEquals("""
                TASK [include_vars]
                ok: [a]
                TASK [debug]
                ok: [a] 1
                TASK [set_fact]
                ok: [a]
                TASK [debug]
                ok: [a] 2
                """, stage.tasks("""
                - include_vars: more.yml
                - debug: {msg: "{{ x }}"}
                  vars: {x: task}
                - set_fact: {y: 2}
                - debug: {msg: "{{ x }}"}
                """));
    }
}
