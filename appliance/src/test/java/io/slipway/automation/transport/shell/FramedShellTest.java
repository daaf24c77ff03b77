package io.slipway.automation.transport.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Payload;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.shell.Answer.Abandoned;
import io.slipway.automation.transport.shell.Answer.Died;
import io.slipway.automation.transport.shell.Answer.NotStarted;
import io.slipway.automation.transport.shell.Answer.Reason;
import io.slipway.common.ShellWords;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against every {@code sh} of this machine: whatever a script does, the next one finds the shell in order. */
@Timeout(60)
@ParameterizedClass
@MethodSource("shells")
class FramedShellTest extends OfEveryShell {

    @Test
    void answersWithBothStreamsAndTheExitCode() throws IOException {
        Reply reply = ask(shell(), "echo one; echo two >&2; exit 3");
        assertEquals("one\n", reply.out());
        assertEquals("two\n", reply.err());
        assertEquals(3, reply.exitCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exit 0",
                "set -e; false; echo unreached",
                "set -eu; : $not_there",
                "exec >&- 2>&- <&-",
                "exec true",
                "return 3",
                "if then fi (",
                "printf '%s' unfinished",
                "cd /; umask 0; PATH=/nowhere; export PATH; HOME=; alias echo=false",
                "echo() { exit 9; }; read() { exit 9; }; echo x",
                "trap 'printf late' EXIT",
                "set -- a b; shift",
                "kill -TERM $(sh -c 'echo $PPID')",
                "sleep 5 &",
                "cat; read x; head -c 5",
                "printf '~%032d 0\\n' 0; printf '~%032d\\n' 0 >&2",
                "cat /proc/self/environ; set; set >&2",
                "",
                "\n\n",
                "# only a comment",
                "cat <<END\nhere\nEND\n",
                "cat <<END\nnever closed"
            })
    void isInOrderAfter(String script) throws IOException {
        FramedShell shell = shell();
        shell.run(Exchange.of(script));
        stillInOrder(shell);
        shell.run(Exchange.of(script).with(new Payload.Bytes(new byte[200_000])));
        stillInOrder(shell);
    }

    @Test
    void isInOrderWhateverTheLoginLeftInItsEnvironment() throws IOException {
        open = LocalShells.start(
                kind,
                Map.of(
                        "SHELLOPTS",
                        "errexit:nounset:noclobber:noglob:xtrace",
                        "BASH_FUNC_echo%%",
                        "() { printf hijacked; }",
                        "BASH_FUNC_read%%",
                        "() { return 1; }",
                        "BASH_FUNC_dd%%",
                        "() { printf hijacked; }",
                        "IFS",
                        "ls",
                        "CDPATH",
                        "/:/usr",
                        "ENV",
                        "/etc/passwd",
                        "BASH_ENV",
                        "/etc/passwd"));
        open.run(Exchange.of("false"));
        stillInOrder(open);
        assertEquals(
                "lines",
                ask(
                                open,
                                Exchange.of("cat; false; echo $unset >/dev/null")
                                        .with(new Payload.Bytes("lines".getBytes(UTF_8))))
                        .out());
        assertEquals(
                "9000\n",
                ask(open, Exchange.of("wc -c | tr -d ' '").with(new Payload.Bytes(new byte[9000])))
                        .out());
        stillInOrder(open);
    }

    @Test
    void showsTheScriptNothingOfItself() throws IOException {
        FramedShell shell = shell();
        Reply reply = ask(shell, "echo \"$#\"; env | grep ^slipway; echo \"${1-none}\"; ls -l /proc/self/fd/0");
        assertTrue(reply.out().startsWith("0\nnone\n"), reply.out());
        assertTrue(reply.out().contains("/dev/null"), reply.out());
    }

    @Test
    void keepsScriptsApart() throws IOException {
        FramedShell shell = shell();
        String here = ask(shell, "pwd; umask").out();
        ask(shell, "cd /usr; umask 077; left=behind; export left; set -e; set -u");
        assertEquals(
                here + "-\n",
                ask(shell, "pwd; umask; false; echo \"${left-}-\"").out());
    }

