package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What belongs to a play rather than to its tasks. */
class PlaysTest {

    @TempDir
    Path folder;

    @Test
    void varsFilesMayDependOnTheHostAndOnFacts() {
        Stage stage = new Stage(folder)
                .host("a", "which: one")
                .host("b", "which: two")
                .file("vars/one.yml", "v: from one\n")
                .file("two.yml", "v: from two\n")
                .file("Debian.yml", "os: \"{{ v }} on debian\"\n");
        stage.play("""
                - hosts: all
                  vars_files:
                    - "{{ which }}.yml"
                    - ["none.yml", "{{ ansible_distribution }}.yml"]
                  tasks:
                    - debug: {msg: "{{ v }}, {{ os }}"}
                """);
        assertTrue(stage.transcript.tasks().endsWith("""
                TASK [debug]
                ok: [a] from one, from one on debian
                ok: [b] from two, from two on debian
                """), stage.transcript.tasks());
    }

    @Test
    void aMissingVarsFileEndsTheRun() {
        Stage stage = new Stage(folder, "a");
        stage.play("- hosts: all\n  gather_facts: false\n  vars_files: [none.yml]\n  tasks: [{touch: {}}]\n");
        assertEquals("ERROR: site.yml:3:16: vars file none.yml was not found", error(stage));
        assertEquals(RunOutcome.ERROR, stage.outcome());
    }

    @Test
    void factsSetVariablesAndRegistersLastFromPlayToPlay() {
        Stage stage = new Stage(folder, "a");
        stage.play("""
                - hosts: all
                  vars: {p: of the first play}
                  tasks:
                    - set_fact: {s: set}
                    - give: {msg: registered}
                      register: r
                - hosts: all
                  gather_facts: false
                  tasks:
                    - debug: {msg: "{{ ansible_distribution }} {{ s }} {{ r.msg }} {{ p | default('gone') }}"}
                """);
        assertTrue(stage.transcript.tasks().endsWith("ok: [a] Debian set registered gone\n"), stage.transcript.tasks());
    }

    @Test
    void rolesShareTheirVariablesWithThePlay() {
        Stage stage = new Stage(folder, "a")
                .file("roles/one/defaults/main.yml", "d: one\nonly_one: 1\n")
                .file("roles/one/vars/main.yml", "v: one\n")
                .file("roles/one/tasks/main.yml", "- debug: {msg: \"{{ d }} {{ v }}\"}\n")
                .file("roles/two/defaults/main.yml", "d: two\n")
                .file("roles/two/vars/main.yml", "v: two\n")
                .file("roles/two/tasks/main.yml", "- debug: {msg: \"{{ d }} {{ v }} {{ only_one }}\"}\n");
        stage.play("""
                - hosts: all
                  gather_facts: false
                  roles: [one, two]
                  tasks:
                    - debug: {msg: "{{ d }} {{ v }} {{ only_one }}"}
                """);
        assertEquals("""
                TASK [one : debug]
                ok: [a] one one
                TASK [two : debug]
                ok: [a] two two 1
                TASK [debug]
                ok: [a] two two 1
                """, stage.transcript.tasks());
    }

    @Test
    void aMistakeInTheProgramFailsOneTaskAndNotTheRun() {
        String happened = new Stage(folder, "a").tasks("- boom:\n  ignore_errors: true\n- debug: {msg: goes on}\n");
        assertTrue(
                happened.contains(
                        "failed: [a] site.yml:4:7: Unexpected failure during module execution: java.lang.IllegalStateException: a bug"),
                happened);
    }

    @Test
    void anUnknownBatchSizeIsAnErrorAtItsPlace() {
        Stage stage = new Stage(folder, "a");
        stage.play("- hosts: all\n  gather_facts: false\n  serial: many\n  tasks: []\n");
        assertEquals("ERROR: site.yml:1:3: 'serial' is 'many', neither a number nor a percentage", error(stage));
    }

    @Test
    void aNodeCannotSayHowToConnect() {
        Stage stage = new Stage(folder, "a");
        stage.tasks("""
                - give:
                    facts: {ansible_connection: local, ansible_host: evil, ansible_become_user: x, ansible_ssh_port: 1, ansible_os: ok}
                - debug: {msg: "{{ ansible_connection }} {{ ansible_host }} {{ ansible_become_user is defined }} {{ ansible_os }}"}
                - sh: say hi
                """);
        assertTrue(stage.transcript.tasks().contains("ok: [a] ssh a False ok\n"), stage.transcript.tasks());
        assertEquals("a a\n", stage.targets());
    }

    @Test
    void promptsTakeTheirDefaultOrWhatTheCommandLineGives() {
        String play = """
                - hosts: all
                  gather_facts: "{{ gather | default(false) }}"
                  vars_prompt:
                    - {name: one, default: 1}
                    - {name: two}
                  tasks:
                    - debug: {msg: "{{ one }} {{ two }}"}
                """;
        Stage given = new Stage(folder, "a").extra("{two: 2}");
        given.play(play);
        String warned = "WARNING: Not prompting as we are not in interactive mode\n";
        assertEquals(warned + "TASK [debug]\nok: [a] 1 2\n", given.transcript.tasks());
        Stage missing = new Stage(folder, "a");
        missing.play(play);
        assertEquals(warned + "TASK [debug]\nok: [a] 1 None\n", missing.transcript.tasks());
    }

    private static String error(Stage stage) {
        return stage.transcript.lines().stream()
                .filter(line -> line.startsWith("ERROR"))
                .findFirst()
                .orElse("no error");
    }
}
