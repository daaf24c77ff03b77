package io.slipway.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.engine.RunEvent;
import io.slipway.automation.engine.TaskResult.Status;
import io.slipway.automation.playbook.Step;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BusyHostsTest {

    private static final String ERASED = "\r\u001b[K";

    private final StringWriter screen = new StringWriter();
    private final PrintWriter out = new PrintWriter(screen);
    private final BottomLine bottom = new BottomLine(out);
    private final Step.Task install = Events.task("apt", Map.of());
    private final Step.Task copy = Events.task("copy", Map.of());
    private Instant now = Events.START;
    private final BusyHosts busy = new BusyHosts(
            List.of(event -> out.print("<" + event.getClass().getSimpleName() + ">")),
            bottom,
            new Paper(out, false, 60),
            () -> now);

    /** A line on which the terminal, however narrow, cuts off what does not fit. */
    private static String drawn(String text) {
        return ERASED + "\u001b[?7l" + text + "\u001b[?7h";
    }

    /** What was written since the last look. */
    private String written() {
        out.flush();
        String text = screen.toString();
        screen.getBuffer().setLength(0);
        return text;
    }

    private void begin(Step.Task task, String name, List<String> hosts) {
        busy.on(Events.started(task, name, 0));
        hosts.forEach(host -> busy.on(new RunEvent.HostBegan(task, host)));
        written();
    }

    private String after(int seconds) {
        now = now.plusSeconds(seconds);
        assertTrue(busy.redraw());
        return written();
    }

    @Test
    void namesWhoIsWaitedForAndGoesBeforeAnythingIsPrinted() {
        begin(install, "driver", List.of("n1", "n2"));
        assertEquals("", after(1), "nobody wants to read of a second");
        assertEquals(drawn("2 of 0 busy with driver: n1 5 s, n2 5 s"), after(4));
        busy.on(Events.done(install, "n1", Status.OK, Map.of()));
        assertEquals(ERASED + "<TaskDone>", written());
        assertEquals(drawn("1 of 0 busy with driver: n2 1 min 6 s"), after(61));
    }

    @Test
    void saysWhatEachDoesWhenThatDiffers() {
        begin(install, "driver", List.of("n1"));
        now = now.plusSeconds(3);
        begin(copy, "settings", List.of("n2"));
        assertEquals(drawn("2 of 0 busy: n1 driver 5 s, n2 settings 2 s"), after(2));
    }

    @Test
    void fitsOnOneLineHoweverManyThereAre() {
        begin(
                install,
                "a name which is much longer than a line leaves room for\u0007",
                IntStream.range(0, 1000).mapToObj(i -> "node" + i).toList());
        String line = after(9);
        assertEquals(drawn("1000 of 0 busy with a name which is muc…: node0 9 s, 999 mor"), line);
        assertFalse(line.contains("\u0007"));
    }

    @Test
    void aQuestionHasTheScreenToItself() {
        begin(install, "driver", List.of("n1"));
        after(3);
        String answer = bottom.whileAsking(() -> {
            assertEquals(ERASED, written());
            assertEquals("", after(2));
            return "yes";
        });
        assertEquals("yes", answer);
        assertEquals(drawn("1 of 0 busy with driver: n1 7 s"), after(2));
    }

    @Test
    void theEndOfTheRunIsItsEnd() {
        begin(install, "driver", List.of("n1"));
        after(3);
        busy.on(Events.ended(9));
        assertEquals(ERASED + "<RunEnded>", written());
        assertFalse(busy.redraw());
    }
}
