package io.slipway.automation.transport.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IgnoredSignalsTest {
    private static final List<String> TRAPS =
            List.of("/bin/sh", "-c", "trap 'echo hung up' HUP; trap 'echo stopped' INT; kill -HUP $$; kill -INT $$");

    @Test
    void letAScriptTrapWhatItsStarterWasToldToIgnore() throws Exception {
        assertEquals("", answerUnderNohup(TRAPS));
        assertEquals("hung up\nstopped\n", answerUnderNohup(new IgnoredSignals(0b11).undoneFor(TRAPS)));
    }

    @Test
    void leaveTheCommandAloneWhenNothingThatMattersIsIgnored() {
        assertEquals(TRAPS, new IgnoredSignals(0).undoneFor(TRAPS));
        assertEquals(TRAPS, new IgnoredSignals(0b100).undoneFor(TRAPS), "QUIT");
    }

    @Test
    void areNamedOneByOne() {
        assertEquals(
                List.of("env", "--default-signal=HUP,INT,PIPE,TERM", "true"),
                new IgnoredSignals(1 | 1 << 1 | 1 << 12 | 1 << 14).undoneFor(List.of("true")));
    }

    private static String answerUnderNohup(List<String> command) throws IOException {
        List<String> whole = new ArrayList<>(List.of("/bin/sh", "-c", "trap '' HUP INT; exec \"$@\"", "sh"));
        whole.addAll(command);
        Process process = new ProcessBuilder(whole).start();
        return new String(process.getInputStream().readAllBytes(), UTF_8);
    }
}
