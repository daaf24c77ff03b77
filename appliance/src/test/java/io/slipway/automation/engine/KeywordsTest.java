package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What each keyword of a task or a play does. */
class KeywordsTest {

    @TempDir
    Path folder;

    @Test
    void registerKeepsWhatAnsibleWouldAlsoOfSkippedAndFailedTasks() {
        assertEquals("""
                TASK [give]
                skipping: [a]
                TASK [give]
                failed: [a] oh ...ignoring
                TASK [debug]
                ok: [a] {'changed': False, 'skipped': True, 'skip_reason': 'Conditional result was False', 'false_condition': 'false'}
                TASK [debug]
                ok: [a] {'msg': 'oh', 'check': False, 'diff': False, 'changed': False, 'failed': True}
                """, new Stage(folder, "a").tasks("""
                - give: {msg: x}
                  when: "false"
                  register: skipped
                - give: {msg: oh, failed: true}
                  register: failed
                  ignore_errors: true
                - debug: {msg: "{{ skipped }}"}
                - debug: {msg: "{{ failed }}"}
                """));
    }

    @Test
    void untilTriesAgainAndRetriesAreLimited() {
        Stage stage = new Stage(folder, "a");
        assertEquals("""
                TASK [give]
                  RETRYING: [a] 2 left
                  RETRYING: [a] 1 left
                failed: [a] x
                """, stage.tasks("""
                - give: {msg: x}
                  register: r
                  until: r.msg == 'y'
                  retries: 2
                  delay: 3
                """));
        assertEquals(List.of(Duration.ofSeconds(3), Duration.ofSeconds(3)), stage.pauses);
        assertEquals("""
                TASK [give]
                ok: [a] x
                TASK [debug]
                ok: [a] 1
                """, new Stage(folder, "a").tasks("""
                - give: {msg: x}
                  register: r
                  until: r.msg == 'x'
                - debug: {msg: "{{ r.attempts }}"}
                """));
    }

    @Test
    void changedWhenAndFailedWhenJudgeTheResult() {
        assertEquals("""
                TASK [sh]
                ok: [a] hi
                TASK [sh]
                changed: [a] non-zero return code
                TASK [sh]
                failed: [a] hi
                TASK [debug]
                ok: [a] True True
                """, new Stage(folder, "a").tasks("""
                - sh: say hi
                  changed_when: false
                - sh: fail 1
                  register: r
                  failed_when: r.rc not in [0, 1]
                - block:
                    - sh: say hi
                      register: r
                      failed_when: ["'h' in r.stdout", "true"]
                  rescue:
                    - debug: {msg: "{{ r.failed }} {{ r.failed_when_result }}"}
                """));
    }

    @Test
    void aConditionThatCannotBeEvaluatedFailsTheTaskAtItsPlace() {
        assertEquals(
                """
                TASK [touch]
                failed: [a] site.yml:5:13: The conditional check 'sevice.enabled' failed: 'sevice' is undefined \
                (did you mean 'service'?)
                """, new Stage(folder).host("a", "service: {enabled: true}").tasks("""
                - touch:
                  when: sevice.enabled
                """));
    }

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
                changed: [a -> b] a
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
                10.0.0.9 10.0.0.9:22
                localhost local
                """, stage.targets());
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
        assertEquals("TASK [fail]\nfailed: [a] no\nskipping: [b]\n", fatal.transcript.tasks());

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
    void ignoreUnreachableKeepsTheHostInThePlay() {
        Stage stage = new Stage(folder, "a");
        stage.connector.down.add("a");
        assertEquals("""
                TASK [sh]
                UNREACHABLE: [a] cannot connect to a ...ignoring
                TASK [debug]
                ok: [a] True
                """, stage.tasks("""
                - sh: say hi
                  ignore_unreachable: true
                  register: r
                - debug: {msg: "{{ r.unreachable }}"}
                """));
        assertEquals(RunOutcome.OK, stage.outcome());
    }

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
    void noLogHidesTheResultButNotFromTheTasksAfterIt() {
        assertEquals("""
                TASK [give]
                ok: [a] the output has been hidden due to the fact that 'no_log: true' was specified for this result
                TASK [debug]
                ok: [a] secret
                """, new Stage(folder, "a").tasks("""
                - give: {msg: secret}
                  no_log: true
                  register: r
                - debug: {msg: "{{ r.msg }}"}
                """));
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
    void aTaskThatWouldGoOnInTheBackgroundIsRefused() {
        assertEquals("""
                TASK [sh]
                failed: [a] site.yml:4:7: 'poll: 0' is not supported: a task cannot go on in the background yet \
                (give a 'poll' above 0, or leave 'async' out)
                """, new Stage(folder, "a").tasks("""
                - sh: say hi
                  async: 60
                  poll: 0
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

    @Test
    void tagsSelectTasksAndStartAtTaskWaits() {
        String tasks = """
                - {name: one, debug: {msg: "1"}, tags: x}
                - {name: two, debug: {msg: "2"}}
                - {name: three, debug: {msg: "3"}, tags: [always, x]}
                - {name: four, debug: {msg: "4"}, tags: never}
                """;
        assertEquals("1 2 3", said(new Stage(folder, "a"), tasks));
        assertEquals("1 3", said(new Stage(folder, "a").options(o -> Options.tags(o, "x")), tasks));
        assertEquals("2", said(new Stage(folder, "a").options(o -> Options.skipTags(o, "x")), tasks));
        assertEquals("3 4", said(new Stage(folder, "a").options(o -> Options.tags(o, "never")), tasks));
        assertEquals("2 3", said(new Stage(folder, "a").options(o -> Options.startAt(o, "tw*")), tasks));
    }

    private static String said(Stage stage, String tasks) {
        return String.join(
                " ",
                stage.tasks(tasks)
                        .lines()
                        .filter(line -> line.startsWith("ok"))
                        .map(line -> line.substring(line.length() - 1))
                        .toList());
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
                WARNING: site.yml:7:10: Could not match supplied host pattern, ignoring: webb
                PLAY [webb] no hosts
                """, stage.transcript.text());
    }
}
