package io.slipway.common.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ansible's tests on what a task returned. */
final class ResultTests {

    private ResultTests() {}

    static void addTo(TemplateEngine.Builder engine) {
        for (String name : List.of("failed", "failure")) {
            engine.test(name, "", (v, a, c) -> flag(v, "failed", name));
        }
        for (String name : List.of("succeeded", "success", "successful")) {
            engine.test(name, "", (v, a, c) -> !flag(v, "failed", name));
        }
        for (String name : List.of("skipped", "skip")) {
            engine.test(name, "", (v, a, c) -> flag(v, "skipped", name));
        }
        for (String name : List.of("changed", "change")) {
            engine.test(name, "", (v, a, c) -> changed(result(v, name)));
        }
        engine.test("unreachable", "", (v, a, c) -> flag(v, "unreachable", "unreachable"))
                .test("reachable", "", (v, a, c) -> !flag(v, "unreachable", "reachable"))
                .test("started", "", (v, a, c) -> isOneOrAbsent(v, "started"))
                .test("finished", "", (v, a, c) -> isOneOrAbsent(v, "finished"));
    }

    private static Map<?, ?> result(@Nullable Object value, String test) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw TemplateException.of("The '" + test + "' test expects a dictionary, not " + Python.typeName(value));
    }

    private static boolean flag(@Nullable Object value, String key, String test) {
        Map<?, ?> result = result(value, test);
        return result.containsKey(key) && Python.truthy(result.get(key));
    }

    private static boolean changed(Map<?, ?> result) {
        if (result.containsKey("changed")) {
            return Python.truthy(result.get("changed"));
        }
        if (result.get("results") instanceof List<?> results
                && !results.isEmpty()
                && results.getFirst() instanceof Map<?, ?>) {
            for (Object one : results) {
                if (one instanceof Map<?, ?> item
                        && item.containsKey("changed")
                        && Python.truthy(item.get("changed"))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isOneOrAbsent(@Nullable Object value, String key) {
        Map<?, ?> result = result(value, key);
        return !result.containsKey(key) || Python.equal(result.get(key), 1L);
    }
}
