package io.slipway.automation.module.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.Calls;
import io.slipway.automation.module.FakeController;
import io.slipway.automation.module.ModuleResult;
import io.slipway.automation.module.Node;
import io.slipway.automation.module.Script;
import io.slipway.automation.module.Waiting;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.TransportException;
import io.slipway.common.Problem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RebootModuleTest {

    private Instant now = Instant.EPOCH;
    private final RebootModule reboot = new RebootModule(new Waiting(
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
            (Duration time) -> now = now.plus(time)));

    /** Answers in turn: a word is printed, {@code !} means that it cannot be reached, a number is an exit status. The last stays. */
    private static final class Machine implements Node {
        private final Deque<String> answers;
        private final boolean local;
        private final StringBuilder asked = new StringBuilder();

        Machine(boolean local, String... answers) {
            this.local = local;
            this.answers = new ArrayDeque<>(List.of(answers));
        }

        @Override
        public String name() {
            return "machine";
        }

        @Override
        public Reply run(Script script) {
            asked.append(script.whole()).append('\n');
            String answer = answers.size() > 1 ? answers.removeFirst() : answers.getFirst();
            if (answer.equals("!")) {
                throw new TransportException(TransportException.Kind.LOST, Problem.of("no route"), null);
            }
            boolean status = answer.matches("\\d+");
            return new Reply(
                    status ? Integer.parseInt(answer) : 0,
                    (status ? "" : answer).getBytes(StandardCharsets.UTF_8),
                    new byte[0]);
        }

        @Override
        public Map<String, @Nullable Object> facts() {
            return Map.of();
        }

        @Override
        public boolean local() {
            return local;
        }
    }

    private static Calls calls(Machine machine) {
        return new Calls(machine, new FakeController(Path.of("/")));
    }

    @Test
    void itWaitsForAnotherBootIdAndForTheTest() {
        Machine machine = new Machine(false, "id1", "!", "!", "id1", "!", "id2", "1", "0");
        ModuleResult result = calls(machine).run(reboot, "msg", "it's $(time)", "test_command", "mount /x");
        assertTrue(result.changed());
        assertEquals(true, result.values().get("rebooted"));
        assertEquals(8L, result.values().get("elapsed"));
        assertTrue(machine.asked.toString().contains("msg='it'\\''s $(time)'"));
        assertTrue(machine.asked.toString().endsWith("mount /x\nmount /x\n"));
    }

    @Test
    void itGivesUp() {
        assertTrue(calls(new Machine(false, "id1", "0", "id1"))
                .failure(reboot, "reboot_timeout", 60)
                .startsWith("Timed out waiting for last boot time check (timeout=60): the node answers as before"));
        assertTrue(calls(new Machine(false, "id1", "1")).failure(reboot).startsWith("Reboot command failed."));
        assertEquals(
                "Running reboot with local connection would reboot the control node.",
                calls(new Machine(true, "x")).failure(reboot));
    }

    @Test
    void checkModeTouchesNothing() {
        Machine machine = new Machine(false, "id1");
        assertTrue(calls(machine).check(reboot).changed());
        assertEquals("", machine.asked.toString());
    }
}
