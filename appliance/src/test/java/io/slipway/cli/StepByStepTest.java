package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.cli.output.Paper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepByStepTest {

    private final List<String> asked = new ArrayList<>();
    private final StringWriter text = new StringWriter();

    private StepByStep answering(String... answers) {
        Deque<String> left = new ArrayDeque<>(List.of(answers));
        return new StepByStep(
                question -> {
                    asked.add(question);
                    return left.pop();
                },
                Paper.plain(new PrintWriter(text)));
    }

    @Test
    void asksBeforeEachTaskUntilToldToGoOn() {
        StepByStep steps = answering("", "n", "Y", "yes", "what?", "c");
        assertFalse(steps.admits("base : one"));
        assertFalse(steps.admits("two"));
        assertTrue(steps.admits("three"));
        assertTrue(steps.admits("four"));
        assertFalse(steps.admits("five"));
        assertTrue(steps.admits("six"));
        assertTrue(steps.admits("seven"));
        assertEquals(6, asked.size());
        assertEquals("Perform task: TASK: base : one (N)o/(y)es/(c)ontinue: ", asked.getFirst());
        assertTrue(text.toString().startsWith("\nPerform task: TASK: base : one (N)o/(y)es/(c)ontinue: ****"));
    }
}
