package io.slipway.automation.module.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.automation.module.ModuleFailure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PythonRegexTest {

    /** Pattern, replacement, text, and what Python 3.11's {@code re.sub(pattern, replacement, text, flags=re.M)} makes of it; | is a line feed. */
    @ParameterizedTest
    @CsvSource({
        "'^(a)(?P<two_two>b)$', '\\g<two_two>\\1\\g<0>', 'ab', 'baab'",
        "'^', '#', 'a|b|', '#a|#b|#'",
        "'$', ';', 'a|b', 'a;|b;'",
        "'a\\Z', 'x', 'a|a', 'a|x'",
        "'\\Aa', 'x', 'a|a', 'x|a'",
        "'a*', '-', 'baac', '-b--c-'",
        "'(?i)A', 'x', 'aA', 'xx'",
        "'(?P<q>.)(?P=q)', '<\\g<q>>', 'aab', '<a>b'",
        "'(.)\\1', '2', 'aab', '2b'",
        "'[]a]', 'x', ']ab', 'xxb'",
        "'[^]a]', 'x', ']ab', ']ax'",
        "'[[a]', 'x', '[ab', 'xxb'",
        "'[a&&b]', 'x', 'a&b', 'xxx'",
        "'a{2}', 'x', 'aaa', 'xa'",
        "'a{,2}b', 'x', 'aab', 'x'",
        "'a{x}', 'y', 'a{x}', 'y'",
        "'{}', 'y', '{}', 'y'",
        "'x(?#comment)y', 'z', 'xy', 'z'",
        "'(?:a|(b))', '[\\1]', 'ab', '[][b]'",
        "'(?s:a.b)', 'x', 'a|b', 'x'",
        "'a.b', 'x', 'a|b', 'a|b'",
        "'\\ba', 'x', 'a ba', 'x ba'",
        "'[\\b]', 'x', 'ab', 'ab'",
        "'\\x41\\u0042', 'x', 'AB', 'x'",
        "'\\101', 'x', 'A', 'x'",
        "'\\/', 'x', '/', 'x'",
        "'(?<=a)b', 'x', 'ab', 'ax'",
        "'\\w+', 'x', 'ü', 'x'",
        "'a', '\\n\\t', 'a', '|\t'",
        "'a', '\\\\', 'a', '\\'",
        "'a', '\\.', 'a', '\\.'",
        "'(a)', '\\g<1>1', 'a', 'a1'",
        "'(?x) a b # c', 'x', 'ab', 'x'"
    })
    void substitutesAsPythonDoes(String pattern, String replacement, String text, String expected) {
        ReplaceEdit edit = new ReplaceEdit(
                PythonRegex.ofTextMultiline(pattern),
                replacement,
                java.util.Optional.empty(),
                java.util.Optional.empty());
        assertEquals(
                expected.replace('|', '\n'), edit.apply(text.replace('|', '\n')).text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[a", "a\\", "\\h", "(?P<a", "(?P=b)", "\\2", "(?z)", "*", "(?(1)a|b)", "\\Q"})
    void whatPythonRefusesIsRefusedWithTheReason(String pattern) {
        String message = assertThrows(ModuleFailure.class, () -> PythonRegex.ofText(pattern))
                .getMessage();
        assertTrue(message.startsWith("not a regular expression: " + pattern + ": "), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\2", "\\g<x>", "\\g<1", "\\q", "\\"})
    void replacementsThatNameNothing(String replacement) {
        ReplaceEdit edit = new ReplaceEdit(
                PythonRegex.ofText("(a)"), replacement, java.util.Optional.empty(), java.util.Optional.empty());
        assertTrue(assertThrows(ModuleFailure.class, () -> edit.apply("a"))
                .getMessage()
                .startsWith("not a replacement: "));
    }
}
