package io.slipway.common.yaml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {

    private static Object value(String text) {
        return YamlReader.read("t.yml", text).toValue();
    }

    private static String error(String text) {
        return assertThrows(YamlException.class, () -> YamlReader.read("t.yml", text))
                .getMessage();
    }

    @Test
    void plainScalarsMeanWhatPyYamlSaysTheyMean() {
        assertEquals(
                Arrays.asList(true, false, null, 420L, 255L, 1.5, "1e3", "0o17", 754L, "a", "12", 1000L),
                value("[yes, Off, ~, 0644, 0xff, 1.5, 1e3, 0o17, '12:34', a, '12', 1_000]"
                        .replace("'12:34'", "12:34")));
    }

    @Test
    void everyNodeKnowsWhereItStands() {
        YamlNode.Mapping map = (YamlNode.Mapping) YamlReader.read("t.yml", "a: 1\nb:\n  - x\n  - c: d\n");
        YamlNode.Sequence list = (YamlNode.Sequence) map.get("b").orElseThrow();
        assertEquals("t.yml:3:5", list.items().get(0).at().toString());
        assertEquals(
                "t.yml:4:8",
                ((YamlNode.Mapping) list.items().get(1))
                        .get("c")
                        .orElseThrow()
                        .at()
                        .toString());
    }

    @Test
    void mergeKeysFillInWhatIsMissing() {
        assertEquals(
                Map.of("base", Map.of("x", 1L, "y", 2L), "d", Map.of("y", 3L, "x", 1L)),
                value("base: &b {x: 1, y: 2}\nd:\n  <<: *b\n  y: 3\n"));
    }

    @Test
    void anEmptyDocumentIsNull() {
        assertEquals(null, value("# nothing\n"));
        assertEquals(List.of(), value("[]"));
    }

    @Test
    void tagsOfAnsibleSurvive() {
        YamlNode.Mapping map = (YamlNode.Mapping) YamlReader.read("t.yml", "a: !unsafe '{{ x }}'\nb: !!str 12\n");
        assertTrue(((YamlNode.Scalar) map.get("a").orElseThrow()).unsafe());
        assertEquals("12", map.get("b").orElseThrow().toValue());
    }

    @Test
    void allDuplicateKeysAreReportedAtOnce() {
        assertEquals("""
                t.yml:2:1: duplicate key 'a': it was already given at line 1 (keep one of the two)
                t.yml:5:3: duplicate key 'c': it was already given at line 4 (keep one of the two)""", error("a: 1\na: 2\nb:\n  c: 1\n  c: 2\n"));
    }

    @Test
    void tabsAreNamed() {
        assertTrue(error("a:\n\tb: 1\n").contains("t.yml:2:1"), error("a:\n\tb: 1\n"));
        assertTrue(error("a:\n\tb: 1\n").contains("indent with spaces"), error("a:\n\tb: 1\n"));
    }

    @Test
    void anUnquotedTemplateIsExplained() {
        String message = error("a: {{ x }}\n");
        assertTrue(message.contains("must be quoted") || message.contains("quote it"), message);
    }

    @Test
    void aliasBombsAreRefused() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append(
                    "a%d: &a%d [%s]\n".formatted(i, i, "*a%d,".formatted(i - 1).repeat(10)));
        }
        assertTrue(error(bomb.toString()).contains("too large"), error(bomb.toString()));
    }

    @Test
    void deepNestingIsRefused() {
        assertTrue(error("a:\n  " + "[".repeat(5000) + "]".repeat(5000))
                .startsWith("t.yml:2:102: cannot read this YAML: Nesting Depth exceeded"));
    }

    @Test
    void charactersThatYamlDoesNotKnowAreNamedWithTheirPlace() {
        assertEquals(
                "t.yml:2:5: this is not valid YAML: the character U+0000 is not allowed in YAML",
                error("a: 1\nb: \"\0\"\n"));
        assertTrue(error("x: 1\n".repeat(2000) + "y: \u001b[0m\n").startsWith("t.yml:2001:4: "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\U", "\\u", "\\x", "\\U\"", "\\u12\"", "\\UFFFFFFFF\"", "\\U00110000\"", "\\xzz\"", "\\"})
    void escapesThatAreNoCharacterAreRefusedWithTheirPlace(String escape) {
        String message = error("a: 1\nb: \"x" + escape);
        assertTrue(message.startsWith("t.yml:2:"), message);
    }

    @Test
    void aliasThatContainsItselfIsRefused() {
        assertTrue(error("a: &a [*a]\n").contains("alias"));
    }
}
