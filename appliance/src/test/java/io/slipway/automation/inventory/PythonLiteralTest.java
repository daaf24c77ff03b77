package io.slipway.automation.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.common.Position;
import io.slipway.common.json.Json;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
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
}
