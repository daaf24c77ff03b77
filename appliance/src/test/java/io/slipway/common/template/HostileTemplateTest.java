package io.slipway.common.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Position;
import io.slipway.common.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the template, the answer comes soon, within bounds, and is a result or a {@link TemplateException} with a place. */
class HostileTemplateTest {

    private static final Position ORIGIN = new Position("bomb.j2", 1, 1);
    private static final String SELF = "{% include 'self' %}";

    private final TemplateEngine engine = TemplateEngine.builder()
            .loader(name -> switch (name) {
                case "self" -> Optional.of(new TemplateLoader.Loaded(SELF, Position.in("self")));
                case "parent" ->
                    Optional.of(new TemplateLoader.Loaded("{% extends 'parent' %}", Position.in("parent")));
                case "importer" ->
                    Optional.of(new TemplateLoader.Loaded("{% import 'importer' as x %}", Position.in("importer")));
                default -> Optional.empty();
            })
            .maxSteps(1_000_000)
            .build();

    private TemplateException refused(String template) {
        TemplateException e = assertThrows(
                TemplateException.class, () -> engine.parse(template, ORIGIN).render(Scope.of(Map.of("s", "x"))));
        assertNotNull(e.problem().where(), e.getMessage());
        return e;
    }

    @Test
    void whatCallsItselfForEverIsNamed() {
        String macros = "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}";
        String calls = " calls deep: … → (macro 'a' → macro 'b'|macro 'b' → macro 'a')( → macro '[ab]'){4}, in .*";
        assertTrue(refused(macros).problem().why().matches("[0-9]+" + calls), refused(macros)::getMessage);
        TemplateException includes = refused(SELF);
        assertTrue(includes.problem().why().contains(" → template 'self' → template 'self'"), includes::getMessage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ 'x' * 1000000000 }}",
                "{{ [0] * 1000000000 }}",
                "{{ [[0] * 2000000] * 1000 | string }}",
                "{{ 9 ** (9 ** 9) }}",
                "{{ 2 ** 100000000000000000000 }}",
                "{{ (10 ** 30000) * (10 ** 30000) }}",
                "{{ range(10 ** 12) | list }}",
                "{{ range(0, 9223372036854775807) }}",
                "{{ 'x'.ljust(1000000000) }}",
                "{{ 'x'.zfill(1000000000) }}",
                "{{ '%1000000000d' % 1 }}",
                "{{ '%.99999999f' % 1 }}",
                "{{ '{:1000000000}'.format(1) }}",
                "{{ '{:99999999}'.format(1) }}",
                "{{ 'x' | center(1000000000) }}",
                "{{ 'a\\nb' | indent(1000000000) }}",
                "{{ 'a\\tb'.expandtabs(1000000000) }}",
                "{{ [1] | batch(1000000000, 'x') }}",
                "{{ [1] | slice(1000000000) }}",
                "{{ range(1000) | product(repeat=3) }}",
                "{{ range(100) | permutations }}",
                "{{ range(60) | combinations(30) }}",
                "{{ 'ab'.replace('', 'x' * 30000000) }}",
                "{{ ('x' * 30000000) ~ ('x' * 30000000) }}",
                "{% for i in range(4000000) %}{% for j in range(4000000) %}{% endfor %}{% endfor %}",
                "{% set ns = namespace(s='x') %}{% for i in range(99) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}",
                "{% set ns = namespace(s=[1]) %}{% for i in range(99) %}{% set ns.s = ns.s + ns.s %}{% endfor %}",
                "{% set ns = namespace(s=[1]) %}{% for i in range(99) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s | string }}",
                "{% set ns = namespace(s=[1]) %}{% for i in range(99) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s | to_json }}",
                "{% set ns = namespace(s=[1]) %}{% for i in range(99) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s | flatten }}",
                "{% set l = [1] %}{% do l.append(l) %}{{ l | to_json }}",
                "{% set l = [1] %}{% do l.append(l) %}{{ l | flatten }}",
                "{% set l = [1] %}{% set m = [1] %}{% do l.append(l) %}{% do m.append(m) %}{{ l == m }}",
                "{% set l = [1] %}{% for i in l %}{% do l.append(i) %}{% endfor %}",
                "{% set d = {} %}{% do d.update(a=d) %}{{ d | combine(d, recursive=true) }}{{ d | to_json }}",
                "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
                "{% macro a() %}{{ b() }}{% endmacro %}{% macro b() %}{{ a() }}{% endmacro %}{{ a() }}",
                "{% macro m() %}{% call m() %}{% endcall %}{{ caller is defined }}{% endmacro %}{{ m() }}",
                "{% for i in [1] recursive %}{{ loop([1]) }}{% endfor %}",
                "{% block b %}{{ self.b() }}{% endblock %}",
                "{% include 'self' %}",
                "{% import 'importer' as x %}",
                "{% extends 'parent' %}",
                "{{ ('s' * 300) is match('(.*)(.*)(.*)(.*)(.*)(.*)(.*)(.*)y') }}",
                "{{ ('ab' * 100000) is match('(a|b)*c') }}",
                "{{ 'x' | regex_replace('x', '\\\\g<99>') }}",
                "{{ ('[' * 100000) | from_json }}",
                "{{ ('[' * 100000) | from_yaml }}",
                "{{ 'a' | truncate(-5) }}",
                "{{ 'a b' | wordwrap(0) }}",
                "{{ 10 | random(step=-1) }}",
                "{{ '\\ud800' | b64encode | b64decode }}{{ 1 / 0 }}"
            })
    void bombsAreRefused(String template) {
        refused(template);
    }

    @Test
    void nestingIsBoundedWhenParsing() {
        for (String deep : List.of(
                "(".repeat(20_000) + "1",
                "[".repeat(20_000),
                "{'a':".repeat(20_000),
                "-".repeat(20_000) + "1",
                "not ".repeat(20_000) + "1",
                "1 if 1 else ".repeat(20_000) + "1",
                "x" + ".a".repeat(20_000),
                "x" + "|upper".repeat(20_000),
                "f" + "(1)".repeat(20_000),
                "1" + "+1".repeat(20_000))) {
            refused("{{ " + deep + " }}");
        }
        refused("{% if 1 %}".repeat(20_000));
        refused("{% for (((((((((".repeat(1) + "(".repeat(20_000));
    }

    @Test
    void deepTemplatesEndWellOnASmallStack() throws InterruptedException {
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Runnable bomb = () -> {
            refused("{% macro m(n) %}{{ (((((((((m(n + 1)))))))))) }}{% endmacro %}{{ m(1) }}");
            refused(SELF);
        };
        Thread small = new Thread(null, bomb, "small stack", 160 * 1024);
        small.setUncaughtExceptionHandler((thread, e) -> thrown.set(e));
        small.start();
        small.join();
        assertNull(thrown.get());
    }

    @Test
    void longFlatTemplatesAreNoProblem() {
        String sum = "1" + " + 1".repeat(500);
        String text = "{{ a }}x\n".repeat(20_000);
        assertEquals("501", engine.parse("{{ " + sum + " }}", ORIGIN).render(Scope.of(Map.of())));
        assertEquals(
                60_000,
                engine.parse(text, ORIGIN).render(Scope.of(Map.of("a", 1))).length() + 1);
    }

    @Test
    void damagedTemplatesGiveAResultOrATemplateException() throws IOException {
        Random random = new Random(42);
        List<String> sources = sources();
        String pieces = "{}[]()|.,:=%#'\"\\-+*/~<> \n0aeif_";
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder(sources.get(random.nextInt(sources.size())));
            for (int j = random.nextInt(3); j >= 0 && !text.isEmpty(); j--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(3)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, pieces.charAt(random.nextInt(pieces.length())));
                    default -> text.setCharAt(at, pieces.charAt(random.nextInt(pieces.length())));
                }
            }
            try {
                engine.parse(text.toString(), ORIGIN)
                        .evaluate(Scope.of(Map.of("s", "abc", "l", new ArrayList<>(List.of(1, 2)))));
            } catch (TemplateException e) {
                assertNotNull(e.problem().where(), () -> text + "\n" + e.getMessage());
            } catch (RuntimeException e) {
                throw new AssertionError("not a TemplateException, for: " + text, e);
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> sources() throws IOException {
        try (InputStream in = HostileTemplateTest.class.getResourceAsStream("oracle.json")) {
            assertNotNull(in);
            Map<String, Object> oracle =
                    (Map<String, Object>) Json.read("oracle", new String(in.readAllBytes(), StandardCharsets.UTF_8));
            List<String> sources = ((List<Map<String, Object>>) oracle.get("cases"))
                    .stream().map(one -> (String) one.get("source")).toList();
            assertTrue(sources.size() > 500);
            return sources;
        }
    }
}
