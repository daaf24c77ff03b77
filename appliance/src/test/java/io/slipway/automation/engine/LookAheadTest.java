package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.transport.TransportException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(20)
class LookAheadTest {

    @TempDir
    Path folder;

    /** What the node was asked, an exchange after the other; what was asked at the same time in one pair of brackets. */
    private static List<String> asked(Stage stage) {
        return stage.connector.runs.stream()
                .map(run -> run.exchange()
                        .script()
                        .lines()
                        .filter(line -> line.startsWith("say "))
                        .toList())
                .map(said -> said.toString().replace("say ", ""))
                .toList();
    }

    @Test
    void roundsThatOnlyLookAskOnceAndEndInTheirOrder() {
        Stage stage = new Stage(folder, "a");
        assertEquals("""
                TASK [look]
                  ok: [a] => (item=1) 1
                  ok: [a] => (item=2) 2
                  skipping: [a] => (item=3)
                  ok: [a] => (item=4) 4
                ok: [a]
                TASK [debug]
                ok: [a] 1 2 4
                """, stage.tasks("""
                - look: {see: "{{ item }}"}
                  loop: [1, 2, 3, 4]
                  when: item != 3
                  register: all
                - debug: {msg: "{{ all.results | map(attribute='msg', default='') | select | join(' ') }}"}
                """));
        assertEquals(List.of("[1, 2, 4]"), asked(stage));
    }

    @Test
    void whatWasSeenBeforeAChangeIsLookedAtAgain() {
        Stage stage = new Stage(folder, "a");
        stage.tasks("""
                - look: {see: "{{ item }}", act: "{{ 'change' if item == 2 else omit }}"}
                  loop: [1, 2, 3, 4, 5, 6, 7, 8, 9]
                """);
        assertEquals(
                List.of("[1, 2, 3, 4, 5, 6, 7, 8, 9]", "[change]", "[3]", "[4]", "[5]", "[6]", "[7]", "[8]", "[9]"),
                asked(stage));
    }

    @Test
    void whileThingsChangeNobodyLooksAheadAndThenFartherEachTime() {
        Stage stage = new Stage(folder, "a");
        stage.tasks("""
                - look: {see: "{{ item }}", act: change}
                  loop: [1]
                - look: {see: "{{ item }}", act: "{{ 'change' if item == 1 else omit }}"}
                  loop: [1, 2, 3, 4, 5, 6, 7, 8, 9]
                """);
        assertEquals(List.of("[1]", "[change]", "[1]", "[change]", "[2]", "[3, 4]", "[5, 6, 7, 8, 9]"), asked(stage));
    }

    @Test
    void commandsThatAlwaysActSayNothingAboutModulesThatLook() {
        Stage stage = new Stage(folder, "a");
        stage.tasks("""
                - sh: "say {{ item }}"
                  loop: [1, 2]
                - look: {see: "{{ item }}"}
                  loop: [3, 4]
                """);
        assertEquals(List.of("[1]", "[2]", "[3, 4]"), asked(stage));
    }

    @Test
    void aRoundThatNeedsWhatTheOneBeforeRegisteredAsksInItsTurn() {
        Stage stage = new Stage(folder, "a");
        assertEquals("""
                TASK [look]
                  ok: [a] => (item=1) 1-
                  ok: [a] => (item=2) 2-1-
                  ok: [a] => (item=3) 3-2-1-
                ok: [a]
                """, stage.tasks("""
                - look: {see: "{{ item }}-{{ earlier }}"}
                  vars: {earlier: "{{ last.msg | default('') }}"}
                  loop: [1, 2, 3]
                  register: last
                """));
        assertEquals(List.of("[1-]", "[2-1-]", "[3-2-1-]"), asked(stage));
    }

    @Test
    void whereTheAnswerToAllWouldBeTooLongEachAsksForItself() {
        Stage stage = new Stage(folder, "a");
        stage.connector.blind = Optional.of(TransportException.Kind.GIVEN_UP);
        assertEquals("""
                TASK [look]
                  ok: [a] => (item=1) 1
                  ok: [a] => (item=2) 2
                ok: [a]
                """, stage.tasks("""
                - look: {see: "{{ item }}"}
                  loop: [1, 2]
                """));
        assertEquals(List.of("[1, 2]", "[1]", "[2]"), asked(stage));
    }

