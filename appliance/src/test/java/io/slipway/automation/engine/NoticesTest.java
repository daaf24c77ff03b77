package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.automation.playbook.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NoticesTest {

    private static final String PLAYBOOK = """
            - hosts: all
              gather_facts: false
              tasks:
                - name: write
                  touch:
                  when: inventory_hostname == 'a'
                  notify: restart
                - name: look
                  debug: {msg: as it was}
                  notify: [restart, reload]
              handlers:
                - name: restart
                  debug: {msg: restarted}
                - name: reload
                  include_tasks: reload.yml
            """;

    @TempDir
    Path folder;

    /** Owes and doubts what it was told to, and writes down what it is told. */
    private static final class Ledger implements Notices {
        private final List<String> lines = new ArrayList<>();
        private final Set<String> owed;
        private final Set<String> doubts;

        Ledger(Set<String> owed, Set<String> doubts) {
            this.owed = new HashSet<>(owed);
            this.doubts = doubts;
        }

        private static String name(Step.Task task) {
            return TaskNames.written(task);
        }

        @Override
        public void notified(String host, Step.Task by, Collection<Step.Task> handlers) {
            lines.add(host + ": " + name(by) + " -> "
                    + handlers.stream().map(Ledger::name).toList());
        }

        @Override
        public void heard(String host, Step.Task handler) {
            lines.add(host + ": heard " + name(handler));
        }

        @Override
        public boolean owes(String host, Step.Task by, Step.Task handler) {
            return owed.remove(host + ": " + name(by) + " -> " + name(handler));
        }

        @Override
        public boolean owes(String host, Step.Task handler) {
            return owed.remove(host + ": gone -> " + name(handler));
        }

        @Override
        public boolean inDoubt(String host, Step.Task task) {
            return doubts.contains(host + " " + name(task));
        }
    }

    private Ledger play(Set<String> owed, Set<String> doubts, Stage stage) {
        Ledger ledger = new Ledger(owed, doubts);
        stage.notices = ledger;
        stage.file("reload.yml", "- debug: {msg: reloaded}\n");
        stage.play(PLAYBOOK);
        return ledger;
    }

    @Test
    void everyTaskThatCanNotifyTellsWhatItNotifiedAndEveryHandlerThatItRan() {
        Ledger ledger = play(Set.of(), Set.of(), new Stage(folder, "a", "b"));
        assertEquals(
                List.of("a: write -> [restart]", "a: look -> []", "b: look -> []", "a: heard restart"), ledger.lines);
    }

    @Test
    void whatATaskNotifiedInAnEarlierRunRunsAsIfItHadInThisOne() {
        Stage stage = new Stage(folder, "a", "b");
        Ledger ledger = play(Set.of("b: write -> reload"), Set.of(), stage);
        assertEquals("""
                TASK [write]
                changed: [a]
                skipping: [b]
                TASK [look]
                ok: [a] as it was
                ok: [b] as it was
                HANDLER [restart]
                ok: [a] restarted
                HANDLER [reload]
                included: reload.yml for b
                HANDLER [debug]
                ok: [b] reloaded
                """, stage.transcript.tasks());
        assertEquals("b: heard reload", ledger.lines.getLast());
    }

    @Test
    void whatATaskNotifiedThatIsGoneRunsAtTheEndOfThePlay() {
        Stage stage = new Stage(folder, "b");
        Ledger ledger = play(Set.of("b: gone -> restart"), Set.of(), stage);
        assertEquals("""
                TASK [write]
                skipping: [b]
                TASK [look]
                ok: [b] as it was
                HANDLER [restart]
                ok: [b] restarted
                """, stage.transcript.tasks());
        assertEquals(List.of("b: look -> []", "b: heard restart"), ledger.lines);
    }

    @Test
    void aHostThatGoesItsOwnWayIsHeldToWhatItOwesToo() {
        Ledger ledger = new Ledger(Set.of("b: write -> restart"), Set.of());
        Stage stage = new Stage(folder, "b").file("reload.yml", "[]\n");
        stage.notices = ledger;
        stage.play(PLAYBOOK.replace("gather_facts: false", "gather_facts: false\n  strategy: free"));
        assertEquals(List.of("b: look -> []", "b: heard restart"), ledger.lines);
    }

    @Test
    void aTaskThatAnEarlierRunMayHaveDoneNotifiesThoughItFindsNothingToChange() {
        Ledger ledger = play(Set.of(), Set.of("b look"), new Stage(folder, "a", "b"));
        assertEquals(
                List.of(
                        "a: write -> [restart]",
                        "a: look -> []",
                        "b: look -> [restart, reload]",
                        "a: heard restart",
                        "b: heard restart",
                        "b: heard reload"),
                ledger.lines);
    }
}
