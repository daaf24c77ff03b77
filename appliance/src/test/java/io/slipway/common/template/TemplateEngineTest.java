package io.slipway.common.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

    @Test
    void filtersTestsAndGlobalsCanBeAdded() {
        TemplateEngine extended = TemplateEngine.builder()
                .filter("ansible.utils.ipwrap", (value, args, context) -> "[" + value + "]" + args.rest())
                .filter(
                        "times",
                        "by suffix?",
                        (value, args, context) ->
                                Python.str(value).repeat((int) args.integer("by")) + args.text("suffix", ""))
                .test("even_longer", "than", (value, args, context) -> Python.length(value) > args.integer("than"))
                .function("lookup", (args, kwargs) -> "looked up " + args + kwargs)
                .global("answer", 42L)
                .build();
        assertEquals(
                "[::1][1] xx! True looked up [env, HOME]{default=d} 42",
                extended.parse(
                                "{{ '::1' | ansible.utils.ipwrap(1) }} {{ 'x' | times(2, suffix='!') }} {{ 'abc' is even_longer 2 }}"
                                        + " {{ lookup('env', 'HOME', default='d') }} {{ answer }}",
                                ORIGIN)
                        .render(Scope.of(Map.of())));
        TemplateException e = assertThrows(
                TemplateException.class,
                () -> extended.parse("{{ 'x' | times(2, sufix='!') }}", ORIGIN).render(Scope.of(Map.of())));
        assertEquals(
                "the filter 'times' has no parameter 'sufix', only by, suffix",
                e.problem().what());
    }

    @Test
    void theScopeIsAskedOnlyForWhatIsUsed() {
        List<String> asked = new ArrayList<>();
        Scope scope = new Scope() {
            @Override
            public Object get(String name) {
                asked.add(name);
                return 1L;
            }

            @Override
            public boolean has(String name) {
                return true;
            }
        };
        assertEquals(
                "1",
                engine.parse("{% if a %}{{ b }}{% else %}{{ c }}{% endif %}", ORIGIN)
                        .render(scope));
        assertEquals(List.of("a", "b"), asked);
    }

    @Test
    void aVariableHidesAGlobalAndATemplateHidesAVariable() {
        assertEquals("5 6", render("{{ range }}{% set range = 6 %} {{ range }}", Map.of("range", 5)));
    }

    @Test
    void playbookStringsKeepBackslashesAndPrintNoneAsNothing() {
        String template =
                "{{ 'a.b' | regex_replace('(\\w)\\.(\\w)', '\\2.\\1') }}|{{ none }}|{% set x = '\\t' %}{{ x }}";
        Template playbook = engine.parse(template, ORIGIN, Settings.PLAYBOOK);
        assertEquals("b.a||\t", playbook.render(Scope.of(Map.of())));
        assertEquals("None", engine.parse("{{ none }}", ORIGIN).render(Scope.of(Map.of())));
    }

    @Test
    void undefinedDeepInsideOfWhatIsPrintedIsAnError() {
        assertNotNull(error("{{ [1, {'k': nothing}] }}", Map.of()).undefined());
        assertEquals("[1]", render("{{ [1, nothing] | select('defined') | list }}", Map.of()));
    }

    @Test
    void valuesThatCannotBeChangedSaySo() {
        TemplateException e = error("{% do l.append(1) %}", Map.of("l", List.of()));
        assertEquals(
                "list.append() can't change this value, which is read-only",
                e.problem().what());
    }

    @Test
    void valuesOfTheCallerAreChangedInPlace() {
        List<Object> list = new ArrayList<>();
        render("{% do l.append(1) %}", Map.of("l", list));
        assertEquals(List.of(1L), list);
    }

    @Test
    void aParsedTemplateServesManyThreads() throws Exception {
        Template template = engine.parse("{% for i in range(n) %}{% set x = i * 2 %}{{ x }},{% endfor %}", ORIGIN);
        assertSame(template, engine.parse("{% for i in range(n) %}{% set x = i * 2 %}{{ x }},{% endfor %}", ORIGIN));
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> results = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                Map<String, Integer> variables = Map.of("n", i);
                results.add(threads.submit(() -> template.render(Scope.of(variables))));
            }
            for (int i = 0; i < 100; i++) {
                assertEquals(
                        render("{{ range(0, n * 2, 2) | join(',') }}{{ ',' if n }}", Map.of("n", i)),
                        results.get(i).get());
            }
        }
    }

    @Test
    void aTemplateIsRecognisedByItsBraces() {
        assertTrue(Template.mightBeTemplate("a {{ b }}"));
        assertTrue(Template.mightBeTemplate("{% if %}"));
        assertTrue(Template.mightBeTemplate("{# c #}"));
        assertFalse(Template.mightBeTemplate("{ {a} } %} {"));
        assertFalse(Template.mightBeTemplate(""));
    }

    @Test
    void errorsInIncludedTemplatesPointThere() {
        TemplateEngine withFile = TemplateEngine.builder()
                .loader(name -> Optional.of(new TemplateLoader.Loaded("ok\n{{ 1 / 0 }}", new Position(name, 1, 1))))
                .build();
        TemplateException e = assertThrows(
                TemplateException.class,
                () -> withFile.parse("{% include 'inner.j2' %}", ORIGIN).render(Scope.of(Map.of())));
        assertEquals("inner.j2:2:4", String.valueOf(e.problem().where()));
    }

    @Test
    void mistakesAreExplained() {
        Map<String, String> mistakes = Map.of(
                "{{ a && b }}", "unexpected character '&' (the logical operators are 'and', 'or' and 'not')",
                "{% fro x in y %}", "there is no tag 'fro' (did you mean 'for'?)",
                "{% if a %}{% endfor %}",
                        "'endfor' is not expected here (the innermost open tag is 'if' at site.yml:7:15)",
                "{{ [1, 2) }}", "unexpected ')', expected ']' (to close the '[' at site.yml:7:15)",
                "{{ 'abc }}", "this string has no end (close it with ')",
                "{{ f(a=1, 2) }}", "positional arguments come before named ones",
                "{{ x.items }} {{ y.1a }}", "unexpected 'a', expected '}}'",
                "{{ a b }}", "unexpected 'b', expected '}}'");
        mistakes.forEach((template, message) -> assertEquals(
                message,
                assertThrows(TemplateException.class, () -> engine.parse(template, ORIGIN))
                        .problem()
                        .at(null)
                        .toString()));
    }
}
