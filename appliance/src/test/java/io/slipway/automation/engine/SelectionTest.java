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

    private static String said(Stage stage, String tasks) {
        return String.join(
                " ",
                stage.tasks(tasks)
                        .lines()
                        .filter(line -> line.startsWith("ok"))
                        .map(line -> line.substring(line.length() - 1))
                        .toList());
    }
}
