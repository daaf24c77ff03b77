package io.slipway.automation.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.common.Position;
import io.slipway.common.json.Json;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each line of the table: a value as it stands in an inventory, and what Python makes of it. */
class PythonLiteralTest {

    private static final Position HERE = new Position("hosts", 1, 1);

    static Stream<String[]> table() throws Exception {
        Path file = Path.of(
                PythonLiteralTest.class.getResource("python-literals.tsv").toURI());
        return Files.readAllLines(file).stream().map(line -> line.split("\t"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void guessesAsPythonDoes(String text, String value) {
        assertEquals(Json.read("table", value), PythonLiteral.parse(text, HERE).toValue());
    }

    @Test
    void largeNumbersStayExact() {
        assertEquals(
                new BigInteger("-99999999999999999999"),
                PythonLiteral.parse("-99999999999999999999", HERE).toValue());
    }

    @Test
    void deepNestingIsJustText() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertEquals(deep, PythonLiteral.parse(deep, HERE).toValue());
    }

    @Test
    void linesEndInsideBrackets() {
        assertEquals(
                List.of("a", List.of(1L, 2L)),
                PythonLiteral.parse("[\n'a', # why\n\n (1,\n2),\n]\n\n", HERE).toValue());
        assertEquals("1,\n2", PythonLiteral.parse("1,\n2", HERE).toValue());
        assertEquals("['a\nb']", PythonLiteral.parse("['a\nb']", HERE).toValue());
        assertEquals(List.of("ab"), PythonLiteral.parse("['a\\\nb']", HERE).toValue());
        assertEquals(List.of("a\nb"), PythonLiteral.parse("['''a\nb''']", HERE).toValue());
    }

    @Test
    void wordsOfJsonAreNamesUnlessAskedFor() {
        String text = "{\"a\": [true, True, false], \"b\": null}";
        assertEquals(text, PythonLiteral.parse(text, HERE).toValue());
        assertEquals(
                Json.read("test", "{\"a\": [true, true, false], \"b\": null}"),
                PythonLiteral.parseWithJson(text, HERE).toValue());
    }
}
