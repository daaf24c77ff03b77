package io.slipway.automation.playbook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.slipway.common.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each line of the table: a text, what ansible-core 2.14 makes of it for most modules, and for commands. */
class OneLineTest {

    static Stream<String[]> table() throws Exception {
        Path file = Path.of(OneLineTest.class.getResource("one-line.tsv").toURI());
        return Files.readAllLines(file).stream().map(line -> line.split("\t"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void splitsAsAnsibleDoes(String text, String options, String ofCommand) {
        String plain = String.valueOf(Json.read("table", text));
        assertEquals(expected(options), parsed(plain, false));
        assertEquals(expected(ofCommand), parsed(plain, true));
    }

    private static Object expected(String json) {
        return json.equals("error") ? json : Json.read("table", json);
    }

    private static Object parsed(String text, boolean command) {
        try {
            OneLine line = OneLine.parse(text, command);
            Map<String, String> all = new TreeMap<>(line.options());
            if (!line.rest().isEmpty()) {
                all.put("_raw_params", line.rest());
            }
            return all;
        } catch (OneLine.UnbalancedException e) {
            return "error";
        }
    }
}
