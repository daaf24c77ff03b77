package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the result of a task is kept, judged, repeated and hidden. */
class ResultsTest {

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
    void whatIsDearNeedNotBeFoundOutWhenNobodyCanSeeIt() {
        assertEquals("nobody looks; all is seen; all is seen; all is seen", seen(false));
        assertEquals("all is seen; all is seen; all is seen; all is seen", seen(true));
    }

    private String seen(boolean shown) {
        List<String> messages = new ArrayList<>();
        RunListener printing = new RunListener() {
            @Override
            public void on(RunEvent event) {
                if (event instanceof RunEvent.TaskDone done) {
                    messages.add(String.valueOf(done.result().shown().get("msg")));
                }
            }

            @Override
            public boolean showsValues() {
                return shown;
            }
        };
        new Stage(folder, "a")
                .file("site.yml", """
                        - hosts: all
                          gather_facts: false
                          tasks:
                            - seen:
                            - seen:
                              register: kept
                            - seen:
                              failed_when: false
                            - seen:
                              debugger: never
                        """)
                .runner(RunListener.all(List.of(printing)))
                .run(List.of(folder.resolve("site.yml")));
        return String.join("; ", messages);
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
    void aRetryIsToldUnderTheNameOfTheTask() {
        List<String> names = new ArrayList<>();
        Stage stage = new Stage(folder, "a").file("site.yml", """
                - hosts: all
                  gather_facts: false
                  tasks:
                    - name: try {{ inventory_hostname }}
                      give: {msg: x}
                      until: false
                      retries: 1
                """);
        stage.runner(event -> {
                    if (event instanceof RunEvent.Retrying retrying) {
                        names.add(retrying.name());
                    }
                })
                .run(List.of(folder.resolve("site.yml")));
        assertEquals(List.of("try a"), names);
    }

    @Test
    void argumentsMayComeFromATemplate() {
        assertEquals("""
                TASK [debug]
                ok: [a] from a variable
                TASK [give]
                ok: [a] own
                TASK [give]
                failed: [a] site.yml:11:13: the arguments of 'give' must be a mapping \
                (give one as 'name: value', or as a template that yields one)
                """, new Stage(folder, "a").tasks("""
                - debug: "{{ it }}"
                  vars: {it: {msg: from a variable}}
                - give:
                    msg: own
                  args: "{{ it }}"
                  vars: {it: {msg: loses}}
                - give:
                  args: "{{ it }}"
                  vars: {it: [1]}
                """));
    }
}
