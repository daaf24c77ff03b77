package io.slipway.netboot.ntp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Debian's {@code ntpdig}, which asks at port 123 alone: the server has an address of this machine's own network for itself. */
@Tag("scenario")
class RealNtpClientScenarioTest {

    private static final String ADDRESS = "127.0.0.123";

    @Test
    void itReadsTheTimeAndTheStratum() throws IOException, InterruptedException {
        List<String> failures = Collections.synchronizedList(new ArrayList<>());
        ClockState state = new ClockState(ClockState.Leap.NONE, Duration.ofMillis(3));
        InstantSource late = InstantSource.offset(InstantSource.system(), Duration.ofSeconds(100));
        NtpServer.Setting setting = new NtpServer.Setting(late, () -> state, false, failures::add);
        String output;
        try (NtpServer server = NtpServer.start(new InetSocketAddress(ADDRESS, 123), setting)) {
            Process client = new ProcessBuilder(
                            "ntpdig", "-j", "-t", "10", server.address().getHostString())
                    .redirectErrorStream(true)
                    .start();
            output = new String(client.getInputStream().readAllBytes(), UTF_8);
            assertEquals(0, client.waitFor(), output);
        }
        assertTrue(output.contains("\"stratum\":8"), output);
        assertTrue(output.matches("(?s).*\"offset\":(99\\.9|100\\.0)\\d*.*"), output);
        assertEquals(List.of(), failures);
    }
}
