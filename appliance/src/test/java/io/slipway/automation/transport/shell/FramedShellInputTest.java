package io.slipway.automation.transport.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Payload;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.shell.Answer.Abandoned;
import io.slipway.automation.transport.shell.Answer.Reason;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against every {@code sh} of this machine: a script gets the bytes meant for it, all of them or none, and nothing else. */
@Timeout(60)
@ParameterizedClass
@MethodSource("shells")
class FramedShellInputTest extends OfEveryShell {

    @Test
    void feedsTheInputAndThenItsEnd() throws IOException {
        FramedShell shell = shell();
        byte[] everyByte = new byte[100_003];
        new Random(1).nextBytes(everyByte);
        Reply reply = ask(shell, Exchange.of("cat; printf end").with(new Payload.Bytes(everyByte)));
        assertArrayEquals(everyByte, Arrays.copyOf(reply.stdout(), everyByte.length));
        assertEquals(everyByte.length + 3, reply.stdout().length);
        stillInOrder(shell);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a\n",
                "\n",
                "\n\n",
                " a  b \n\tc\\d\\\ne",
                "-n",
                "%s %d\\n",
                "'\"$x`y`*?[]{}~",
                "~mark",
                "é\u4e2d\ud83d\ude00\n"
            })
    void feedsTextExactly(String text) throws IOException {
        FramedShell shell = shell();
        assertEquals(
                text,
                ask(shell, Exchange.of("cat").with(new Payload.Bytes(text.getBytes(UTF_8))))
                        .out());
        assertEquals(
                text,
                ask(shell, Exchange.of("# " + "x".repeat(5000) + "\ncat").with(new Payload.Bytes(text.getBytes(UTF_8))))
                        .out());
        stillInOrder(shell);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 128, 255})
    void feedsAnyByteExactly(int value) throws IOException {
        byte[] bytes = {(byte) value, 'x', (byte) value};
        assertArrayEquals(
                bytes,
                ask(shell(), Exchange.of("cat").with(new Payload.Bytes(bytes))).stdout());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 65_535, 65_536, 65_537, 131_072, 8 << 20, (8 << 20) + 1, 20_000_001})
    void feedsInputOfAnySize(int size) throws IOException {
        FramedShell shell = shell();
        assertEquals(
                size + "\n",
                ask(shell, Exchange.of("cat | wc -c | tr -d ' '").with(new Payload.Bytes(new byte[size])))
                        .out());
        stillInOrder(shell);
    }

    @Test
    void doesNotSendTheRestOnceTheScriptHasEnded(@TempDir Path dir) throws IOException {
        Path sparse = dir.resolve("sparse");
        long huge = 1L << 40;
        try (var file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.setLength(huge);
        }
        FramedShell shell = shell();
        Reply reply = ask(
                shell,
                Exchange.of("head -c 3 | wc -c | tr -d ' '; exit 4").with(new Payload.FileContent(sparse, huge)));
        assertEquals("3\n", reply.out());
        assertEquals(4, reply.exitCode());
        stillInOrder(shell);
    }

    @Test
    void streamsAFile(@TempDir Path dir) throws IOException {
        Path file = Files.write(dir.resolve("f"), new byte[3_000_000]);
        FramedShell shell = shell();
        assertEquals(
                "3000000\n",
                ask(shell, Exchange.of("wc -c | tr -d ' '").with(new Payload.FileContent(file, 3_000_000)))
                        .out());
        stillInOrder(shell);
    }

    @Test
    void neverLetsHalfAnInputLookWhole(@TempDir Path dir) throws IOException {
        Path file = Files.write(dir.resolve("short"), new byte[1000]);
        Path result = dir.resolve("result");
        FramedShell shell = shell();
        Answer answer = shell.run(Exchange.of("cat > " + dir + "/part && mv " + dir + "/part " + result)
                .with(new Payload.FileContent(file, 2_000_000)));
        assertEquals(
                Reason.PAYLOAD_FAILED, assertInstanceOf(Abandoned.class, answer).reason());
        shell.quit();
        assertFalse(Files.exists(result));
    }

    /** As when Slipway is killed, or the connection breaks. The shell also says of the program that the line was hung up, to nobody. */
    @Test
    void letsAScriptCleanUpWhenItsInputBreaksOff(@TempDir Path dir) throws Exception {
        ShellProcess process = LocalShells.process(kind);
        String script = "trap 'rm " + dir + "/part' EXIT; trap 'exit 143' HUP PIPE; cat >" + dir + "/part && mv " + dir
                + "/part " + dir + "/whole";
        process.stdin()
                .write(("mark lines blocks\n" + script + "\nmark\n1000 10\n" + "x".repeat(5000)).getBytes(UTF_8));
        process.stdin().flush();
        Path part = dir.resolve("part");
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            while (!Files.exists(part) || Files.size(part) == 0) {
                Thread.onSpinWait();
            }
            process.stdin().close();
            while (Files.exists(part)) {
                Thread.onSpinWait();
            }
        });
        assertFalse(Files.exists(dir.resolve("whole")));
    }

    @Test
    void readsAndWritesAtTheSameTime() throws IOException {
        FramedShell shell = shell();
        byte[] much = new byte[5_000_000];
        Reply reply = ask(shell, Exchange.of("tee /dev/stderr").with(new Payload.Bytes(much)));
        assertArrayEquals(much, reply.stdout());
        assertArrayEquals(much, reply.stderr());
    }
}
