package io.slipway.automation.transport.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.slipway.automation.transport.Exchange;
import io.slipway.automation.transport.Reply;
import io.slipway.automation.transport.shell.Answer.Answered;
import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.Parameter;

/** Holds one kind of {@code sh} of this machine for a test, and closes the shell that the test opened. */
abstract class OfEveryShell {

    static Stream<List<String>> shells() {
        return LocalShells.installed();
    }

    @Parameter
    List<String> kind;

    FramedShell open;

    final FramedShell shell() throws IOException {
        open = LocalShells.start(kind);
        return open;
    }

    @AfterEach
    void end() {
        if (open != null) {
            open.close();
        }
    }

    static Reply ask(FramedShell shell, Exchange exchange) {
        return assertInstanceOf(Answered.class, shell.run(exchange)).reply();
    }

    static Reply ask(FramedShell shell, String script) {
        return ask(shell, Exchange.of(script));
    }

    static void stillInOrder(FramedShell shell) {
        Reply reply = ask(shell, "printf fine; printf too >&2; exit 5");
        assertEquals("fine", reply.out());
        assertEquals("too", reply.err());
        assertEquals(5, reply.exitCode());
    }
}
