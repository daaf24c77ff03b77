package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebuggerTest {

    private static final String PLAYBOOK = """
            - hosts: all
              gather_facts: false
              strategy: debug
              vars: {word: "no"}
              tasks:
                - name: try
                  assert: {that: "word == 'yes'"}
                - debug: {msg: "after {{ word }}"}
            """;

    @TempDir
    Path folder;

    /** Types what it was told to, then nothing more. */
    private static final class Typist implements Prompter {
        private final Deque<String> lines;
        private final List<String> heard = new ArrayList<>();

        Typist(String... lines) {
            this.lines = new ArrayDeque<>(List.of(lines));
        }

        @Override
        public boolean present() {
            return true;
        }

        @Override
        public String ask(String question, boolean hidden) {
            return "";
        }

        @Override
        public Optional<String> line(String question) {
            heard.add(question);
            return Optional.ofNullable(lines.poll());
        }

        @Override
        public void say(String text) {
            heard.add(text);
        }
    }

    private String play(Typist typist, Stage stage) {
        return stage.prompter(typist).play(PLAYBOOK);
    }

    @Test
    void aChangedVariableHoldsWhenTheTaskIsDoneAgainAndTheFailureIsForgotten() {
        String happened = play(new Typist("task_vars['word'] = 'yes'", "u", "redo"), new Stage(folder, "a"));
        assertTrue(happened.endsWith("""
                TASK [debug]
                ok: [a] after no
                RECAP a ok=2 changed=0 unreachable=0 failed=0 skipped=0 rescued=0 ignored=0
                """), happened);
    }

    @Test
    void argumentsAndVariablesAreShownAndArgumentsChanged() {
        Typist typist = new Typist(
                "p task.args",
                "p task_vars.word",
                "p result._result.assertion",
                "nonsense",
                "task.args['that'] = 'true'",
                "r");
        Stage stage = new Stage(folder, "a");
        play(typist, stage);
        assertEquals(
                List.of(
                        "{'that': \"word == 'yes'\"}",
                        "'no'",
                        "\"word == 'yes'\"",
                        "***not understood; h tells what is"),
                typist.heard.stream()
                        .filter(text -> !text.endsWith("(debug)> "))
                        .toList());
        assertEquals("[a] TASK: try (debug)> ", typist.heard.getFirst());
        assertEquals(RunOutcome.OK, stage.outcome());
    }

    @Test
    void whoContinuesKeepsTheFailure() {
        Stage stage = new Stage(folder, "a", "b");
        Typist typist = new Typist("c", "c");
        String happened = play(typist, stage);
        assertEquals(List.of("[a] TASK: try (debug)> ", "[b] TASK: try (debug)> "), typist.heard);
        assertTrue(!happened.contains("after"), happened);
        assertEquals(RunOutcome.FAILED, stage.outcome());
    }

    @Test
    void theEndOfTheInputStopsTheRun() {
        Stage stage = new Stage(folder, "a");
        Typist typist = new Typist();
        play(typist, stage);
        assertEquals(List.of("[a] TASK: try (debug)> ", "User interrupted execution"), typist.heard);
        assertEquals(RunOutcome.INTERRUPTED, stage.outcome());
    }
}
