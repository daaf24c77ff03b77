package io.slipway.automation.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which tasks the command line asks for. */
class SelectionTest {

    @TempDir
    Path folder;

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

    @Test
    void startAtTaskFollowsBlocksRolesAndGlobsButNoRescue() {
        String play = """
                - hosts: all
                  tasks:
                    - debug: {msg: "1"}
                    - import_role: {name: web}
                    - block:
                        - {name: a/b, debug: {msg: "3"}}
                      rescue:
                        - {name: mended, debug: {msg: "4"}}
                      always:
                        - {name: anyway, debug: {msg: "5"}}
                """;
        assertEquals("2 3 5", started("web : serve", play));
        assertEquals("2 3 5", started("serve", play));
        assertEquals("3 5", started("a*b", play));
        assertEquals("3 5", started("[ab]/?", play));
        assertEquals("5", started("anyway", play));
        assertEquals("1 2 3 5", started("debug", play));
        assertEquals("", started("mended", play));
    }

    private String started(String at, String play) {
        Stage stage = starting(at);
        stage.play(play);
        return said(stage.transcript.tasks());
    }

    private Stage starting(String at) {
        return new Stage(folder, "a")
                .file("roles/web/tasks/main.yml", "- {name: serve, debug: {msg: \"2\"}}\n")
                .options(o -> Options.startAt(o, at));
    }

    @Test
    void aTaskThatIsNowhereToStartAtIsAnErrorButNoFailure() {
        Stage stage = starting("ane");
        assertEquals("""
                PLAY [all] a
                ERROR: No matching task "ane" found. Note: --start-at-task can only follow static includes. \
                (did you mean 'one'?)
                """, stage.play("""
                - hosts: all
                  tasks:
                    - {name: one, debug: {msg: "1"}}
                """));
        assertEquals(RunOutcome.OK, stage.outcome());
    }

    private static String said(Stage stage, String tasks) {
        return said(stage.tasks(tasks));
    }

    private static String said(String transcript) {
        return String.join(
                " ",
                transcript
                        .lines()
                        .filter(line -> line.startsWith("ok: [a] "))
                        .map(line -> line.substring(line.length() - 1))
                        .toList());
    }
}
