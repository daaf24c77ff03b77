package io.slipway.automation.module.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.Waiting;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpectModuleTest {

    @TempDir
    Path temp;

    private final ExpectModule expect = new ExpectModule(new Waiting(Clock.systemUTC(), time -> {}));
    private final LocalNode node = new LocalNode();

    private Calls calls() {
        return new Calls(node, new FakeController(temp));
    }

    @BeforeEach
    void scratchIsWatched() throws IOException {
        node.env(
                "TMPDIR", Files.createDirectory(temp.resolve("scratch of 'it'")).toString());
    }

    @AfterEach
    void nothingIsLeftOnTheNode() throws IOException {
        try (Stream<Path> left = Files.list(temp.resolve("scratch of 'it'"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    private String program(String body) throws IOException {
        LocalNode.fakeCommand(temp, "ask me", body);
        return Script.quote(temp.resolve("ask me").toString());
    }

    @Test
    void questionsAreAnsweredThroughATerminal() throws IOException {
        String asking = program("""
                [ -t 0 ] && [ -t 1 ] || exit 9
                printf 'Name (%s)? ' "$1"; read -r name
                printf 'Password: '; read -r password
                printf '%s\\n' "$name" "$password" >"$2"
                echo thanks
                """);
        String odd = "it's \\ \"$HOME\" `id` é";
        Path to = temp.resolve("-a b\n'c");
        ModuleResult result = calls().run(
                        expect,
                        "command",
                        asking + " 'x  y' " + Script.quote(to.toString()),
                        "responses",
                        Map.of("^Name .x  y..", odd, "(?i)pass(word|phrase)", "s3cret-Word"));
        assertTrue(result.changed());
        assertEquals(0L, result.values().get("rc"));
        assertEquals(odd + "\ns3cret-Word\n", Files.readString(to));
        assertEquals("Name (x  y)? Password: thanks", result.values().get("stdout"));
        assertTrue(node.scripts().stream().noneMatch(script -> script.text().contains("s3cret")));
    }

    @Test
    void answersOfAListComeOneAfterTheOther() throws IOException {
        String asking = program("for i in 1 2 3; do printf 'Q%s: ' $i; read -r a; echo \"got $a\"; done");
        Map<String, Object> three = Map.of("Q\\d: ", List.of("a", "b", 3));
        assertEquals(
                "Q1: got a\r\nQ2: got b\r\nQ3: got 3",
                calls().run(expect, "command", asking, "responses", three)
                        .values()
                        .get("stdout"));
        assertEquals(
                "Q1: a\r\ngot a\r\nQ2: b\r\ngot b\r\nQ3: 3\r\ngot 3",
                calls().run(expect, "command", asking, "responses", three, "echo", true)
                        .values()
                        .get("stdout"));
        assertTrue(calls().failure(expect, "command", asking, "responses", Map.of("Q", List.of("a", "b")))
                .startsWith("No remaining responses for 'Q', output was '"));
    }

    @Test
    void theFirstMatchHasTheWord() throws IOException {
        String asking = program("printf 'one two '; read -r a; read -r b; echo \"$a $b\"");
        Map<String, Object> both = new LinkedHashMap<>();
        both.put("two", "second");
        both.put("one", "first");
        both.put(".*?", "never");
        assertEquals(
                "one two first second",
                calls().run(expect, "command", asking, "responses", both)
                        .values()
                        .get("stdout"));
    }

    @Test
    void failuresSayWhatHappened() throws IOException {
        ModuleResult failed = calls().run(expect, "command", program("echo no; exit 3"), "responses", Map.of("x", "y"));
        assertTrue(failed.failed());
        assertEquals(
                List.of("non-zero return code", 3L, "no"),
                Stream.of("msg", "rc", "stdout").map(failed.values()::get).toList());
        ModuleResult late = calls().run(
                        expect,
                        "command",
                        program("printf waiting; read -r x"),
                        "responses",
                        Map.of("x", "y"),
                        "timeout",
                        0);
        assertTrue(late.failed());
        assertEquals("command exceeded timeout", late.values().get("msg"));
        assertNull(late.values().get("rc"));
        assertTrue(calls().failure(expect, "command", "no-such-thing", "responses", Map.of())
                .contains("not found"));
        assertEquals("no command given", calls().failure(expect, "command", "  ", "responses", Map.of()));
        assertTrue(calls().failure(expect, "command", "true", "responses", Map.of("(", "x"))
                .contains("regular expression"));
        assertTrue(calls().failure(expect, "command", "true", "responses", Map.of(), "chdir", "/none")
                .contains("/none"));
    }

    @Test
    void aNodeWithoutATerminalProgramIsTold() throws IOException {
        Path few = Files.createDirectory(temp.resolve("few"));
        for (String tool : List.of("sh", "date", "setsid", "mkfifo", "stty", "true")) {
            LocalNode.fakeCommand(few, tool, "exec /usr/bin/" + tool + " \"$@\"");
        }
        node.env("PATH", few.toString());
        String message = calls().failure(expect, "command", "true", "responses", Map.of());
        assertTrue(message.contains("no script, which expect needs") && message.contains("bsdutils"), message);
    }

    @Test
    void itRunsOnlyWhereNeededAndNeverInCheckMode() throws IOException {
        Path there = Files.writeString(temp.resolve("there"), "");
        String touching = program("touch ran");
        Object[] arguments = {"command", touching, "responses", Map.of(), "chdir", temp.toString(), "creates", "there"};
        assertFalse(calls().run(expect, arguments).changed());
        arguments[6] = "removes";
        arguments[7] = "gone";
        assertEquals(
                "skipped, since gone does not exist",
                calls().run(expect, arguments).values().get("stdout"));
        arguments[7] = there.toString();
        assertTrue(calls().check(expect, arguments).skipped());
        assertFalse(Files.exists(temp.resolve("ran")));
        assertTrue(calls().run(expect, arguments).changed());
        assertTrue(Files.exists(temp.resolve("ran")));
    }
}
