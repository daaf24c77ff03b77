package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.automation.transport.Become;
import io.slipway.common.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What keywords and options do to the call of a module. */
class KeywordsTest {

    @TempDir
    Path folder;

    @Test
    void checkModeAndDiffComeFromTheCommandLineOrTheTask() {
        assertEquals(
                """
                TASK [give]
                ok: [a] True
                TASK [debug]
                ok: [a] True True False
                """, new Stage(folder, "a").options(Options::check).tasks("""
                - give: {msg: "{{ ansible_check_mode }}"}
                  register: inherits
                - give: {}
                  check_mode: false
                  diff: true
                  register: own
                - debug: {msg: "{{ inherits.check }} {{ own.diff }} {{ own.check }}"}
                """).replace("TASK [give]\nok: [a]\n", ""));
    }

    @Test
    void environmentMergesInwardsAndIsExportedToScripts() {
        Stage stage = new Stage(folder, "a");
        stage.play("""
                - hosts: all
                  gather_facts: false
                  environment: {A: outer, B: "it's"}
                  tasks:
                    - sh: say hi
                      environment: {A: "{{ 'in' ~ 'ner' }}"}
                """);
        assertEquals(
                "export A='inner'\nexport B='it'\\''s'\nsay hi",
                stage.connector.runs.getFirst().exchange().script());
    }

    @Test
    void becomeComesFromVariablesKeywordsAndTheCommandLineInThatOrder() {
        Stage stage = new Stage(folder)
                .host("a", "{}")
                .host("b", "{ansible_become: false}")
                .host("c", "{ansible_become_user: app, ansible_become_password: secret}");
        stage.options(Options::become).tasks("""
                - sh: say 1
                - sh: say 2
                  become_user: web
                - sh: say 3
                  become: false
                """);
        assertEquals("""
                a root -
                b -
                c app ********
                a web -
                b -
                c app ********
                a -
                b -
                c -
                """, stage.becomings());
    }

    @Test
    void theVariablesOfAMethodWinOverThoseOfAllMethods() {
        Stage stage = new Stage(folder)
                .host(
                        "a",
                        "{ansible_become_method: ansible.builtin.su, ansible_become_user: x, ansible_su_user: app,"
                                + " ansible_become_exe: /x, ansible_su_exe: /opt/su, ansible_become_flags: -x,"
                                + " ansible_su_flags: '-', ansible_become_password: x, ansible_su_pass: own, ansible_sudo_user: y}")
                .host("b", "{ansible_become_exe: /opt/sudo}");
        stage.options(Options::become).tasks("""
                - sh: say 1
                - sh: say 2
                  become_method: community.general.doas
                  become_exe: /opt/doas
                  become_flags: -x
                """);
        Secret own = new Secret("own");
        assertEquals(
                List.of(
                        new Become("su", "app", own, "-", "/opt/su"),
                        new Become("sudo", "root", null, "", "/opt/sudo"),
                        new Become("su", "app", own, "-", "/opt/su"),
                        new Become("doas", "root", null, "-x", "/opt/sudo")),
                stage.connector.runs.stream()
                        .map(run -> run.exchange().become())
                        .toList());
    }

    @Test
    void moduleDefaultsAreUnderWhatTheTaskSays() {
        assertEquals("""
                TASK [give]
                ok: [a] default
                TASK [give]
                ok: [a] own
                """, new Stage(folder, "a").tasks("""
                - module_defaults: {give: {msg: default}}
                  block:
                    - give: {}
                    - give: {msg: own}
                """));
    }

    @Test
    void whatCannotGoOnInTheBackgroundIsRefused() {
        assertEquals("""
                TASK [set_fact]
                failed: [a] async is not supported for this task. ...ignoring
                TASK [sh]
                failed: [a] check mode and async cannot be used on same task.
                """, new Stage(folder, "a").tasks("""
                - set_fact: {x: 1}
                  async: 60
                  ignore_errors: true
                - sh: say hi
                  async: 60
                  poll: 0
                  check_mode: true
                """));
    }

    @Test
    void timeoutAndAsyncLimitTheScript() {
        Stage stage = new Stage(folder, "a");
        stage.tasks("""
                - sh: say hi
                  timeout: 30
                - sh: say hi
                  async: 60
                """);
        assertEquals(
                List.of(Duration.ofSeconds(30), Duration.ofSeconds(60)),
                stage.connector.runs.stream()
                        .map(run -> run.exchange().timeout())
                        .toList());
    }

    @Test
    void omitTakesAnArgumentAway() {
        assertEquals("""
                TASK [give]
                ok: [a] given
                TASK [debug]
                ok: [a] [['list', 'map', 'msg'], ['b'], {'k': 1}]
                """, new Stage(folder, "a").tasks("""
                - give:
                    msg: given
                    gone: "{{ nothing | default(omit) }}"
                    list: ["{{ omit }}", b]
                    map: {k: 1, l: "{{ omit }}"}
                  register: r
                - debug: {msg: "{{ [r | reject('in', ['changed', 'failed', 'check', 'diff']) | sort, r.list, r.map] }}"}
                """));
    }
}
