package io.slipway.common.template;

import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Comparing versions: the tests {@code version} and {@code version_compare}, and the filter {@code version_sort}. */
final class VersionTests {

    private VersionTests() {}

    static void addTo(TemplateEngine.Builder engine) {
        for (String name : List.of("version", "version_compare")) {
            engine.test(name, "version operator? strict? version_type?", VersionTests::compare);
        }
        for (String name : List.of("version_sort", "community.general.version_sort")) {
            engine.filter(name, "reverse?", VersionTests::sort);
        }
    }

    private static boolean compare(@Nullable Object value, Arguments args, RenderContext context) {
        if (args.any("strict") != null && args.any("version_type") != null) {
            throw TemplateException.of("cannot specify both 'strict' and 'version_type'");
        }
        if (!Python.truthy(value)) {
            throw TemplateException.of("the version to compare is empty");
        }
        if (!Python.truthy(args.any("version"))) {
            throw TemplateException.of("the version to compare with is empty");
        }
        String type = args.flag("strict", false) ? "strict" : args.text("version_type", "loose");
        Comparator<String> order = Versions.order(type);
        int result = order.compare(Python.str(value), Python.str(args.any("version")));
        String operator = args.text("operator", "eq");
        return switch (operator) {
            case "==", "=", "eq" -> result == 0;
            case "!=", "<>", "ne" -> result != 0;
            case "<", "lt" -> result < 0;
            case "<=", "le" -> result <= 0;
            case ">", "gt" -> result > 0;
            case ">=", "ge" -> result >= 0;
            default ->
                throw TemplateException.of("invalid operator '" + operator + "', must be one of "
                        + String.join(
                                ", ", List.of("==", "!=", "<", "<=", ">", ">=", "eq", "ne", "lt", "le", "gt", "ge")));
        };
    }

    private static Object sort(@Nullable Object value, Arguments args, RenderContext context) {
        Comparator<@Nullable Object> ascending =
                (a, b) -> Versions.order("loose").compare(Python.str(a), Python.str(b));
        return Python.iterate(value).stream()
                .sorted(args.flag("reverse", false) ? ascending.reversed() : ascending)
                .toList();
    }
}
