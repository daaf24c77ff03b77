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
                  tasks:
                    - debug: {msg: done}
                    - name: long work
                      sh: "{{ script }}"
                      vars: {script: "{{ 'hang' if inventory_hostname == 'a' else 'say hi' }}"}
                    - debug: {msg: never}
                """);
        PlaybookRunner runner = stage.runner(stage.transcript);
        FutureTask<RunOutcome> run = new FutureTask<>(() -> runner.run(List.of(folder.resolve("site.yml"))));
        Thread.ofVirtual().start(run);
        stage.connector.hanging.await();
        runner.interrupt();
        assertEquals(RunOutcome.INTERRUPTED, run.get());
        List<String> left = stage.transcript.lines().stream()
                .filter(line -> line.startsWith("NOT DONE"))
                .toList();
        assertEquals("NOT DONE: a: in an unknown state: task 'long work' was running", left.getFirst());
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
