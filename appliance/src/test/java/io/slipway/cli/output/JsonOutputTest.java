package io.slipway.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.slipway.automation.engine.NotDone;
import io.slipway.automation.engine.RunEvent;
import io.slipway.common.json.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JsonOutputTest {

    private static Map<?, ?> document(Optional<NotDone> notDone) {
        StringWriter text = new StringWriter();
        new JsonOutput(new PrintWriter(text), UUID::randomUUID, () -> Instant.EPOCH, false)
                .on(new RunEvent.RunEnded(Map.of(), notDone, Instant.EPOCH));
        return (Map<?, ?>) Json.read("output", text.toString());
    }

    @Test
    void aRunThatWasCutShortSaysWhatItDidNotDo() {
        NotDone.Host host =
                new NotDone.Host("dgx01", Optional.of("Install"), Optional.of("apt goes on"), 3, List.of("restart"));
        Object expected = Json.read("expected", """
                {"hosts": {"dgx01": {"running": "Install", "goes_on": "apt goes on", "tasks_not_begun": 3, "handlers_not_run": ["restart"]}},
                 "plays": ["second"]}
                """);
        assertEquals(
                expected,
                document(Optional.of(new NotDone(List.of(host), List.of("second"))))
                        .get("not_done"));
    }

    @Test
    void anyOtherHasAnsiblesKeysAlone() {
        assertFalse(document(Optional.empty()).containsKey("not_done"));
    }
}
