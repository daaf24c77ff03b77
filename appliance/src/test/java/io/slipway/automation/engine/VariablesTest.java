package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VariablesTest {

    @TempDir
    Path folder;

    /** All levels at once; each round takes the strongest away and sees the next. */
    @Test
    void everyLevelWinsOverThoseBelow() {
        List<String> strongestFirst = List.of(
                "extra",
                "include parameter",
                "role parameter",
                "set_fact",
                "include_vars",
                "task",
                "block",
                "role vars",
                "vars_files",
                "play",
                "fact",
                "inventory",
                "role default");
        for (int i = 0; i < strongestFirst.size(); i++) {
            assertEquals(
                    strongestFirst.get(i),
                    winnerWithout(strongestFirst.subList(0, i)),
                    "without " + strongestFirst.subList(0, i));
        }
    }

    private String winnerWithout(List<String> gone) {
        Stage stage = new Stage(folder)
                .host("a", variable(gone, "inventory"))
                .file("vf.yml", variable(gone, "vars_files"))
                .file("iv.yml", variable(gone, "include_vars"))
                .file("roles/r/defaults/main.yml", variable(gone, "role default"))
                .file("roles/r/vars/main.yml", variable(gone, "role vars"))
                .file("roles/r/tasks/main.yml", """
                        - give: {facts: FACT}
                        - include_vars: ../../../iv.yml
                        - set_fact: SETFACT
                        - include_tasks: shown.yml
                          vars: PARAMETER
                        """.replace("FACT}", variable(gone, "fact") + "}")
                        .replace("SETFACT", gone.contains("set_fact") ? "{other: 1}" : variable(gone, "set_fact"))
                        .replace("PARAMETER", variable(gone, "include parameter")))
                .file("roles/r/tasks/shown.yml", """
                        - block:
                            - debug: {msg: "{{ v }}"}
                              vars: TASK
                          vars: BLOCK
                        """.replace("TASK", variable(gone, "task"))
                        .replace("BLOCK", variable(gone, "block")));
        if (!gone.contains("extra")) {
            stage.extra("{v: extra}");
        }
        stage.play("""
                - hosts: all
                  gather_facts: false
                  vars: PLAY
                  vars_files: [vf.yml]
                  roles: [{role: r, PARAMETER}]
                """.replace("PLAY", variable(gone, "play"))
                .replace("PARAMETER", gone.contains("role parameter") ? "w: 1" : "v: role parameter"));
        String last = stage.transcript.lines().stream()
                .filter(line -> line.startsWith("ok: [a] ") || line.startsWith("failed"))
                .toList()
                .getLast();
        return last.replace("ok: [a] ", "");
    }

    private static String variable(List<String> gone, String level) {
        return gone.contains(level) ? "{w: 1}" : "{v: " + level + "}";
    }

    @Test
    void aVariableIsTemplatedWhereItIsUsed() {
        assertEquals("""
                TASK [set_fact]
                ok: [a]
                TASK [debug]
                ok: [a] http://two:80/ and {'deep': [80, 'two']}
                """, new Stage(folder).host("a", """
                        {url: "http://{{ name }}:{{ port }}/", name: one, port: 80, all: {deep: ["{{ port }}", "{{ name }}"]}}
                        """).tasks("""
                - set_fact: {name: two}
                - debug: {msg: "{{ url }} and {{ all }}"}
                """));
    }

    @Test
    void anUndefinedPartHurtsOnlyWhoUsesIt() {
        assertEquals("""
                TASK [debug]
                ok: [a] 1 False fallback
                TASK [debug]
                failed: [a] inventory/a:1:27: 'nowhere' is undefined
                """, new Stage(folder).host("a", """
                        {d: {fine: 1, broken: "{{ nowhere }}"}}
                        """).tasks("""
                - debug: {msg: "{{ d.fine }} {{ d.broken is defined }} {{ d.broken | default('fallback') }}"}
                - debug: {msg: "{{ d }}"}
                """));
    }

    @Test
    void recursionNamesTheChainAndItsPlaces() {
        assertEquals("""
                TASK [debug]
                failed: [a] inventory/a:1:4: recursive loop detected in variable a -> b -> c.d -> a: a at inventory/a:1:4, \
                b at inventory/a:2:4, c.d at inventory/a:3:8 (a variable cannot be defined by itself; give one of them another name)
                """, new Stage(folder).host("a", """
                        a: "{{ b }}"
                        b: "x{{ c.d }}"
                        c: {d: "{{ a }}"}
                        """).tasks("""
                - debug: {msg: "{{ a }}"}
                """));
    }

    @Test
    void recursionThroughOtherHostsIsFoundToo() {
        String happened = new Stage(folder)
                .host("a", "x: \"{{ hostvars.b.x }}\"")
                .host("b", "x: \"{{ hostvars.a.x }}\"")
                .tasks("- debug: {msg: \"{{ x }}\"}\n  run_once: true\n");
        assertTrue(happened.contains("recursive loop detected in variable x -> x -> x"), happened);
    }

    @Test
    void whatANodeSaidIsNeverTemplatedAgain() {
        assertEquals(
                """
                TASK [sh]
                changed: [a] {{ 1 + 1 }}
                TASK [set_fact]
                ok: [a]
                TASK [debug]
                ok: [a] {{ 1 + 1 }} {{ 1 + 1 }} {{ raw }}
                """, new Stage(folder).host("a", "raw: !unsafe '{{ raw }}'").tasks("""
                - sh: !unsafe 'say {{ 1 + 1 }}'
                  register: r
                - set_fact: {s: "{{ r.stdout }}"}
                - debug: {msg: "{{ r.stdout }} {{ s }} {{ raw }}"}
                """));
    }

    @Test
    void magicVariablesSayWhereOneIs() {
        Stage stage = new Stage(folder)
                .host("a.example", "{x: 1}")
                .host("b.example", "{x: 2, y: \"{{ x + 1 }}\"}")
                .group("web", "a.example")
                .file(
                        "roles/r/tasks/main.yml",
                        "- debug: {msg: \"{{ role_name }} {{ role_path.split('/') | last }} {{ ansible_dependent_role_names }}\"}\n")
                .file("roles/outer/meta/main.yml", "dependencies: [r]\n")
                .file("roles/outer/tasks/main.yml", "[]\n");
        stage.play("""
                - hosts: web
                  gather_facts: false
                  roles: [outer]
                  tasks:
                    - debug: {msg: "{{ inventory_hostname }} {{ inventory_hostname_short }} {{ group_names }} {{ groups.all }}"}
                    - debug: {msg: "{{ hostvars['b.example'].y }} {{ hostvars | length }} {{ hostvars['nobody'] is defined }}"}
                    - debug: {msg: "{{ vars.x }} {{ vars['inventory_hostname'] }} {{ inventory_dir }} {{ inventory_file }}"}
                    - debug: {msg: "{{ ansible_version.full is version('2.9', '>=') }} {{ ansible_run_tags }} {{ ansible_limit is defined }}"}
                    - debug: {msg: "{{ playbook_dir.split('/') | last == here }} {{ environment[0].A }} {{ ansible_play_name }} {{ ansible_host }}"}
                      environment: {A: b}
                      vars: {here: HERE}
                """.replace("HERE", folder.getFileName().toString()));
        assertEquals("""
                TASK [r : debug]
                ok: [a.example] r r ['r']
                TASK [debug]
                ok: [a.example] a.example a ['web'] ['a.example', 'b.example']
                TASK [debug]
                ok: [a.example] 3 2 False
                TASK [debug]
                ok: [a.example] 1 a.example /inventory /inventory/hosts.yml
                TASK [debug]
                ok: [a.example] True ['all'] False
                TASK [debug]
                ok: [a.example] True b web a.example
                """, stage.transcript.tasks());
    }

    @Test
    void addedHostsAndGroupsAreThereForLaterPlays() {
        Stage stage = new Stage(folder, "a", "b");
        stage.play("""
                - hosts: all
                  gather_facts: false
                  tasks:
                    - add_host: {name: "new-{{ item }}", groups: [fresh], colour: blue}
                      loop: [1, 2]
                    - group_by: {key: "is_{{ inventory_hostname }}"}
                - hosts: fresh:is_b:!new-2
                  gather_facts: false
                  tasks:
                    - debug: {msg: "{{ colour | default('none') }} {{ group_names }} {{ groups.fresh }}"}
                """);
        assertEquals(
                """
                PLAY [fresh:is_b:!new-2] new-1,b
                TASK [debug]
                ok: [new-1] blue ['fresh'] ['new-1', 'new-2']
                ok: [b] none ['is_b'] ['new-1', 'new-2']
                """,
                stage.transcript
                        .text()
                        .replaceAll("(?s).*(?=PLAY \\[fresh)", "")
                        .replaceAll("RECAP.*\n", ""));
    }

    @Test
    void lookupsAreThereButNotForTextThatANodeSaid() {
        Stage stage = new Stage(folder).host("a", "{name: HOME, via: \"{{ lookup('env', name) }}\"}");
        assertEquals("""
                TASK [debug]
                ok: [a] /root ['/root'] x -
                TASK [debug]
                WARNING: site.yml:6:13: conditional statements should not include jinja2 templating delimiters such as {{ }} or {% %}. \
                Found: {{ text }}
                failed: [a] site.yml:6:13: The conditional check '{{ text }}' failed: a lookup is not allowed in text that is itself \
                the result of a template
                """, stage.environment("HOME", "/root").tasks("""
                - debug: {msg: "{{ via }} {{ q('env', 'HOME') }} {{ lookup('vars', 'none', default='x') }} {{ lookup('file', 'none', errors='ignore') or '-' }}"}
                - debug: {msg: never}
                  when: "{{ text }}"
                  vars: {text: "{{ \\"lookup('pipe', 'false')\\" }}"}
                """));
    }
}
