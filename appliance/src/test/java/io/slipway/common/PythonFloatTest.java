package io.slipway.common;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonFloatTest {

    /** A Java literal, and what Python 3.11's {@code repr} and {@code json.dumps} write. */
    @ParameterizedTest
    @CsvSource({
        "1.57E9, 1570000000.0, 1570000000.0",
        "1E15, 1000000000000000.0, 1000000000000000.0",
        "1E16, 1e+16, 1e+16",
        "1.5E300, 1.5e+300, 1.5e+300",
        "1.0E-4, 0.0001, 0.0001",
        "1.0E-5, 1e-05, 1e-05",
        "-2.5, -2.5, -2.5",
        "-0.0, -0.0, -0.0",
        "0.1, 0.1, 0.1",
        "4.9E-324, 5e-324, 5e-324",
        "1735689600.1234567, 1735689600.1234567, 1735689600.1234567",
        "NaN, nan, NaN",
        "Infinity, inf, Infinity",
        "-Infinity, -inf, -Infinity"
    })
    void isWrittenAsPythonWritesIt(double number, String text, String json) {
        assertEquals(text, PythonFloat.text(number));
        assertEquals(json, PythonFloat.json(number));
    }
}