    /** A node keeps each text by number: in lines, in one piece when it is long, whatever its quotes and ends are. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# it's \"quoted\" \\ `and` $so !on é\n", "# last line without an end"})
    void keepsALibrary(String rest) throws IOException {
        FramedShell shell = shell();
        String greet = "greet() { printf '%s %s' \"$word\" \"$1\"; }\n" + rest;
        String part = greet.replace("greet", "part") + "\n#" + "x".repeat(10_000);
        for (int time = 0; time < 3; time++) {
            String word = "word='it is " + time + "'\n";
            assertEquals(
                    "it is " + time + " hello",
                    ask(shell, Exchange.of(word + "greet hello").using(greet)).out());
            assertEquals(
                    "it is " + time + " bye",
                    ask(
                                    shell,
                                    Exchange.of(word + "part \"$(cat)\"")
                                            .using(part)
                                            .with(new Payload.Bytes("bye".getBytes(UTF_8))))
                            .out());
            assertEquals(127, ask(shell, "greet me").exitCode());
        }
        stillInOrder(shell);
    }

    @Test
    void aLibraryIsSentOnce() {
        Map<String, Integer> kept = new HashMap<>();
        Exchange exchange = Exchange.of("greet").using("greet() { echo hello; }");
        assertTrue(new String(Frame.of(exchange, "~m", kept).bytes(), UTF_8).contains("echo hello"));
        assertFalse(new String(Frame.of(exchange, "~m", kept).bytes(), UTF_8).contains("echo hello"));
        assertEquals(
                "~m lines none 1\ngreet\n~m\n",
                new String(Frame.of(exchange, "~m", kept).bytes(), UTF_8));
    }

    @Test
    void saysWhichSignalEndedTheScript() throws IOException {
        assertEquals(128 + 9, ask(shell(), "exec sh -c 'kill -KILL $$'").exitCode());
    }

    @Test
    void takesAScriptOfMegabytes() throws IOException {
        FramedShell shell = shell();
        String value = "it's é, \"quoted\" and \\ so on\n" + "0123456789 é\n".repeat(200_000);
        Reply reply = ask(shell, "x=" + ShellWords.quote(value) + "\nprintf %s \"$x\"");
        assertEquals(value, reply.out());
        stillInOrder(shell);
    }

    @Test
    void streamsOutputToASink() throws IOException {
        ByteArrayOutputStream sink = new ByteArrayOutputStream();
        Reply reply = ask(
                shell(), Exchange.of("head -c 3000000 /dev/zero; echo note >&2").to(sink));
        assertEquals(3_000_000, sink.size());
        assertEquals(0, reply.stdout().length);
        assertEquals("note\n", reply.err());
    }

    @Test
    void refusesToKeepTooMuchOutput() throws IOException {
        Answer answer = shell().run(Exchange.of("head -c 70000000 /dev/zero"));
        assertEquals(
                Reason.TOO_MUCH_OUTPUT,
                assertInstanceOf(Abandoned.class, answer).reason());
    }

    @Test
    void tellsWhenTheSinkFails() throws IOException {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("No space left on device");
            }
        };
        Abandoned answer = assertInstanceOf(
                Abandoned.class, shell().run(Exchange.of("echo x").to(full)));
        assertEquals(Reason.SINK_FAILED, answer.reason());
        assertEquals("No space left on device", answer.detail());
    }

    @Test
    void givesUpWhenTheTimeIsUp() throws IOException {
        FramedShell shell = shell();
        Answer answer = shell.run(Exchange.of("echo begun; sleep 600").within(Duration.ofMillis(200)));
        assertEquals(Reason.TIMEOUT, assertInstanceOf(Abandoned.class, answer).reason());
        assertFalse(shell.usable());
        new ProcessBuilder("kill", "-KILL", "--", "-" + shell.group()).start();
    }

    @Test
    void canBeAbandonedFromAnotherThread() throws Exception {
        FramedShell shell = shell();
        CountDownLatch printed = new CountDownLatch(1);
        OutputStream sink = new OutputStream() {
            @Override
            public void write(int b) {
                printed.countDown();
            }
        };
        Thread.ofVirtual().start(() -> {
            try {
                printed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            shell.abandon(Reason.CANCELLED, "");
        });
        Answer answer = shell.run(Exchange.of("echo begun; sleep 600").to(sink));
        assertEquals(Reason.CANCELLED, assertInstanceOf(Abandoned.class, answer).reason());
        new ProcessBuilder("kill", "-KILL", "--", "-" + shell.group()).start();
    }

    @Test
    void tellsWhatIsKnownWhenTheShellDies() throws IOException {
        Died died = assertInstanceOf(
                Died.class, shell().run(Exchange.of("echo before; echo complaint >&2; kill -KILL $$; sleep 3")));
        assertEquals("before\n", new String(died.stdout(), UTF_8));
        assertEquals("complaint\n", new String(died.stderr(), UTF_8));
        assertTrue(died.ending().orderly());
    }

    @Test
    void knowsThatNothingRanWhenTheShellWasDeadBefore() throws Exception {
        FramedShell shell = shell();
        ProcessHandle loop = ProcessHandle.of(
                        Long.parseLong(ask(shell, "echo $$").out().strip()))
                .orElseThrow();
        loop.destroyForcibly();
        loop.onExit().join();
        NotStarted dead = assertInstanceOf(NotStarted.class, shell.run(Exchange.of("true")));
        assertTrue(dead.ending().orderly());
        assertFalse(shell.usable());
    }

    @ParameterizedTest
    @ValueSource(strings = {"mark 100 none\n%s\n", "mark lines none\n%s\n", "mark lines none\n%s\nmar"})
    void runsNoHalfScript(String sent, @TempDir Path dir) throws Exception {
        Path witness = dir.resolve("witness");
        ShellProcess process = LocalShells.process(kind);
        process.stdin().write(sent.formatted("touch " + witness).getBytes(UTF_8));
        process.stdin().close();
        while (process.ending().isEmpty()) {
            Thread.onSpinWait();
        }
        assertFalse(Files.exists(witness));
    }

    @Test
    void dropsWhatABackgroundChildPrintsBetweenScripts() throws IOException {
        FramedShell shell = shell();
        ask(shell, "(sleep 0.05; echo stray; echo stray >&2; : > /tmp/slipway-test-$$) &");
        Reply wait = ask(shell, "until [ -e /tmp/slipway-test-$$ ]; do sleep 0.01; done; rm /tmp/slipway-test-$$");
        assertEquals(0, wait.exitCode());
        stillInOrder(shell);
    }
}
