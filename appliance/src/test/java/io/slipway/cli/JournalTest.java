package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.state.RunJournal;
import io.slipway.common.state.RunRecord;
import io.slipway.common.state.StateDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final String PLAYBOOK = """
            - hosts: localhost
              gather_facts: false
              tasks:
                - name: Twice
                  command: "true"
                  loop: [1, 2]
                - name: Never
                  command: "true"
                  when: false
                - name: No good
                  command: "false"
            """;

    @Test
    void everyStepOfARunIsThereWithItsEnd(@TempDir Path home) throws IOException {
        Path playbook = Files.writeString(home.resolve("p.yml"), PLAYBOOK);
        Slipway.Said said = new Slipway(home).run("run", playbook.toString(), "-i", "localhost,", "-c", "local");
        assertEquals(2, said.status(), said.all());
        try (StateDatabase database = StateDatabase.open(home)) {
            RunJournal journal = RunJournal.in(database, InstantSource.system(), 10);
            RunRecord run = journal.recent(1).getFirst();
            assertEquals(RunRecord.Outcome.FAILED, run.outcome());
            assertEquals(
                    List.of("localhost Twice CHANGED", "localhost Never SKIPPED", "localhost No good FAILED"),
                    journal.steps(run.id()).stream()
                            .map(step -> step.host() + " " + step.task() + " " + step.state())
                            .toList());
        }
    }

    @Test
    void aHomeThatCannotBeWrittenIsNoReasonToRefuse(@TempDir Path home) throws IOException {
        Path playbook = Files.writeString(
                home.resolve("p.yml"), "- hosts: localhost\n  gather_facts: false\n  tasks: [{debug: {msg: hi}}]\n");
        Path file = Files.writeString(home.resolve("not-a-folder"), "");
        Slipway.Said said =
                new Slipway(file.resolve("home")).run("run", playbook.toString(), "-i", "localhost,", "-c", "local");
        assertEquals(0, said.status(), said.all());
        assertTrue(said.err().contains("this run is not journaled"), said.all());
    }
}
