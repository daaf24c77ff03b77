package io.slipway.automation.module.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DebianVersionTest {

    @ParameterizedTest
    @CsvSource({
        "1.0, 1.0, 0", "1.0, 1.00, 0", "1.2, 1.10, -1", "1.0~rc1, 1.0, -1", "1.0, 1.0-1, -1", "1.0-1, 1.0-1+b1, -1",
        "1:0.1, 9.9, 1", "0:1, 1, 0", "1.0a, 1.0, 1", "1.0a, 1.0+b, -1", "1.0~~, 1.0~, -1", "2-1-3, 2-1-10, -1",
        "5.10.0-8-amd64, 5.10.0-21-amd64, -1", "12345678901234567890123, 12345678901234567890124, -1"
    })
    void ordersAsDpkgDoes(String a, String b, int expected) {
        assertEquals(expected, Integer.signum(DebianVersion.compare(a, b)));
        assertEquals(-expected, Integer.signum(DebianVersion.compare(b, a)));
    }
}
