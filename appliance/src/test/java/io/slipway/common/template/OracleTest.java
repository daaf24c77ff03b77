package io.slipway.common.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Position;
import io.slipway.common.Problem;
import io.slipway.common.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every case of {@code src/test/oracle/jinja/cases.txt} gives what real Jinja2 gave when {@code generate.py} was run. */
class OracleTest {

    private static final Position ORIGIN = Position.in("case");

    private final Map<String, Object> oracle = read();

    @SuppressWarnings("unchecked")
    private static Map<String, Object> read() {
        try (InputStream in = OracleTest.class.getResourceAsStream("oracle.json")) {
            assertNotNull(in);
            return (Map<String, Object>)
                    Json.read("oracle.json", new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @TestFactory
    @SuppressWarnings("unchecked")
    Stream<DynamicTest> agreesWithJinja() {
        List<Map<String, Object>> cases = (List<Map<String, Object>>) oracle.get("cases");
        assertTrue(cases.size() >= 500);
        return cases.stream()
                .map(one -> DynamicTest.dynamicTest(
                        "cases.txt:" + one.get("line") + " " + one.get("group") + ": " + one.get("source"),
                        () -> check(one)));
    }

    /** Those that look at this machine's files, or at secrets, are for the caller to add. */
    private static final Set<String> FROM_OUTSIDE = Set.of(
            "expanduser",
            "expandvars",
            "fileglob",
            "realpath",
            "vault",
            "unvault",
            "vault_encrypted",
            "directory",
            "is_dir",
            "exists",
            "file",
            "is_file",
            "link",
            "is_link",
            "link_exists",
            "mount",
            "is_mount",
            "same_file",
            "is_same_file");

    @org.junit.jupiter.api.Test
    @SuppressWarnings("unchecked")
    void knowsEveryFilterAndTestOfJinjaAndAnsible() {
        TemplateEngine engine = TemplateEngine.builder().build();
        Set<String> missing = new TreeSet<>();
        List<String> filters = (List<String>) oracle.get("filters");
        List<String> tests = (List<String>) oracle.get("tests");
        assertTrue(filters.size() > 110 && tests.size() > 80);
        for (String name : filters) {
            for (String called : List.of(name, "ansible.builtin." + name)) {
                addUnlessKnown(engine, "x | " + called, name, missing);
            }
        }
        for (String name : tests) {
            if (Character.isLetter(name.charAt(0))) {
                addUnlessKnown(engine, "x is " + name + " 1", name, missing);
            } else {
                addUnlessKnown(engine, "x | select('" + name + "', 1)", name, missing);
            }
        }
        assertEquals(new TreeSet<>(FROM_OUTSIDE), missing);
    }

    private static void addUnlessKnown(TemplateEngine engine, String expression, String name, Set<String> missing) {
        List<Problem> mistakes = engine.mistakesInExpression(expression, ORIGIN, lookup -> Optional.empty());
        if (mistakes.stream().anyMatch(problem -> problem.what().startsWith("there is no "))) {
            missing.add(name);
        }
    }

    @SuppressWarnings("unchecked")
    private void check(Map<String, Object> one) {
        List<String> flags = (List<String>) one.get("settings");
        Settings settings = Settings.JINJA
                .withTrimBlocks(flags.contains("trim"))
                .withLstripBlocks(flags.contains("lstrip"))
                .withKeepTrailingNewline(flags.contains("keep"));
        Map<String, String> files = (Map<String, String>) oracle.get("files");
        TemplateEngine engine = TemplateEngine.builder()
                .settings(settings)
                .loader(name -> Optional.ofNullable(files.get(name))
                        .map(text -> new TemplateLoader.Loaded(text, Position.in(name))))
                .build();
        List<Map<String, Object>> variables = (List<Map<String, Object>>) oracle.get("variables");
        Scope scope = Scope.of((Map<String, Object>) copy(variables.get(((Long) one.get("vars")).intValue())));
        String source = (String) one.get("source");
        String mode = (String) one.get("mode");
        if (one.containsKey("expect")) {
            assertEquals(one.get("expect"), result(engine, mode, source, scope));
            return;
        }
        TemplateException e = assertThrows(TemplateException.class, () -> result(engine, mode, source, scope));
        assertNotNull(e.problem().where(), e.getMessage());
        if (one.get("error").equals("undefined")) {
            assertNotNull(e.undefined(), e.getMessage());
        }
    }

    /** Templates may change what they are given. */
    private static Object copy(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((key, item) -> copy.put(key, copy(item)));
                yield copy;
            }
            case List<?> list -> {
                List<Object> copy = new ArrayList<>();
                list.forEach(item -> copy.add(copy(item)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    private static String result(TemplateEngine engine, String mode, String source, Scope scope) {
        return switch (mode) {
            case "render" -> engine.parse(source, ORIGIN).render(scope);
            case "native" -> Python.repr(engine.parse(source, ORIGIN).evaluate(scope));
            default -> Python.repr(engine.parseExpression(source, ORIGIN).evaluate(scope));
        };
    }
}
