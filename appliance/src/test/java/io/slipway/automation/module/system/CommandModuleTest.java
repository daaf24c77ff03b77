package io.slipway.automation.module.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.Module;
import io.slipway.automation.module.ModuleFailure;
import io.slipway.automation.module.ModuleResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandModuleTest {

    private static final String NOT_THERE =
            " (is the package installed that brings it? What lies outside of PATH is named with its folder)";
    private static final Module COMMAND = CommandModule.command();
    private static final Module SHELL = CommandModule.shell();

    @TempDir
    Path temp;

    private LocalNode node;
    private Calls calls;

    @BeforeEach
    void start() {
        node = new LocalNode();
        calls = new Calls(node, new FakeController(temp));
    }

    @Test
    void aCommandReturnsWhatAnsibleReturns() {
        ModuleResult result = calls.run(COMMAND, "_raw_params", "printf 'a\\n b\\n\\n'");
        assertTrue(result.changed());
        assertEquals(List.of("a", " b"), result.values().get("stdout_lines"));
        assertEquals("a\n b", result.values().get("stdout"));
        assertEquals("", result.values().get("stderr"));
        assertEquals(List.of(), result.values().get("stderr_lines"));
        assertEquals(0, result.values().get("rc"));
        assertEquals("", result.values().get("msg"));
        assertEquals(List.of("printf", "a\\n b\\n\\n"), result.values().get("cmd"));
        assertTrue(String.valueOf(result.values().get("start"))
                .matches("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{6}"));
        assertTrue(String.valueOf(result.values().get("end"))
                        .compareTo(String.valueOf(result.values().get("start")))
                >= 0);
        assertTrue(String.valueOf(result.values().get("delta")).startsWith("0:00:0"));
        assertEquals(1, node.exchanges());
    }

    @Test
    void aCommandIsNotAShell() {
        assertEquals(
                "* $(id) ; && | > x",
                calls.run(COMMAND, "cmd", "echo * '$(id)' ; '&&' | > x")
                        .values()
                        .get("stdout"));
        assertEquals("2", failure(COMMAND, "cmd", "cd /").values().get("rc").toString());
        assertEquals("2", failure(COMMAND, "cmd", "if x").values().get("rc").toString());
        assertEquals("2", failure(COMMAND, "cmd", "A=1 env").values().get("rc").toString());
    }

    @Test
    void argvIsTakenWordForWord() {
        List<String> hostile = List.of("printf", "<%s>", "a b", "", "-x", "it's", "\"", "$(id)", "new\nline", "*");
        assertEquals(
                "<a b><><-x><it's><\"><$(id)><new\nline><*>",
                calls.run(COMMAND, "argv", hostile).values().get("stdout"));
    }

    @Test
    void theEnvironmentIsExpandedInACommandsWordsUnlessToldOtherwise() {
        node.env("GREETING", "hello");
        assertEquals(
                "hello", calls.run(COMMAND, "cmd", "echo $GREETING").values().get("stdout"));
        assertEquals(
                "$GREETING",
                calls.run(COMMAND, "cmd", "echo $GREETING", "expand_argument_vars", false)
                        .values()
                        .get("stdout"));
    }

    @Test
    void whatLooksLikeAnOptionInTheTextIsPartOfTheCommand() {
        assertEquals(
                "creates=/etc/passwd chdir=/no/where",
                calls.run(COMMAND, "_raw_params", "echo creates=/etc/passwd chdir=/no/where")
                        .values()
                        .get("stdout"));
    }

    @Test
    void aShellIsAShell() {
        ModuleResult result = calls.run(SHELL, "_raw_params", "echo \"it's\" | tr a-z A-Z; echo no >&2");
        assertEquals("IT'S", result.values().get("stdout"));
        assertEquals("no", result.values().get("stderr"));
        assertEquals("echo \"it's\" | tr a-z A-Z; echo no >&2", result.values().get("cmd"));
    }

    @Test
    void anotherShellCanBeChosen() {
        assertEquals(
                "b",
                calls.run(SHELL, "_raw_params", "x=(a b); echo ${x[1]}", "executable", "/bin/bash")
                        .values()
                        .get("stdout"));
        ModuleFailure failure = failure(SHELL, "cmd", "exit 3", "executable", "/bin/nosh");
        assertEquals("[Errno 2] No such file or directory: '/bin/nosh'" + NOT_THERE, failure.getMessage());
        assertEquals("/bin/nosh -c 'exit 3'", failure.values().get("cmd"));
    }

    @Test
    void aFailureKeepsItsOutput() {
        ModuleResult result = calls.run(SHELL, "cmd", "echo out; echo err >&2; exit 7");
        assertTrue(result.failed());
        assertTrue(result.changed());
        assertEquals(7, result.values().get("rc"));
        assertEquals("non-zero return code", result.values().get("msg"));
        assertEquals("out", result.values().get("stdout"));
        assertEquals("err", result.values().get("stderr"));
    }

    @Test
    void whatCannotBeStartedFailsAsTheSystemSays() {
        ModuleFailure missing = failure(COMMAND, "cmd", "no-such-program x");
        assertEquals("[Errno 2] No such file or directory: 'no-such-program'" + NOT_THERE, missing.getMessage());
        assertEquals(2, missing.values().get("rc"));
        assertEquals("no-such-program x", missing.values().get("cmd"));
        assertEquals(
                "[Errno 13] Permission denied: '/etc/passwd'",
                failure(COMMAND, "cmd", "/etc/passwd").getMessage());
        ModuleFailure nothing = failure(COMMAND, "_raw_params", " ");
        assertEquals("no command given", nothing.getMessage());
        assertEquals(256, nothing.values().get("rc"));
        assertTrue(nothing.values().containsKey("delta"));
        assertEquals(
                "only command or argv can be given, not both",
                failure(COMMAND, "cmd", "ls", "argv", List.of("ls")).getMessage());
    }

    @Test
    void chdirIsWhereEverythingHappens() throws Exception {
        Path odd = Files.createDirectory(temp.resolve("-a 'b'\n$(c)"));
        Files.writeString(odd.resolve("there"), "");
        assertEquals(
                "there",
                calls.run(COMMAND, "cmd", "ls", "chdir", odd.toString())
                        .values()
                        .get("stdout"));
        assertFalse(calls.run(COMMAND, "cmd", "ls", "chdir", odd.toString(), "creates", "there")
                .changed());
        ModuleFailure failure = failure(COMMAND, "_raw_params", "ls", "chdir", "/no/where");
        assertEquals(
                "Unable to change directory before execution: [Errno 2] No such file or directory: '/no/where'",
                failure.getMessage());
        assertNull(failure.values().get("rc"));
        assertEquals(
                "Unable to change directory before execution: [Errno 20] Not a directory: '/etc/passwd'",
                failure(COMMAND, "cmd", "ls", "chdir", "/etc/passwd").getMessage());
    }

    @Test
    void createsAndRemovesSaveTheWork() throws Exception {
        Files.writeString(temp.resolve("a file.txt"), "");
        ModuleResult there = calls.run(COMMAND, "cmd", "touch x", "chdir", temp.toString(), "creates", "a f*.txt");
        assertFalse(there.changed());
        assertEquals(
                "Did not run command since 'a f*.txt' exists", there.values().get("msg"));
        assertEquals("skipped, since a f*.txt exists", there.values().get("stdout"));
        assertEquals(0, there.values().get("rc"));
        assertNull(there.values().get("start"));
        ModuleResult gone = calls.run(COMMAND, "cmd", "touch x", "chdir", temp.toString(), "removes", "b*");
        assertEquals(
                "Did not run command since 'b*' does not exist", gone.values().get("msg"));
        assertFalse(Files.exists(temp.resolve("x")));
        assertTrue(calls.run(COMMAND, "cmd", "touch x", "chdir", temp.toString(), "removes", "a*", "creates", "x")
                .changed());
        assertTrue(Files.exists(temp.resolve("x")));
    }

    @Test
    void checkModeRunsNothing() {
        ModuleResult skipped = calls.check(COMMAND, "cmd", "touch " + temp.resolve("x"));
        assertTrue(skipped.skipped());
        assertEquals(
                "Command would have run if not in check mode", skipped.values().get("msg"));
        assertEquals(0, node.exchanges());
        ModuleResult predicted = calls.check(COMMAND, "cmd", "touch x", "chdir", temp.toString(), "creates", "x");
        assertTrue(predicted.changed());
        assertFalse(predicted.skipped());
        ModuleResult needless = calls.check(COMMAND, "cmd", "touch x", "removes", "/no/where");
        assertEquals(
                "Would not run command since '/no/where' does not exist",
                needless.values().get("msg"));
        assertFalse(Files.exists(temp.resolve("x")));
    }

    @Test
    void stdinEndsWithALineFeedUnlessToldOtherwise() {
        assertEquals(4, length("abc", true));
        assertEquals(3, length("abc", false));
        assertEquals("", calls.run(COMMAND, "cmd", "cat").values().get("stdout"));
    }

    private int length(String stdin, boolean newline) {
        return Integer.parseInt(
                String.valueOf(calls.run(COMMAND, "cmd", "wc -c", "stdin", stdin, "stdin_add_newline", newline)
                        .values()
                        .get("stdout")));
    }

    @Test
    void lineEndsCanBeKept() {
        assertEquals(
                "a\n\n",
                calls.run(SHELL, "cmd", "echo a; echo", "strip_empty_ends", false)
                        .values()
                        .get("stdout"));
    }

    @Test
    void outputThatLooksLikeOursIsStillOutput() {
        assertEquals(
                "exists\n\n1 2 3 4",
                calls.run(SHELL, "cmd", "echo exists; echo; echo 1 2 3 4")
                        .values()
                        .get("stdout"));
    }

    @Test
    void aCommandThatKillsItsShellIsAFailure() {
        ModuleResult result = calls.run(SHELL, "cmd", "echo last words; kill -9 $PPID");
        assertTrue(result.failed());
        assertEquals("last words", result.values().get("stdout"));
        assertEquals(137, result.values().get("rc"));
    }

    @Test
    void rawReturnsBareOutput() {
        ModuleResult result = calls.run(new RawModule(), "_raw_params", "printf 'a\\n\\n'; echo e >&2; exit 4");
        assertTrue(result.failed());
        assertEquals(
                Arrays.asList(4, "a\n\n", List.of("a", ""), "e\n", "non-zero return code"),
                List.of("rc", "stdout", "stdout_lines", "stderr", "msg").stream()
                        .map(result.values()::get)
                        .toList());
        assertFalse(result.values().containsKey("start"));
        assertTrue(calls.check(new RawModule(), "_raw_params", "true").skipped());
        assertEquals(
                "bash",
                calls.run(new RawModule(), "_raw_params", "echo ${BASH##*/}", "executable", "/bin/bash")
                        .values()
                        .get("stdout")
                        .toString()
                        .strip());
    }

    @Test
    void deltasReadAsPythonWritesThem() {
        assertEquals("0:00:00", CommandAnswer.delta(Duration.ZERO));
        assertEquals("0:00:01.000250", CommandAnswer.delta(Duration.ofNanos(1_000_250_000)));
        assertEquals("1 day, 2:03:04", CommandAnswer.delta(Duration.ofSeconds(93_784)));
    }

    private ModuleFailure failure(Module module, Object... arguments) {
        return assertThrows(ModuleFailure.class, () -> calls.run(module, arguments));
    }
}
