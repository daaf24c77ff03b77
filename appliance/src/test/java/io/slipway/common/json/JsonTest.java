package io.slipway.common.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
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

    /** What the streaming writer does itself, and what it leaves to data binding: other keys, other collections, other types. */
    @Test
    void everyKindOfValueIsWrittenInOrder() {
        Map<String, @Nullable Object> value = new LinkedHashMap<>();
        value.put("z", null);
        value.put("b", Map.of());
        value.put("a", Arrays.asList(1, null, List.of(), "\u0001\"\\\u00fc\ud83d\ude00/"));
        value.put("n", new TreeMap<>(Map.of(10L, "ten", 9L, Map.of("k", 0.5))));
        value.put("s", new TreeSet<>(List.of("y", "x")));
        value.put("f", 1.5f);
        value.put("d", new BigDecimal("1.10"));
        String text = "\"\\u0001\\\"\\\\\u00fc\ud83d\ude00/\"";
        assertEquals(
                "{\"z\":null,\"b\":{},\"a\":[1,null,[]," + text
                        + "],\"n\":{\"9\":{\"k\":0.5},\"10\":\"ten\"},\"s\":[\"x\",\"y\"],\"f\":1.5,\"d\":1.10}",
                Json.write(value));
        assertEquals(
                "{\"a\": [1, null, [], " + text
                        + "], \"b\": {}, \"d\": 1.10, \"f\": 1.5, \"n\": {\"9\": {\"k\": 0.5}, \"10\": \"ten\"},"
                        + " \"s\": [\"x\", \"y\"], \"z\": null}",
                Json.line(value));
        assertEquals(
                "{\n    \"a\": {},\n    \"b\": [\n        {\n            \"c\": 1\n        },\n        []\n    ]\n}",
                Json.pretty(Map.of("b", List.of(Map.of("c", 1), List.of()), "a", Map.of())));
        assertThrows(JsonException.class, () -> Json.write(Map.of("o", new Object())));
    }

    @Test
    void whatIsWrittenCanBeReadBack() {
        Object value = Map.of("a", List.of(1.57e9, 5L, "\u00fc", true), "b", Map.of());
        assertEquals(value, Json.read("test", Json.write(value)));
        assertThrows(JsonException.class, () -> Json.read("test", "{\"a\": }"));
    }
}