    @Test
    void aConnectionThatBreaksIsToldByTheFirstAndNotTriedAgain() {
        Stage stage = new Stage(folder, "a");
        stage.connector.blind = Optional.of(TransportException.Kind.LOST);
        assertEquals("""
                TASK [look]
                  UNREACHABLE: [a] => (item=1) no answer to all
                UNREACHABLE: [a] One or more items failed
                """, stage.tasks("""
                - look: {see: "{{ item }}"}
                  loop: [1, 2]
                """));
        assertEquals(List.of("[1, 2]"), asked(stage));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delegate_to: b",
                "until: true",
                "timeout: 9",
                "loop_control: {pause: 1}",
                "loop_control: {break_when: false}",
                "connection: local"
            })
    void whatDependsOnTimeOrOnAnotherNodeIsAskedInTurn(String keyword) {
        Stage stage = new Stage(folder, "a");
        stage.tasks("""
                - look: {see: "{{ item }}"}
                  loop: [1, 2]
                  %s
                """.formatted(keyword));
        assertEquals(List.of("[1]", "[2]"), asked(stage));
    }

    @Test
    void anotherUserOrEnvironmentIsAnotherQuestion() {
        Stage stage = new Stage(folder, "a");
        stage.tasks("""
                - look: {see: "{{ item }}"}
                  loop: [1, 2, 3, 4]
                  environment: {X: "{{ item == 3 }}"}
                """);
        assertEquals(List.of("[1, 2, 4]", "[3]"), asked(stage));
    }

    @Test
    void aThousandHostsLookLessFarAhead() {
        Stage stage = new Stage(folder, "a").forks(2048);
        stage.tasks("""
                - look: {see: "{{ item }}"}
                  loop: [1, 2, 3]
                """);
        assertEquals(List.of("[1, 2]", "[3]"), asked(stage));
    }

    @Test
    void aSecretItemHidesNoOther() {
        Stage stage = new Stage(folder, "a");
        String played = stage.tasks("""
                - look: {see: "{{ item }}"}
                  loop: [1, 2]
                  no_log: "{{ item == 2 }}"
                """);
        assertTrue(played.contains("(item=1) 1"), played);
    }

    @Test
    void aHostThatIsGoneEndsTheLoop() {
        Stage stage = new Stage(folder, "a");
        stage.connector.down.add("a");
        assertEquals("""
                TASK [look]
                  UNREACHABLE: [a] => (item=1) cannot connect to a
                UNREACHABLE: [a] One or more items failed
                """, stage.tasks("""
                - look: {see: "{{ item }}"}
                  loop: [1, 2, 3]
                """));
    }

    @Test
    void whatIsUndefinedInOneRoundEndsTheLoopAsEver() {
        Stage stage = new Stage(folder, "a");
        String played = stage.tasks("""
                - look: {see: "{{ item }}", act: "{{ missing if item == 2 else omit }}"}
                  loop: [1, 2, 3]
                """);
        assertTrue(played.contains("'missing' is undefined"), played);
    }

    @Test
    void anInterruptEndsRoundsThatWait() throws Exception {
        Stage stage = new Stage(folder, "a");
        stage.file("site.yml", """
                - hosts: all
                  gather_facts: false
                  tasks:
                    - look: {see: "{{ item }}", act: "x\\nhang"}
                      loop: [1, 2, 3]
                """);
        PlaybookRunner runner = stage.runner(stage.transcript);
        FutureTask<RunOutcome> run = new FutureTask<>(() -> runner.run(List.of(folder.resolve("site.yml"))));
        Thread.ofVirtual().start(run);
        stage.connector.hanging.await();
        runner.interrupt();
        assertEquals(RunOutcome.INTERRUPTED, run.get());
    }
}
