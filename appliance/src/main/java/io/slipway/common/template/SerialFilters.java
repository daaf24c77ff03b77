package io.slipway.common.template;

import io.slipway.common.Problem;
import io.slipway.common.ProblemException;
import io.slipway.common.json.Json;
import io.slipway.common.yaml.YamlNode;
import io.slipway.common.yaml.YamlReader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** JSON and YAML, in and out. */
final class SerialFilters {

    private static final String JSON_OPTIONS =
            "indent? sort_keys? separators? ensure_ascii? vault_to_text? preprocess_unsafe? default? allow_nan?";
    private static final String YAML_OPTIONS =
            "indent? width? default_flow_style? sort_keys? explicit_start? explicit_end? allow_unicode?";
    private static final int DEFAULT_WIDTH = 80;

    private SerialFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        engine.filter("tojson", "indent?", (v, a, c) -> forHtml(JsonWriter.write(v, jsonOptions(a, null, true))))
                .filter("to_json", JSON_OPTIONS, (v, a, c) -> JsonWriter.write(v, jsonOptions(a, null, false)))
                .filter("to_nice_json", JSON_OPTIONS, (v, a, c) -> JsonWriter.write(v, jsonOptions(a, "    ", true)))
                .filter("from_json", "", (v, a, c) -> fromJson(v))
                .filter("to_yaml", YAML_OPTIONS, (v, a, c) -> YamlWriter.write(v, yamlOptions(a, 2, null)))
                .filter("to_nice_yaml", YAML_OPTIONS, (v, a, c) -> YamlWriter.write(v, yamlOptions(a, 4, false)))
                .filter("from_yaml", "", (v, a, c) -> v instanceof String s ? fromYaml(s) : defined(v))
                .filter("from_yaml_all", "", (v, a, c) -> v instanceof String s ? allFromYaml(s) : defined(v));
    }

    private static @Nullable Object defined(@Nullable Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        return value;
    }

    private static JsonWriter.Options jsonOptions(Arguments args, @Nullable String indent, boolean sortKeys) {
        String blanks = args.has("indent") ? indentation(args.any("indent")) : indent;
        String item = blanks == null ? ", " : ",";
        String key = ": ";
        if (args.any("separators") instanceof List<?> pair && pair.size() == 2) {
            item = Python.str(pair.get(0));
            key = Python.str(pair.get(1));
        }
        return new JsonWriter.Options(
                blanks, args.flag("sort_keys", sortKeys), item, key, args.flag("ensure_ascii", true));
    }

    private static @Nullable String indentation(@Nullable Object indent) {
        return switch (indent) {
            case null -> null;
            case String s -> s;
            default -> Text.repeat(" ", Math.min(100, Numbers.index(indent, "indent")));
        };
    }

    /** Safe between script tags. */
    private static String forHtml(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("'", "\\u0027");
    }

    private static @Nullable Object fromJson(@Nullable Object value) {
        String text = TextFilters.needString(value, "from_json");
        return explained("this is not valid JSON", () -> Json.read("the value", text));
    }

    private static @Nullable Object fromYaml(String text) {
        return explained(
                "this is not valid YAML",
                () -> YamlReader.read("the value", text).toValue());
    }

    private static @Nullable Object allFromYaml(String text) {
        List<@Nullable Object> documents = new ArrayList<>();
        List<YamlNode> nodes = explained("this is not valid YAML", () -> YamlReader.readAll("the value", text));
        nodes.forEach(node -> documents.add(node.toValue()));
        return documents;
    }

    /** The place in the value becomes the cause: the place to show is that of the filter. */
    private static <T extends @Nullable Object> T explained(String what, Supplier<T> reader) {
        try {
            return reader.get();
        } catch (ProblemException e) {
            Problem problem = e.problem();
            String where = problem.where() == null ? "" : problem.where() + ": ";
            String why = problem.why().isEmpty() ? problem.what() : problem.why();
            throw new TemplateException(Problem.of(what).because(where + why).hint(problem.hint()), e);
        }
    }

    private static YamlWriter.Options yamlOptions(Arguments args, int indent, @Nullable Boolean flow) {
        long wantedIndent = args.integer("indent", indent);
        int step = wantedIndent > 1 && wantedIndent < 10 ? (int) wantedIndent : 2;
        long wantedWidth = args.integer("width", DEFAULT_WIDTH);
        int width = wantedWidth < 0
                ? Integer.MAX_VALUE
                : wantedWidth <= step * 2L ? DEFAULT_WIDTH : (int) Math.min(wantedWidth, Integer.MAX_VALUE);
        Boolean style =
                args.any("default_flow_style") == null ? flow : (Boolean) args.flag("default_flow_style", false);
        return new YamlWriter.Options(
                step,
                width,
                style,
                args.flag("sort_keys", true),
                args.flag("explicit_start", false),
                args.flag("explicit_end", false),
                YamlWriter.Lines.QUOTED);
    }
}
