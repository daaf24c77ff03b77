package io.slipway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MetricsTextTest {

    @Test
    void writesFamiliesAndSamples() {
        MetricsText text = new MetricsText()
                .family("a_total", "counter", "What a\\b\ncounts.")
                .sample("a_total", 3)
                .sample("a_total", -1, "source", "x\"y\\z\n", "code", "200")
                .sample("a_total", 12_345_678_901L, "source", "");
        assertEquals("""
                # HELP a_total What a\\\\b\\ncounts.
                # TYPE a_total counter
                a_total 3
                a_total{source="x\\"y\\\\z\\n",code="200"} -1
                a_total{source=""} 12345678901
                """, text.toString());
    }
}
