package io.slipway.common.template;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Jinja2's filters on text. */
final class TextFilters {

    private static final Pattern WORD_START = Pattern.compile("[-\\s({\\[<]+");
    private static final Pattern WORD = Pattern.compile("\\w+", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern TAG = Pattern.compile("<!--.*?-->|<[^>]*>", Pattern.DOTALL);

    private TextFilters() {}

    static void addTo(TemplateEngine.Builder engine) {
        engine.filter("string", "", (v, a, c) -> Python.str(v))
                .filter("upper", "", (v, a, c) -> Python.str(v).toUpperCase(Locale.ROOT))
                .filter("lower", "", (v, a, c) -> Python.str(v).toLowerCase(Locale.ROOT))
                .filter("capitalize", "", (v, a, c) -> StringMethods.capitalize(Python.str(v)))
                .filter("title", "", (v, a, c) -> title(Python.str(v)))
                .filter("trim", "chars?", (v, a, c) -> Text.strip(Python.str(v), a.text("chars"), true, true))
                .filter(
                        "replace",
                        "old new count?",
                        (v, a, c) -> Splitting.replace(
                                Python.str(v),
                                Python.str(a.any("old")),
                                Python.str(a.any("new")),
                                a.integer("count", -1)))
                .filter(
                        "center",
                        "width?",
                        (v, a, c) -> Text.pad(Python.str(v), a.integer("width", 80), " ", true, true))
                .filter("join", "d? attribute?", TextFilters::join)
                .filter("format", "* **", TextFilters::format)
                .filter("indent", "width? first? blank?", TextFilters::indent)
                .filter("truncate", "length? killwords? end? leeway?", TextFilters::truncate)
                .filter(
                        "wordcount",
                        "",
                        (v, a, c) -> WORD.matcher(Python.str(v)).results().count())
                .filter("wordwrap", "width? break_long_words? wrapstring? break_on_hyphens?", WordWrap::filter)
                .filter("striptags", "", (v, a, c) -> stripTags(Python.str(v)))
                .filter("urlencode", "", (v, a, c) -> urlEncode(v))
                .filter("xmlattr", "autospace?", (v, a, c) -> xmlAttributes(v, a.flag("autospace", true)))
                .filter("safe", "", (v, a, c) -> Python.str(v))
                .filter("pprint", "", (v, a, c) -> pretty(v))
                .filter("urlize", "trim_url_limit? nofollow? target? rel? extra_schemes?", Urlize::apply)
                .filter("escape", "", (v, a, c) -> escape(Python.str(v)))
                .filter("e", "", (v, a, c) -> escape(Python.str(v)))
                .filter("forceescape", "", (v, a, c) -> escape(Python.str(v)));
    }

    private static String title(String s) {
        StringBuilder out = new StringBuilder();
        Matcher separators = WORD_START.matcher(s);
        int at = 0;
        while (separators.find()) {
            out.append(StringMethods.capitalize(s.substring(at, separators.start())));
            out.append(separators.group());
            at = separators.end();
        }
        return out.append(StringMethods.capitalize(s.substring(at))).toString();
    }

    private static Object join(@Nullable Object value, Arguments args, RenderContext context) {
        String separator = args.text("d", "");
        AttributePath path = AttributePath.of(args.any("attribute"), null);
        StringBuilder out = new StringBuilder();
        boolean first = true;
        for (Object item : Python.iterate(value)) {
            context.step();
            out.append(first ? "" : separator).append(Python.str(path.of(item)));
            Bounds.text(out.length());
            first = false;
        }
        return out.toString();
    }

    private static Object format(@Nullable Object value, Arguments args, RenderContext context) {
        if (!args.rest().isEmpty() && !args.restNamed().isEmpty()) {
            throw TemplateException.of("can't handle positional and keyword arguments at the same time");
        }
        Object values = args.restNamed().isEmpty() ? PyTuple.copyOf(args.rest()) : args.restNamed();
        return PercentFormat.format(Python.str(value), values);
    }

    static String needString(@Nullable Object value, String filter) {
        if (value instanceof String s) {
            return s;
        }
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        throw TemplateException.of("the filter '" + filter + "' needs a string, not " + Python.typeName(value));
    }

    private static Object indent(@Nullable Object value, Arguments args, RenderContext context) {
        String s = needString(value, "indent") + "\n";
        String blanks = args.any("width") instanceof String text ? text : Text.repeat(" ", args.integer("width", 4));
        boolean blankToo = args.flag("blank", false);
        StringBuilder out = new StringBuilder(args.flag("first", false) ? blanks : "");
        boolean first = true;
        for (Object line : Text.lines(s, false)) {
            String text = Python.str(line);
            out.append(first ? "" : "\n")
                    .append(!first && (blankToo || !text.isEmpty()) ? blanks : "")
                    .append(text);
            Bounds.text(out.length());
            first = false;
        }
        return out.toString();
    }

    private static Object truncate(@Nullable Object value, Arguments args, RenderContext context) {
        String s = needString(value, "truncate");
        String end = args.text("end", "...");
        long length = args.integer("length", 255);
        long leeway = args.integer("leeway", 5);
        if (length < Text.length(end) || leeway < 0) {
            throw TemplateException.of(
                    "truncate needs a length of at least " + Text.length(end) + ", and no negative leeway");
        }
        if (Text.length(s) <= length + leeway) {
            return s;
        }
        String kept = Text.slice(s, 0, (int) length - Text.length(end));
        if (!args.flag("killwords", false)) {
            kept = Python.str(Splitting.splitRight(kept, " ", 1).getFirst());
        }
        return kept + end;
    }

    private static String stripTags(String s) {
        String text = TAG.matcher(s).replaceAll("");
        text = String.join(
                " ", Splitting.split(text, null, -1).stream().map(Python::str).toList());
        return text.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#34;", "\"")
                .replace("&#39;", "'")
                .replace("&nbsp;", "\u00a0")
                .replace("&amp;", "&");
    }

    private static String pretty(@Nullable Object value) {
        Python.requireDefined(value);
        return PrettyPrint.of(value);
    }

    static String escape(String s) {
        return s.replace("&", "&amp;")
                .replace(">", "&gt;")
                .replace("<", "&lt;")
                .replace("'", "&#39;")
                .replace("\"", "&#34;");
    }

    private static String urlEncode(@Nullable Object value) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (value instanceof String || !Python.isIterable(value)) {
            return quote(Python.str(value)).replace("%2F", "/");
        }
        List<@Nullable Object> pairs = value instanceof Map<?, ?> map ? DictMethods.items(map) : Python.iterate(value);
        StringBuilder out = new StringBuilder();
        for (Object pair : pairs) {
            List<@Nullable Object> parts = Python.iterate(pair);
            if (parts.size() != 2) {
                throw TemplateException.of("urlencode needs pairs");
            }
            out.append(out.isEmpty() ? "" : "&")
                    .append(quote(Python.str(parts.get(0))).replace("%20", "+"))
                    .append('=')
                    .append(quote(Python.str(parts.get(1))).replace("%20", "+"));
        }
        return out.toString();
    }

    /** Everything but letters, digits and {@code _.-~} as percent and hexadecimal digits. */
    static String quote(String s) {
        return URLEncoder.encode(s, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static String xmlAttributes(@Nullable Object value, boolean space) {
        if (value instanceof Undefined undefined) {
            throw undefined.failure();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw TemplateException.of("xmlattr needs a mapping, not " + Python.typeName(value));
        }
        StringBuilder out = new StringBuilder();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (entry.getValue() == null || entry.getValue() instanceof Undefined) {
                continue;
            }
            String name = Python.str(entry.getKey());
            if (name.chars().anyMatch(c -> Text.isSpace(c) || c == '/' || c == '>' || c == '=')) {
                throw TemplateException.of("invalid character in attribute name: " + Repr.quoted(name));
            }
            out.append(out.isEmpty() ? "" : " ")
                    .append(escape(name))
                    .append("=\"")
                    .append(escape(Python.str(entry.getValue())))
                    .append('"');
        }
        return space && !out.isEmpty() ? " " + out : out.toString();
    }
}
