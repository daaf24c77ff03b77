package io.slipway.common.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Position;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TemplateEngineTest {

    private static final Position ORIGIN = new Position("site.yml", 7, 12);

    private final TemplateEngine engine = TemplateEngine.builder().build();

    private String render(String template, Map<String, ?> variables) {
        return engine.parse(template, ORIGIN).render(Scope.of(variables));
    }

    private Object evaluate(String template, Map<String, ?> variables) {
        return engine.parse(template, ORIGIN).evaluate(Scope.of(variables));
    }

    private TemplateException error(String template, Map<String, ?> variables) {
        return assertThrows(TemplateException.class, () -> render(template, variables));
    }

    @Test
    void aLonePrintGivesTheObjectItself() {
        List<Integer> list = List.of(1, 2);
        assertSame(list, evaluate("{{ l }}", Map.of("l", list)));
        assertEquals("[1, 2]", render("{{ l }}", Map.of("l", list)));
        assertEquals("a[1, 2]", evaluate("a{{ l }}", Map.of("l", list)));
        assertNull(evaluate("{{ none }}", Map.of()));
        assertEquals("plain", evaluate("plain", Map.of()));
    }

    @Test
    void undefinedIsLazyStrictAndSaysWhatItMisses() {
        assertEquals("d", render("{{ nothing.at.all | default('d') }}", Map.of()));
        TemplateException e = error("a\n{{ hostnam }}", Map.of("hostname", "x"));
        assertEquals("'hostnam' is undefined", e.problem().what());
        assertEquals("site.yml:8:4", String.valueOf(e.problem().where()));
        assertEquals("did you mean 'hostname'?", e.problem().hint());
        assertNotNull(e.undefined());
        assertEquals("hostnam", e.undefined().name());
    }

    @Test
    void missingKeysNameTheNearest() {
        TemplateException e = error("{{ facts.distributon }}", Map.of("facts", Map.of("distribution", "Debian")));
        assertEquals("'dict object' has no attribute 'distributon'", e.problem().what());
        assertEquals("did you mean 'distribution'?", e.problem().hint());
    }

    @Test
    void aVariableMayFailLazily() {
        Scope scope = new Scope() {
            @Override
            public Object get(String name) {
                return Undefined.because(name, error("{{ other }}", Map.of()).problem());
            }

            @Override
            public boolean has(String name) {
                return name.equals("derived");
            }
        };
        assertEquals("ok", engine.parse("{{ derived | default('ok') }}", ORIGIN).render(scope));
        TemplateException e = assertThrows(
                TemplateException.class,
                () -> engine.parse("{{ derived }}", ORIGIN).render(scope));
        assertEquals("'other' is undefined", e.problem().what());
    }

    @Test
    void runtimeErrorsShowPlaceAndExpression() {
        TemplateException e = error("x {{ 1 + 'a' }}", Map.of());
        assertEquals(
                "unsupported operand type(s) for +: 'int' and 'str'",
                e.problem().what());
        assertEquals("site.yml:7:17", String.valueOf(e.problem().where()));
        assertEquals("in '1 + 'a''", e.problem().why());
    }

    @Test
    void unknownFiltersAndTestsAreFoundWhenParsing() {
        TemplateException filter =
                assertThrows(TemplateException.class, () -> engine.parse("{{ x | defualt(1) }}", ORIGIN));
        assertEquals("there is no filter 'defualt'", filter.problem().what());
        assertEquals("did you mean 'default'?", filter.problem().hint());
        assertEquals("site.yml:7:19", String.valueOf(filter.problem().where()));
        TemplateException test = assertThrows(TemplateException.class, () -> engine.parse("{{ x is defind }}", ORIGIN));
        assertEquals("there is no test 'defind'", test.problem().what());
    }

    @Test
    void unclosedTagsPointAtTheirBeginning() {
        TemplateException e = assertThrows(TemplateException.class, () -> engine.parse("a\n  {% if x %}\nb", ORIGIN));
        assertEquals("this 'if' has no end", e.problem().what());
        assertEquals("site.yml:8:6", String.valueOf(e.problem().where()));
    }

    @Test
    void bareExpressionsHavePythonsTruth() {
        assertTrue(engine.parseExpression("a in b and not c", ORIGIN)
                .test(Scope.of(Map.of("a", 1, "b", List.of(1L), "c", ""))));
        assertFalse(engine.parseExpression("a", ORIGIN).test(Scope.of(Map.of("a", List.of()))));
        TemplateException e = assertThrows(
                TemplateException.class,
                () -> engine.parseExpression("missing", ORIGIN).test(Scope.of(Map.of())));
        assertNotNull(e.undefined());
    }

    @Test
    void includesAndImportsComeFromTheLoader() {
        Map<String, String> files =
                Map.of("a.j2", "A{{ x }}", "m.j2", "{% macro m(v) %}<{{ v }}>{% endmacro %}{% set n = 3 %}");
        TemplateEngine withFiles = TemplateEngine.builder()
                .loader(name -> Optional.ofNullable(files.get(name))
                        .map(text -> new TemplateLoader.Loaded(text, Position.in(name))))
                .build();
        String template =
                "{% include 'a.j2' %}|{% import 'm.j2' as m %}{{ m.m(m.n) }}|{% from 'm.j2' import m as k %}{{ k(1) }}"
                        + "|{% include 'none.j2' ignore missing %}";
        assertEquals("A7|<3>|<1>|", withFiles.parse(template, ORIGIN).render(Scope.of(Map.of("x", 7))));
    }
}
