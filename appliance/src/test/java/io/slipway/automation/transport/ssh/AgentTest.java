package io.slipway.automation.transport.ssh;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is asked of an agent, byte by byte, and what becomes of answers that no agent should give. */
@Timeout(30)
class AgentTest {

    private static final HexFormat HEX = HexFormat.of();

    @TempDir
    Path dir;

    private ServerSocketChannel server;
    private volatile String heard = "";

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** Hears one question, says that, and hangs up; an empty answer is silence. */
    private Agent thatAnswers(String hex) throws IOException {
        Path socket = dir.resolve("agent");
        server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        server.bind(UnixDomainSocketAddress.of(socket));
        Thread.ofVirtual().start(() -> answer(hex));
        return new Agent(socket, Duration.ofSeconds(hex.isEmpty() ? 1 : 20));
    }

    private void answer(String hex) {
        try (SocketChannel client = server.accept()) {
            ByteBuffer question = ByteBuffer.allocate(1000);
            client.read(question);
            heard = HEX.formatHex(question.array(), 0, question.position());
            if (hex.isEmpty()) {
                client.read(question);
            }
            client.write(ByteBuffer.wrap(HEX.parseHex(hex)));
        } catch (IOException e) {
            heard = e.toString();
        }
    }

    @Test
    void listsKeys() throws IOException {
        Agent agent = thatAnswers("0000001d0c00000001" + "0000000b" + "0000000773736800000000".substring(0, 22)
                + "00000005" + "6d650a6d65");
        List<Agent.Held> keys = agent.keys();
        assertEquals("000000010b", heard);
        assertEquals(1, keys.size());
        assertEquals("agent key 'me?me'", keys.getFirst().origin());
        assertEquals(11, keys.getFirst().blob().length);
    }

    @ParameterizedTest
    @CsvSource({"rsa-sha2-512, 4", "rsa-sha2-256, 2"})
    void asksRsaKeysForTheRightHash(String algorithm, int flags) throws IOException {
        String name = "0000000c" + HEX.formatHex(algorithm.getBytes(StandardCharsets.US_ASCII));
        Agent agent = thatAnswers("000000150e00000010" + name);
        byte[] signature = new Agent.Held(agent, new byte[] {1}, "k").sign(new byte[] {2, 3}, algorithm);
        assertArrayEquals(HEX.parseHex(name), signature);
        assertEquals("00000010" + "0d" + "0000000101" + "000000020203" + "0000000" + flags, heard);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ffffffff              | 4294967295 bytes
                    7fffffff              | 2147483647 bytes
                    00000000              | 0 bytes
                    0000                  | hung up
                    000000050c            | hung up
                    0000000105            | the agent refuses
                    0000000163            | type 99
                    000000050cffffffff    | 4294967295 keys
                    000000050c00000001    | Underflow
                    000000090c000000017fffffff | Bad
                    """)
    void refusesNonsense(String answer, String said) throws IOException {
        Agent agent = thatAnswers(answer);
        IOException failure = assertThrows(IOException.class, agent::keys);
        assertTrue(String.valueOf(failure.getMessage()).contains(said), failure.toString());
    }

    @Test
    void refusesAnotherSignatureThanWasWanted() throws IOException {
        Agent agent = thatAnswers("000000100e0000000b" + "00000007" + "7373682d727361");
        Agent.Held key = new Agent.Held(agent, new byte[] {1}, "k");
        IOException failure = assertThrows(IOException.class, () -> key.sign(new byte[0], "rsa-sha2-512"));
        assertEquals("the agent signed with 'ssh-rsa' instead of rsa-sha2-512", failure.getMessage());
    }

    @Test
    void doesNotWaitForEver() throws IOException {
        Agent agent = thatAnswers("");
        IOException failure = assertThrows(IOException.class, agent::keys);
        assertEquals("the agent gave no answer within 1 s", failure.getMessage());
    }
}
