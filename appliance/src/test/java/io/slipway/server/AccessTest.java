package io.slipway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AccessTest {

    private static String line(String path, boolean broken) {
        return new Access(Instant.EPOCH, "10.0.0.1", "GET", path, 200, 17, Duration.ofMillis(3), broken).toString();
    }

    @Test
    void isOneLine() {
        assertEquals("1970-01-01T00:00:00Z 10.0.0.1 GET /a/b.deb 200 17 3ms", line("/a/b.deb", false));
        assertEquals("1970-01-01T00:00:00Z 10.0.0.1 GET /a/b.deb 200 17 3ms broken", line("/a/b.deb", true));
    }

    @Test
    void nobodyWritesALineOfHisOwn() {
        assertEquals(
                "1970-01-01T00:00:00Z 10.0.0.1 GET /a%0A1970%20%1B[31m%22%25%5C%C3%A4%E2%80%AE 200 17 3ms",
                line("/a\n1970 \u001b[31m\"%\\\u00e4\u202e", false));
    }
}
