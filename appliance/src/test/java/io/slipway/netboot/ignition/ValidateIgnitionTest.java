package io.slipway.netboot.ignition;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidateIgnitionTest {

    static List<Rule> rules() {
        return Rules.all();
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theRule(Rule rule) {
        Report report = ValidateIgnition.config(rule.node());
        List<Problem> told = rule.kind() == Rule.Kind.ERROR ? report.errors() : report.warnings();
        assertEquals(rule.kind() != Rule.Kind.ERROR, report.accepted(), report::toString);
        assertEquals(
                rule.told(),
                told.stream()
                        .map(Problem::what)
                        .filter(what -> what.startsWith(rule.told()))
                        .map(what -> rule.told())
                        .findFirst()
                        .orElse(told.toString().equals("[]") ? "" : told.toString()));
        assertTrue(told.stream().allMatch(problem -> problem.where() != null), told::toString);
    }

    @Test
    void allMistakesAreToldAtOnceEachAtItsPlace() {
        Report report = ValidateIgnition.json("a.ign", """
                {
                \t"ignition": {"version": "3.4.0"},
                \t"storage": {
                \t\t"files": [
                \t\t\t{"path": "etc/a", "mode": 6440, "contens": {}},
                \t\t\t{"path": "/b", "mode": "0644"}
                \t\t]
                \t}
                }
                """);
        assertEquals(
                List.of(
                        "a.ign:5:13: the path 'etc/a' is not absolute",
                        "a.ign:5:30: the mode 6440 is none (JSON has no octal numbers: 0644 is written 420)",
                        "a.ign:6:27: 'mode' must be a whole number, not a string (JSON has no octal numbers: 0644 is 420)"),
                report.errors().stream().map(Problem::toString).toList());
        assertEquals(
                List.of("a.ign:5:36: unused key 'contens' (did you mean 'contents'?)"),
                report.warnings().stream().map(Problem::toString).toList());
    }

    @Test
    void aKeyOfALaterVersionIsToldAsSuch() {
        Report report = ValidateIgnition.json("a", "{\"ignition\":{\"version\":\"3.2.0\"},\"kernelArguments\":{}}");
        assertEquals(
                "a:1:33: unused key 'kernelArguments' (it came with Ignition 3.3.0)",
                report.warnings().getFirst().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.0.0", "3.1.0", "3.2.0", "3.3.0", "3.4.0", "3.5.0"})
    void theseVersionsAreKnown(String version) {
        assertTrue(ValidateIgnition.json("a", "{\"ignition\":{\"version\":\"" + version + "\"}}")
                .accepted());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "2.3.0, version '2.3.0' is not known",
                "3.6.0, version '3.6.0' is not known",
                "3.4.0-experimental, version '3.4.0-experimental' is not known",
                "3.4.1, version '3.4.1' is not known",
                "3.4, '3.4' is not a version",
                "three, 'three' is not a version"
            })
    void otherVersionsAreRefused(String version, String told) {
        assertEquals(
                told,
                ValidateIgnition.json("a", "{\"ignition\":{\"version\":\"" + version + "\"}}")
                        .errors()
                        .getFirst()
                        .what());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | a:1:1: this is not valid JSON: it ends too early",
                "[] | a:1:1: a config must be a mapping, not a list",
                "{} | a:1:1: the version of this config is missing",
                "{'ignition':{'version':'3.4.0'}} x | a:1:34: this is not valid JSON: nothing more is expected here",
                "{'ignition':{'version':'3.4.0',}} | a:1:32: this is not valid JSON: a key in double quotes is expected here",
                "{'a':01} | a:1:7: this is not valid JSON: ',' is expected here",
                "{'a':'\\x'} | a:1:9: this is not valid JSON: '\\x' means nothing",
                "{a:1} | a:1:2: this is not valid JSON: a key in double quotes is expected here",
                "{'a':tru} | a:1:6: this is not valid JSON: a value is expected here"
            })
    void whatIsNoConfigIsRefused(String text, String told) {
        Report report = ValidateIgnition.json("a", text.replace('\'', '"'));
        assertTrue(report.errors().getFirst().toString().startsWith(told), report.errors()::toString);
    }

    @Test
    void deepNestingIsRefusedInsteadOfEndingTheProgram() {
        assertFalse(ValidateIgnition.json("a", "[".repeat(1_000_000)).accepted());
        assertFalse(ValidateIgnition.json("a", "{\"a\":".repeat(1_000_000)).accepted());
    }

    @Test
    void ofAKeyThatIsGivenTwiceTheLastCounts() {
        Report report = ValidateIgnition.json("a", "{\"ignition\":{\"version\":\"2.0.0\",\"version\":\"3.4.0\"}}");
        assertTrue(report.accepted());
        assertEquals(
                "the key 'version' is given twice", report.warnings().getFirst().what());
    }

    @Test
    void aUnitOfManySectionsIsRead() {
        assertEquals("", UnitText.read("[A]\nb=c\n".repeat(100_000)).mistake());
        assertEquals("", UnitText.read("x\n".repeat(100_000)).mistake());
    }
}
