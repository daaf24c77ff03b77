package io.slipway.common.template;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.slipway.common.Position;
import io.slipway.common.json.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
        Scope scope = Scope.of((Map<String, Object>) one.get("vars"));
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

    private static String result(TemplateEngine engine, String mode, String source, Scope scope) {
        return switch (mode) {
            case "render" -> engine.parse(source, ORIGIN).render(scope);
            case "native" -> Python.repr(engine.parse(source, ORIGIN).evaluate(scope));
            default -> Python.repr(engine.parseExpression(source, ORIGIN).evaluate(scope));
        };
    }
}
