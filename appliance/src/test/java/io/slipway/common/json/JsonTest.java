package io.slipway.common.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void numbersAreWrittenAsPythonWritesThem() {
        List<Number> numbers = List.of(1.57e9, 1e16, 1e-4, 1e-5, 1.0, 1L, new BigInteger("123456789012345678901"));
        String items = "1570000000.0, 1e+16, 0.0001, 1e-05, 1.0, 1, 123456789012345678901";
        assertEquals("[" + items.replace(" ", "") + "]", Json.write(numbers));
        assertEquals("{\"n\": [" + items + "]}", Json.line(Map.of("n", numbers)));
        assertEquals("[\n    " + items.replace(" ", "\n    ") + "\n]", Json.pretty(numbers));
    }

    @Test
    void whatIsWrittenCanBeReadBack() {
        Object value = Map.of("a", List.of(1.57e9, 5L, "\u00fc", true), "b", Map.of());
        assertEquals(value, Json.read("test", Json.write(value)));
        assertThrows(JsonException.class, () -> Json.read("test", "{\"a\": }"));
    }
}
