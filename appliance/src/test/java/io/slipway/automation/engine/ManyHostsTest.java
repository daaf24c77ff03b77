package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyHostsTest {

    @TempDir
    Path folder;

    /** Generous: it takes a second or two; what it must not do is grow with the variables that nobody uses. */
    @Test
    void twoHundredHostsGoThroughTwoHundredTasks() {
        Stage stage = new Stage(folder).forks(50);
        StringBuilder variables = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            variables.append("v").append(i).append(": \"{{ v").append(i + 1).append(" }}\"\n");
        }
        variables.append("v500: end\nmine: \"{{ v495 }} of {{ inventory_hostname }}\"\n");
        for (int i = 0; i < 200; i++) {
            stage.host("h" + i, variables.toString());
        }
        StringBuilder tasks = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            tasks.append("    - debug: {msg: \"{{ mine }}\"}\n      when: v490 != 'end'\n");
            tasks.append("    - set_fact: {f").append(i).append(": \"{{ mine }}\"}\n");
        }
        stage.file("site.yml", "- hosts: all\n  gather_facts: false\n  tasks:\n" + tasks);
        AtomicInteger done = new AtomicInteger();
        Assertions.assertTimeout(
                Duration.ofMinutes(2),
                () -> stage.runner(event -> {
                            if (event instanceof RunEvent.TaskDone) {
                                done.incrementAndGet();
                            }
                        })
                        .run(List.of(folder.resolve("site.yml"))));
        assertEquals(200 * 200, done.get());
    }
}
