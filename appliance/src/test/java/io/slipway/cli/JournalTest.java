package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.state.RunJournal;
import io.slipway.common.state.RunRecord;
import io.slipway.common.state.StateDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
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

    private static final String BROKEN_OFF = """
            - hosts: localhost
              gather_facts: false
              tasks:
                - name: Write
                  copy: {dest: "DIR/a", content: a}
                  notify: restart
                - name: Write more
                  copy: {dest: "DIR/b", content: b}
                  notify: relaod
              handlers:
                - name: restart
                  shell: echo restart >> DIR/ran
                - name: reload
                  shell: echo reload >> DIR/ran
            """;

    private static Slipway.Said play(Path home, Path playbook, String... more) {
        List<String> words = new ArrayList<>(List.of("run", playbook.toString(), "-i", "localhost,", "-c", "local"));
        words.addAll(List.of(more));
        return new Slipway(home).run(words.toArray(String[]::new));
    }

    @Test
    void theNextRunMakesUpForOneThatWasCutShort(@TempDir Path home) throws IOException {
        Path playbook = Files.writeString(home.resolve("p.yml"), BROKEN_OFF.replace("DIR", home.toString()));
        Path other = Files.writeString(home.resolve("other.yml"), "- hosts: localhost\n  tasks: [{command: 'true'}]\n");
        assertEquals(1, play(home, playbook).status());

        assertFalse(play(home, other).err().contains("broken off"), "it is about something else");
        Files.writeString(playbook, "- hosts: localhost\n  tsaks: []\n");
        assertEquals(1, play(home, playbook).status(), "it does not even begin");
        Files.writeString(playbook, BROKEN_OFF.replace("DIR", home.toString()).replace("relaod", "reload"));
        play(home, playbook, "--check");
        assertFalse(Files.exists(home.resolve("ran")));

        Slipway.Said next = play(home, playbook);
        assertEquals(0, next.status(), next.all());
        String told = next.err().replace("\n", " ");
        assertTrue(told.contains("'run " + playbook + "', begun at "), told);
        assertTrue(told.contains("unknown: [localhost] Write more (" + playbook), told);
        assertTrue(told.contains("'restart' was notified on localhost and has not run: "), told);
        assertEquals("restart\nreload\n", Files.readString(home.resolve("ran")));

        Slipway.Said last = play(home, playbook);
        assertEquals("", last.err());
        assertTrue(last.out().contains("ok=2    changed=0"), last.all());
    }

    @Test
    void handlersOfARunThatEndedInOrderAreForgottenAsAnsibleDoes(@TempDir Path home) throws IOException {
        String text = BROKEN_OFF
                .replace("DIR", home.toString())
                .replace("copy: {dest: \"" + home + "/b\", content: b}", "fail:");
        Path playbook = Files.writeString(home.resolve("p.yml"), text);
        assertEquals(2, play(home, playbook).status());
        Slipway.Said next = play(home, playbook);
        assertEquals("", next.err());
        assertFalse(Files.exists(home.resolve("ran")));
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
