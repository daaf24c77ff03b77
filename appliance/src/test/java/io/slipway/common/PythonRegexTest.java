package io.slipway.common;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.junit.jupiter.api.Test;
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
        assertEquals(
                expected.replace('|', '\n'),
                substitute(PythonRegex.ofText(pattern, Pattern.MULTILINE), replacement, text.replace('|', '\n')));
    }

    private static String substitute(PythonRegex regex, String template, String text) {
        PythonReplacement replacement = regex.replacement(template);
        Matcher match = regex.matcher(text);
        StringBuilder out = new StringBuilder();
        while (match.find()) {
            match.appendReplacement(out, Matcher.quoteReplacement(replacement.fill(match)));
        }
        return match.appendTail(out).toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "[a", "a\\", "\\h", "(?P<a", "(?P=b)", "\\2", "(?z)", "*", "(?(1)a|b)", "\\Q"})
    void whatPythonRefusesIsRefused(String pattern) {
        assertThrows(PatternSyntaxException.class, () -> PythonRegex.ofText(pattern, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\\2", "\\g<x>", "\\g<1", "\\q", "\\"})
    void replacementsThatNameNothingAreRefusedBeforeAnyMatch(String template) {
        PythonRegex regex = PythonRegex.ofText("(a)", 0);
        assertThrows(PatternSyntaxException.class, () -> regex.replacement(template));
    }

    @Test
    void namedGroupsHaveNumbersAndMayHoldUnderscores() {
        PythonRegex regex = PythonRegex.ofText("(x)(?P<y_z>\\d)?", 0);
        assertEquals(Map.of("y_z", 2), regex.groups());
        assertEquals(2, regex.group("y_z"));
        assertEquals(-1, regex.group("x"));
        assertEquals("-", substitute(regex, "\\g<y_z>-", "x"));
    }

    @Test
    void anchorsMatchAtLinesOnlyWhenAskedTo() {
        assertTrue(PythonRegex.ofText("a$", 0).finds("a\n"));
        assertFalse(PythonRegex.ofText("a$", 0).finds("a\nb"));
        assertFalse(PythonRegex.ofText("^b", 0).finds("a\nb"));
        assertTrue(PythonRegex.ofText("^b", Pattern.MULTILINE).finds("a\nb"));
        PythonRegex inside = PythonRegex.ofText("(?m)^b", 0);
        assertTrue(inside.isMultiline() && inside.finds("a\nb"));
        assertFalse(PythonRegex.ofText("a\\Z", 0).finds("a\n"));
    }

    @Test
    void bytesKnowAsciiLettersOnly() {
        assertTrue(PythonRegex.ofText("^\\w$", 0).finds("\u00e4"));
        assertFalse(PythonRegex.ofBytes("^\\w$").finds("\u00e4"));
        assertTrue(PythonRegex.ofText("\u00c4", Pattern.CASE_INSENSITIVE).matchesAtStart("\u00e4"));
    }
}
