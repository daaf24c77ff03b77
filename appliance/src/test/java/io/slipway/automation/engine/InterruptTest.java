package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class InterruptTest {

    @TempDir
    Path folder;

    @Test
    @Timeout(20)
    void anInterruptedRunSaysWhatItLeftBehind() throws Exception {
        Stage stage = new Stage(folder, "a", "b", "c").forks(2);
        stage.file("site.yml", """
                - hosts: all
                  gather_facts: false
                  serial: 2
                  tasks:
                    - touch:
                      when: inventory_hostname == 'a'
                      notify: restart
                    - name: fails
                      fail:
                      when: inventory_hostname == 'b'
                    - name: long work
                      sh: "{{ script }}"
                      vars: {script: "{{ 'hang' if inventory_hostname == 'a' else 'say hi' }}"}
                    - block: [{debug: {msg: never}}]
                      rescue: [{debug: {msg: never}}]
                    - debug: {msg: never}
                    - debug: {msg: never}
                      tags: never
                  handlers:
                    - name: restart
                      debug:
                - name: second
                  hosts: all
                  tasks: [{debug: {msg: never}}]
                - hosts: b
                  tasks: [{debug: {msg: never}}]
                """);
        PlaybookRunner runner = stage.runner(stage.transcript);
        FutureTask<RunOutcome> run = new FutureTask<>(() -> runner.run(List.of(folder.resolve("site.yml"))));
        Thread.ofVirtual().start(run);
        stage.connector.hanging.await();
        runner.interrupt();
        assertEquals(RunOutcome.INTERRUPTED, run.get());
        assertEquals(
                List.of(
                        "NOT DONE: a: in an unknown state: task 'long work' was running; 2 tasks of this play not begun;"
                                + " handler 'restart' notified, and not run",
                        "NOT DONE: c: 5 tasks of this play not begun",
                        "NOT DONE: play 'second' not begun",
                        "NOT DONE: play 'b' not begun"),
                stage.transcript.lines().stream()
                        .filter(line -> line.startsWith("NOT DONE"))
                        .toList());
    }

    @Test
    void anErrorInTheMiddleOfARunAlsoSaysWhatIsNotDone() {
        Stage stage = new Stage(folder, "a");
        stage.play("""
                - hosts: all
                  gather_facts: false
                  tasks:
                    - touch:
                      notify: nobody
                    - debug: {msg: never}
                """);
        assertEquals(RunOutcome.ERROR, stage.outcome());
    }
}
