package io.slipway.common.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Position;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UtilsFiltersTest {

    private static final TemplateEngine ENGINE = TemplateEngine.builder().build();

    private static Object value(String expression, Map<String, ?> variables) {
        return ENGINE.parseExpression(expression, Position.in("<test>")).evaluate(Scope.of(variables));
    }

    @Test
    void factDiffShowsAllLinesOfBoth() {
        assertEquals(
                List.of("--- before", "+++ after", "@@ -1,3 +1,3 @@", " a", "+b", " c", "-b", ""),
                value("['a', 'c', 'b'] | ansible.utils.fact_diff(['a', 'b', 'c'])", Map.of()));
        assertEquals(List.of(), value("['a'] | ansible.utils.fact_diff(['a'])", Map.of()));
        assertEquals(
                List.of(),
                value(
                        "['a', '# 1'] | ansible.utils.fact_diff(['a', '# 2'], {'vars': {'skip_lines': ['#']}})",
                        Map.of()));
        assertEquals(
                List.of("--- before", "+++ after", "@@ -1,3 +1,3 @@", " {", "-    \"a\": 1", "+    \"a\": 2", " }", ""),
                value("{'a': 1} | ansible.utils.fact_diff({'a': 2})", Map.of()));
    }

    @Test
    void aPathThatLooksForItselfEnds() {
        Map<String, Object> data = new HashMap<>();
        data.put("p", "self | ansible.utils.get_path(p)");
        data.put("self", data);
        assertTrue(assertThrows(TemplateException.class, () -> value("self | ansible.utils.get_path(p)", data))
                .getMessage()
                .contains("too deep"));
    }

    @Test
    void consolidateSaysWhatDoesNotMatch() {
        String sources = "[{'name': 'a', 'match_key': 'k', 'data': [{'k': 1}]},"
                + " {'name': 'b', 'match_key': 'k', 'data': [{'k': 1}, {'k': 2}]}] | ansible.utils.consolidate";
        assertTrue(assertThrows(TemplateException.class, () -> value(sources, Map.of()))
                .getMessage()
                .contains("missing match value 2 in data source 1"));
        assertEquals(
                Map.of("a", Map.of(), "b", Map.of("k", 2L)),
                ((Map<?, ?>) value(sources + "(fail_missing_match_value=false)", Map.of())).get(2L));
    }

    @Test
    void hostileXmlIsRefused() {
        String bomb = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>";
        assertTrue(assertThrows(TemplateException.class, () -> value("x | ansible.utils.from_xml", Map.of("x", bomb)))
                .getMessage()
                .contains("Input Xml is not valid"));
        String deep = "<a>".repeat(100_000);
        assertTrue(assertThrows(TemplateException.class, () -> value("x | ansible.utils.from_xml", Map.of("x", deep)))
                .getMessage()
                .contains("Input Xml is not valid"));
    }
}
