package io.slipway.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.mirror.sync.Outcome;
import io.slipway.mirror.sync.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyncTextTest {

    @Test
    void aPublishedMirrorIsOneLine() {
        Plan empty = new Plan("demo", "stable", List.of(), List.of());
        assertEquals(
                "demo: published 0 packages, 0 B, of which 0 B new (20261122T0800)",
                SyncText.of(new Outcome.Published(empty, "20261122T0800")));
    }

    @Test
    void oneIsNotMany() {
        assertEquals("0 packages", Count.of(0, "package"));
        assertEquals("1 package", Count.of(1, "package"));
        assertEquals("2 packages", Count.of(2, "package"));
    }
}
