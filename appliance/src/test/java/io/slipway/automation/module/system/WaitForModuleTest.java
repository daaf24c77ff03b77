package io.slipway.automation.module.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.LocalNode;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.Waiting;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.TransportException;
import io.slipway.common.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitForModuleTest {

    @TempDir
    Path temp;

    private final LocalNode node = new LocalNode();
    private final List<Runnable> whileAsleep = new ArrayList<>();
    private Instant now = Instant.EPOCH;

    /** Sleeping moves the clock, and lets the next thing happen. */
    private final Waiting waiting = new Waiting(
            new Clock() {
                @Override
                public ZoneId getZone() {
                    return ZoneOffset.UTC;
                }

                @Override
                public Clock withZone(ZoneId zone) {
                    return this;
                }

                @Override
                public Instant instant() {
                    return now;
                }
            },
            this::sleep);

    private final WaitForModule module = new WaitForModule(waiting);

    private void sleep(Duration time) {
        now = now.plus(time);
        if (!whileAsleep.isEmpty()) {
            whileAsleep.removeFirst().run();
        }
    }

    private Calls calls() {
        return new Calls(node, new FakeController(temp));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aFileIsWaitedForUntilItHoldsWhatIsSought() {
        Path file = temp.resolve("a 'b'\n-c");
        whileAsleep.add(() -> write(file, "starting\n"));
        whileAsleep.add(() -> write(file, "starting\nready on 8080\n"));
        ModuleResult result =
                calls().run(module, "path", file.toString(), "search_regex", "^ready on (?P<port>\\d+)$", "sleep", 7L);
        assertEquals(Map.of("port", "8080"), result.values().get("match_groupdict"));
        assertEquals(List.of("8080"), result.values().get("match_groups"));
        assertEquals(14L, result.values().get("elapsed"));
        assertEquals(3, node.exchanges());
        assertEquals("started", result.values().get("state"));
    }

    @Test
    void timeRunsOutWithAMessage() {
        String file = temp.resolve("x").toString();
        assertEquals("Timeout when waiting for file " + file, calls().failure(module, "path", file, "timeout", 3L));
        assertEquals(3, node.exchanges());
        assertEquals("too late", calls().failure(module, "path", file, "timeout", 1L, "msg", "too late"));
        assertEquals(
                "Timeout when waiting for search string no such thing in /etc/passwd",
                calls().failure(module, "path", "/etc/passwd", "search_regex", "no such thing", "timeout", 1L));
        assertEquals(
                "Timeout when waiting for /etc/passwd to be absent.",
                calls().failure(module, "path", "/etc/passwd", "state", "absent", "timeout", 1L));
    }

    @Test
    void absenceIsWaitedFor() throws Exception {
        Path file = Files.writeString(temp.resolve("lock"), "");
        whileAsleep.add(() -> assertTrue(file.toFile().delete()));
        assertEquals(
                1L,
                calls().run(module, "path", file.toString(), "state", "absent")
                        .values()
                        .get("elapsed"));
    }

    @Test
    void portsAreTriedFromTheNode() throws Exception {
        long port;
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
            assertFalse(calls().run(module, "port", port).changed());
            assertEquals(1, node.exchanges());
            assertEquals(
                    "Timeout when waiting for 127.0.0.1:" + port + " to stop.",
                    calls().failure(module, "port", port, "state", "stopped", "timeout", 1L));
        }
        assertEquals(
                0L,
                calls().run(module, "port", port, "state", "stopped").values().get("elapsed"));
        assertEquals(
                "Timeout when waiting for 127.0.0.1:" + port, calls().failure(module, "port", port, "timeout", 1L));
    }

    @Test
    void whatAPortSendsCanBeSearched() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket socket = server.accept()) {
                    socket.getOutputStream().write("SSH-2.0-Test_9.1\r\n".getBytes(StandardCharsets.UTF_8));
                    socket.getOutputStream().flush();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            ModuleResult result =
                    calls().run(module, "port", (long) server.getLocalPort(), "search_regex", "Test_([0-9.]+)");
            assertEquals(List.of("9.1"), result.values().get("match_groups"));
        }
    }

    @Test
    void drainedMeansNoActiveConnection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            long port = server.getLocalPort();
            try (Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                    Socket served = server.accept()) {
                assertTrue(client.isConnected() && served.isConnected());
                assertEquals(
                        "Timeout when waiting for 127.0.0.1:" + port + " to drain",
                        calls().failure(module, "port", port, "state", "drained", "timeout", 1L));
                assertEquals(
                        0L,
                        calls().run(module, "port", port, "state", "drained", "exclude_hosts", "127.0.0.1")
                                .values()
                                .get("elapsed"));
                assertEquals(
                        0L,
                        calls().run(
                                        module,
                                        "port",
                                        port,
                                        "state",
                                        "drained",
                                        "active_connection_states",
                                        "TIME_WAIT,CLOSING")
                                .values()
                                .get("elapsed"));
            }
        }
        assertEquals("0100007F", Connections.hex("127.0.0.1"));
    }

    @Test
    void withNothingToWaitForItJustWaits() {
        assertEquals(
                12L, calls().run(module, "timeout", 10L, "delay", 2L).values().get("elapsed"));
        assertEquals(0, node.exchanges());
    }

    @Test
    void checkModeDoesNotWaitForWhatNobodyStarted() {
        assertTrue(calls().check(module, "path", "/does/not/exist").skipped());
        assertEquals(0, node.exchanges());
    }

    @Test
    void contradictionsAreRefused() {
        assertEquals(
                "port and path parameter can not both be passed to wait_for",
                calls().failure(module, "port", 1L, "path", "/x"));
        assertTrue(calls().failure(module, "path", "/x", "state", "stopped")
                .startsWith("state=stopped should only be used"));
        assertTrue(calls().failure(module, "port", 1L, "exclude_hosts", "a").startsWith("exclude_hosts should only"));
        assertEquals(
                "unknown active_connection_state (WHAT) defined",
                calls().failure(module, "port", 1L, "state", "drained", "active_connection_states", "WHAT"));
        assertTrue(calls().failure(module, "path", "/x", "search_regex", "(").startsWith("not a regular expression"));
    }

    @Test
    void aNodeIsWaitedForUntilItAnswers() {
        WaitForConnectionModule module = new WaitForConnectionModule(waiting);
        Rebooting rebooting = new Rebooting();
        Calls calls = new Calls(rebooting, new FakeController(temp));
        rebooting.failures = 3;
        assertEquals(9L, calls.run(module, "delay", 3L, "sleep", 2L).values().get("elapsed"));
        assertEquals(4, rebooting.connections);
        rebooting.failures = 1000;
        assertEquals("timed out waiting for ping module test: no route to host", calls.failure(module, "timeout", 5L));
        assertTrue(calls.check(module).skipped());
    }

    /** A node that can't be reached for a while. */
    private static final class Rebooting implements Node {
        private int failures;
        private int connections;

        @Override
        public String name() {
            return "rebooting";
        }

        @Override
        public Reply run(Script script) {
            if (failures-- > 0) {
                throw new TransportException(TransportException.Kind.UNREACHABLE, Problem.of("no route to host"), null);
            }
            return new Reply(0, new byte[0], new byte[0]);
        }

        @Override
        public void reconnect() {
            connections++;
        }

        @Override
        public Map<String, @Nullable Object> facts() {
            return Map.of();
        }

        @Override
        public boolean local() {
            return false;
        }
    }
}
