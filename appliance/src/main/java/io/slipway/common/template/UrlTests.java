package io.slipway.common.template;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ansible's tests {@code uri}, {@code url} and {@code urn}. */
final class UrlTests {

    private UrlTests() {}

    static void addTo(TemplateEngine.Builder engine) {
        engine.test("uri", "schemes?", (v, a, c) -> isUri(v, a.any("schemes")))
                .test("url", "schemes?", (v, a, c) -> isUri(v, a.any("schemes")) && hasPlace(Python.str(v)))
                .test("urn", "", (v, a, c) -> isUri(v, List.of("urn")));
    }

    private static boolean isUri(@Nullable Object value, @Nullable Object schemes) {
        if (!(value instanceof String url)) {
            return false;
        }
        return !Python.truthy(schemes)
                || Python.contains(schemes, UrlSplit.split(url).get("scheme"));
    }

    private static boolean hasPlace(String url) {
        Map<@Nullable Object, @Nullable Object> parts = UrlSplit.split(url);
        return Python.truthy(parts.get("netloc")) || Python.equal(parts.get("scheme"), "file");
    }
}
