package io.slipway.common.template;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ansible's filter {@code comment}: a text as a comment in the style of some language. */
final class CommentFilter {

    private static final Map<String, Map<String, String>> STYLES = Map.of(
            "plain", Map.of("decoration", "# "),
            "erlang", Map.of("decoration", "% "),
            "c", Map.of("decoration", "// "),
            "cblock", Map.of("beginning", "/*", "decoration", " * ", "end", " */"),
            "xml", Map.of("beginning", "<!--", "decoration", " - ", "end", "-->"));

    private CommentFilter() {}

    static Object apply(@Nullable Object value, Arguments args, RenderContext context) {
        String text = TextFilters.needString(value, "comment");
        String styleName = args.text("style", "plain");
        Map<String, String> style = STYLES.get(styleName);
        if (style == null) {
            throw TemplateException.of(
                    "the style of comment is one of plain, erlang, c, cblock, xml, not '" + styleName + "'");
        }
        Map<String, String> p = new LinkedHashMap<>(style);
        args.restNamed().forEach((name, given) -> p.put(name, Python.str(given)));
        String newline = p.getOrDefault("newline", "\n");
        String decoration = p.getOrDefault("decoration", "");
        String around = Text.strip(decoration, null, false, true);
        String beginning = p.getOrDefault("beginning", "");
        String prefix = p.getOrDefault("prefix", around);
        String postfix = p.getOrDefault("postfix", around);
        String end = p.getOrDefault("end", "");

        String body = (decoration + text.replace(newline, newline + decoration))
                .replace(decoration + newline, around + newline);
        String before = prefix.isEmpty() ? "" : prefix.equals(newline) ? newline : prefix + newline;
        return (beginning.isEmpty() ? "" : beginning + newline)
                + Text.repeat(before, count(p, "prefix_count"))
                + body
                + Text.repeat(newline + postfix, count(p, "postfix_count"))
                + (end.isEmpty() ? "" : newline + end);
    }

    private static long count(Map<String, String> parameters, String name) {
        Object count = PythonNumbers.parseInt(parameters.getOrDefault(name, "1"), 10);
        return Numbers.index(count, name + " of comment");
    }
}
